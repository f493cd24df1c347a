import { loadavg } from 'node:os';

/** Recovery times by what was killed where, for the report. */
export class Figures {
  readonly #recoveries = new Map<string, number[]>();

  add(what: string, recoveryMs: number): void {
    this.#recoveries.set(what, [...(this.#recoveries.get(what) ?? []), recoveryMs]);
  }

  /** A line for each thing killed: kills, and the time from the kill to the next new event on the ledger. */
  lines(): string[] {
    const rows = [...this.#recoveries].map(([what, times]) => {
      const sorted = times.toSorted((left, right) => left - right);
      const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
      const longest = sorted.at(-1) ?? 0;
      return `${what.padEnd(38)} ${String(times.length).padStart(3)} kills, back after p50 ${middle.toFixed(0)} ms, max ${longest.toFixed(0)} ms`;
    });
    return [
      ...rows,
      `load average ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')}`,
    ];
  }
}
