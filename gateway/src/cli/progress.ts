/** One line that is written over and over on a terminal; on anything else only the last state is printed, by `end`. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #lastAt = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** At most ten times a second. `done` and `total` are of one unit; the text says what was done. */
  show(done: number, total: number, text: string): void {
    const now = performance.now();
    if (!this.#stream.isTTY || (now - this.#lastAt < 100 && done < total)) return;
    this.#lastAt = now;
    this.#stream.write(`\r${bar(done, total)} ${text}\u001b[K`);
  }

  end(text: string): void {
    this.#stream.write(`${this.#stream.isTTY ? '\r' : ''}${text}${this.#stream.isTTY ? '\u001b[K' : ''}\n`);
  }
}

const barWidth = 30;

function bar(done: number, total: number): string {
  const part = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(part * barWidth);
  return `[${'█'.repeat(full)}${'·'.repeat(barWidth - full)}] ${String(Math.floor(part * 100)).padStart(3)} %`;
}
