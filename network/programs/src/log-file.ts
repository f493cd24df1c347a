import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

const fileBytesMax = 16 * 1024 * 1024;

/**
 * A program's log: appended to, and at most 16 MiB and as much again in `<file>.1`. Where it cannot be written (a full or read-only disk),
 * `onFailure` is told once and the program goes on without it.
 */
export class LogFile {
  readonly #file: string;
  readonly #onFailure: (line: string) => void;
  #descriptor: number | undefined;
  #bytes = 0;
  #failed = false;

  constructor(file: string, onFailure: (line: string) => void) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  append(chunk: Buffer): void {
    if (this.#failed) return;
    try {
      if (this.#bytes + chunk.length > fileBytesMax) this.#turn();
      this.#descriptor ??= openSync(this.#file, 'a', 0o600);
      writeSync(this.#descriptor, chunk);
      this.#bytes += chunk.length;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      this.#failed = true;
      this.#onFailure(`${this.#file} cannot be written (${error.code}): what follows is not kept`);
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #turn(): void {
    this.close();
    if (this.#bytes > 0) renameSync(this.#file, `${this.#file}.1`);
    this.#bytes = 0;
  }
}
