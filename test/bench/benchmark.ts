import type { Distribution } from './measure/distribution.ts';
import type { ProgramUsage } from './measure/program-usage.ts';

/** What the command line gave every benchmark. */
export interface BenchOptions {
  /** Length of one measured window. */
  readonly seconds: number;
  /** Events of the ledger that `rebuild` reads, and of `law`. */
  readonly events: number;
  /** Posts in flight, a window for each, instead of a benchmark's own. */
  readonly inFlight: readonly number[] | undefined;
  /** Folder for V8 CPU profiles of every program; undefined: none are taken. */
  readonly profileFolder: string | undefined;
  /** One line of progress. */
  readonly say: (text: string) => void;
}

/** A figure that the project has promised itself. */
export interface Target {
  readonly bound: 'at least' | 'at most';
  readonly figure: number;
}

/** One figure and what belongs to it. Times are milliseconds unless `unit` says otherwise. */
export interface Measurement {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly target?: Target;
  readonly samples: number;
  /** Of the samples behind the figure, in milliseconds unless `distributionUnit` says otherwise. */
  readonly distribution?: Distribution;
  readonly distributionUnit?: string;
  readonly programs?: readonly ProgramUsage[];
  readonly detail?: { readonly [name: string]: number | string | readonly number[] };
}

export interface Benchmark {
  readonly name: string;
  /** One line for `--help`. */
  readonly about: string;
  /** Throws where a run lost or doubled something. */
  run(options: BenchOptions): Promise<Measurement[]>;
}
