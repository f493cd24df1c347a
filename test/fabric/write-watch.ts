import { setTimeout as pause } from 'node:timers/promises';
import type { AccountBook } from '../fault/account-book.ts';
import { probe } from '../fault/probe.ts';
import type { Producer } from '../system/founded-network.ts';

const pauseMs = 50;
const waitTimeoutMs = 120_000;

interface Write {
  readonly begunMs: number;
  readonly recordedMs: number;
}

/** Posts one event after another for as long as a run lasts, and knows how long none was recorded. Times are performance.now's. */
export class WriteWatch {
  readonly #writes: Write[] = [];
  readonly #run: Promise<void>;
  #failure: unknown;

  constructor(
    { url, own, book }: { readonly url: string; readonly own: Producer; readonly book: AccountBook },
    stop: AbortSignal,
  ) {
    this.#run = this.#keepPosting(async () => probe(url, own, book), stop).catch((error: unknown) => {
      this.#failure = error;
    });
  }

  /** Resolves when an event is recorded whose posting began after `sinceMs`. Throws where that takes over two minutes. */
  async untilRecorded(sinceMs: number): Promise<void> {
    const until = performance.now() + waitTimeoutMs;
    while (!this.#writes.some(({ begunMs }) => begunMs >= sinceMs)) {
      if (this.#failure !== undefined) throw this.#failure;
      if (performance.now() > until) throw new Error('no event was recorded within two minutes');
      await pause(pauseMs);
    }
  }

  /** The longest time between two recorded events that does not end before `sinceMs`. */
  longestGapMs(sinceMs: number): number {
    const gaps = this.#writes
      .slice(1)
      .map(({ recordedMs }, index) => ({
        recordedMs,
        gapMs: recordedMs - (this.#writes[index]?.recordedMs ?? 0),
      }))
      .filter(({ recordedMs }) => recordedMs >= sinceMs);
    return Math.max(0, ...gaps.map(({ gapMs }) => gapMs));
  }

  /** Resolves when the last event is recorded. Throws what kept it from that. */
  async ended(): Promise<void> {
    await this.#run;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #keepPosting(post: () => Promise<number>, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const begunMs = performance.now();
      this.#writes.push({ begunMs, recordedMs: await post() });
      await pause(pauseMs);
    }
  }
}
