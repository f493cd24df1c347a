import { Transform, type TransformCallback } from 'node:stream';

const waitingBytesMax = 16 * 1024 * 1024;

/** Passes everything on in its order, each piece after the delay that holds when it comes in. Takes nothing more while 16 MiB wait. */
export class DelayLine extends Transform {
  readonly #delayMs: () => number;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #lastAtMs = 0;
  #onRoom: (() => void) | undefined;
  #onEmpty: (() => void) | undefined;

  constructor(delayMs: () => number) {
    super();
    this.#delayMs = delayMs;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const nowMs = performance.now();
    this.#lastAtMs = Math.max(this.#lastAtMs, nowMs + this.#delayMs());
    this.#waitingBytes += chunk.length;
    this.#waiting.push(chunk);
    // Timers may be due in another order, by a millisecond: each of them lets go what has waited longest.
    setTimeout(() => this.#release(this.#waiting.shift() ?? chunk), this.#lastAtMs - nowMs);
    if (this.#waitingBytes < waitingBytesMax) done();
    else this.#onRoom = done;
  }

  override _flush(done: TransformCallback): void {
    if (this.#waitingBytes === 0) done();
    else this.#onEmpty = done;
  }

  #release(chunk: Buffer): void {
    this.#waitingBytes -= chunk.length;
    if (!this.destroyed) this.push(chunk);
    const onRoom = this.#onRoom;
    this.#onRoom = undefined;
    onRoom?.();
    if (this.#waitingBytes === 0) this.#onEmpty?.();
  }
}
