import path from 'node:path';
import type { Step, Survey, TestRun } from './orders.ts';

/** Longer than this, and a test waits until all shorter ones have had their turn. */
const slowMs = 500;

/** What a survey says, turned round: which tests come by a mutant. */
interface Surveyed {
  readonly file: string;
  /** Tests that pass, with the time they take. */
  readonly passing: ReadonlyMap<string, number>;
  /** Mutants that loading comes by, or a test only once: they need modules loaded anew. */
  readonly fresh: ReadonlySet<number>;
  readonly reachedBy: ReadonlyMap<number, ReadonlySet<string>>;
}

export interface Failing {
  readonly file: string;
  readonly test: string;
  readonly error: string;
}

export interface Plan {
  /** The steps for a mutant of a file, those first that should notice. None where it makes a difference to no passing test. */
  readonly stepsFor: (n: number, file: string) => Step[];
  /** Mutants whose place some test comes by. */
  readonly visited: ReadonlySet<number>;
  /** Tests that fail without any mutant, and are not asked. */
  readonly failing: readonly Failing[];
}

export function planOf(surveys: readonly Survey[]): Plan {
  const all = surveys.map(surveyed);
  return {
    stepsFor: (n, file) =>
      all
        .flatMap((one) => stepsOf(one, n, file))
        .sort((a, b) => a.rank - b.rank || a.ms - b.ms)
        .map(({ step }) => step),
    visited: new Set(surveys.flatMap(({ visited }) => visited)),
    failing: surveys.flatMap(({ file, first }) =>
      first.flatMap(({ name, error }) => (error === undefined ? [] : [{ file, test: name, error }])),
    ),
  };
}

function surveyed({ file, loading, first, second }: Survey): Surveyed {
  const failing = failingOf(first);
  const passing = new Map(first.filter(({ name }) => !failing.has(name)).map(({ name, ms }) => [name, ms]));
  // A test that passes only once is never run twice over the same modules.
  const isOnce = [...failingOf(second)].some((name) => !failing.has(name));
  const reachedBy = reachOf(first);
  const again = reachOf(second);
  const fresh = new Set(loading);
  for (const [n, names] of reachedBy)
    if (isOnce || [...names].some((name) => !again.get(n)?.has(name))) fresh.add(n);
  for (const [n, names] of again) reachedBy.set(n, new Set([...names, ...(reachedBy.get(n) ?? [])]));
  return { file, passing, fresh, reachedBy };
}

const failingOf = (runs: readonly TestRun[]): Set<string> =>
  new Set(runs.filter(({ error }) => error !== undefined).map(({ name }) => name));

function reachOf(runs: readonly TestRun[]): Map<number, Set<string>> {
  const reach = new Map<number, Set<string>>();
  for (const { name, reached } of runs)
    for (const n of reached) reach.set(n, (reach.get(n) ?? new Set()).add(name));
  return reach;
}

interface Ranked {
  readonly rank: number;
  readonly ms: number;
  readonly step: Step;
}

function stepsOf({ file, passing, fresh, reachedBy }: Surveyed, n: number, source: string): Ranked[] {
  const isFresh = fresh.has(n);
  const names = isFresh
    ? [...passing.keys()]
    : [...(reachedBy.get(n) ?? [])].filter((name) => passing.has(name));
  const msOf = (name: string): number => passing.get(name) ?? 0;
  return [false, true].flatMap((isSlow) => {
    const tests = names.filter((name) => msOf(name) > slowMs === isSlow);
    if (tests.length === 0) return [];
    const ms = tests.reduce((sum, name) => sum + msOf(name), 0);
    const stillMs = Math.max(10_000, 20 * Math.max(...tests.map(msOf)));
    return [{ rank: nearness(file, source) + (isSlow ? 3 : 0), ms, step: { file, tests, isFresh, stillMs } }];
  });
}

/** 0 for the source's own test, 1 for one of its folder, 2 for others. */
function nearness(test: string, source: string): number {
  if (path.posix.dirname(test) !== path.posix.dirname(source)) return 2;
  const own = path.posix.basename(source, '.ts');
  return path.posix.basename(test, '.test.ts').split('-').slice(0, own.split('-').length).join('-') === own
    ? 0
    : 1;
}
