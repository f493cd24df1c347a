import type { Verdict } from './run-mutants.ts';

/** One line that is written over in a terminal, and a line now and then elsewhere. */
export class Progress {
  #count = 0;
  readonly #startedMs = performance.now();
  #saidMs = 0;
  #killed = 0;
  #survived = 0;

  add({ killer }: Verdict, count: number): void {
    this.#count = count;
    if (killer === undefined) this.#survived += 1;
    else this.#killed += 1;
    const now = performance.now();
    if (now - this.#saidMs < (process.stdout.isTTY ? 200 : 15_000)) return;
    this.#saidMs = now;
    this.#say();
  }

  /** A text of its own, below the line so far. */
  interrupt(text: string): void {
    console.log(process.stdout.isTTY ? `\n${text}` : text);
  }

  end(): void {
    this.#say();
    if (process.stdout.isTTY) console.log();
  }

  #say(): void {
    const done = this.#killed + this.#survived;
    const elapsed = (performance.now() - this.#startedMs) / 1000;
    const rest = done > 0 ? (elapsed / done) * (this.#count - done) : 0;
    const line = `${done} of ${this.#count}, killed ${this.#killed}, survived ${this.#survived}, ${elapsed.toFixed(0)} s, rest ${rest.toFixed(0)} s`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line}   `);
    else console.log(line);
  }
}
