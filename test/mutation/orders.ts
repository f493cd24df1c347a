/** What the parent and a thread say to each other. */
export interface WorkerData {
  readonly root: string;
  /** Instrumented TypeScript by file. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many mutants there are. */
  readonly mutants: number;
  /** A count that grows whenever a test begins, and how many milliseconds it may then stand still. */
  readonly beat: Int32Array<SharedArrayBuffer>;
}

/** Some tests of a file, by their names. */
export interface Step {
  readonly file: string;
  readonly tests: readonly string[];
  /** Over modules loaded anew: the mutant is in what loading works out. */
  readonly isFresh: boolean;
  readonly stillMs: number;
}

export type Order = { readonly file: string } | { readonly n: number; readonly steps: readonly Step[] };

export interface TestRun {
  readonly name: string;
  readonly ms: number;
  readonly error: string | undefined;
  /** Mutants that would have said something else there. */
  readonly reached: readonly number[];
}

export interface Survey {
  readonly file: string;
  readonly loading: readonly number[];
  readonly first: readonly TestRun[];
  readonly second: readonly TestRun[];
  /** Mutants whose place was come by. */
  readonly visited: readonly number[];
}

export type Answer =
  | Survey
  | { readonly file: string; readonly error: string }
  | { readonly n: number; readonly killer: string | undefined; readonly loads: number };
