/** A mutant that changes nothing anyone could notice. Named by what it says, not by where it stands. */
export interface Equivalent {
  readonly file: string;
  /** What is broken, as the list of survivors says it. */
  readonly source: string;
  readonly change: string;
  /** Only on the line that says this, where the same source stands several times. */
  readonly line?: string;
  readonly reason: string;
}

export const equivalent: readonly Equivalent[] = [];
