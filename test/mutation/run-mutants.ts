import { availableParallelism } from 'node:os';
import type { Equivalent } from './equivalent.ts';
import type { Law } from './law.ts';
import { type Instrumented, instrument, type Mutant } from './mutants.ts';
import type { Order, Survey } from './orders.ts';
import { type Failing, type Plan, planOf } from './plan.ts';
import { spread, Thread } from './pool.ts';

export interface Verdict {
  readonly mutant: Mutant;
  /** The first test that failed, or why the run was stopped. Absent for a survivor. */
  readonly killer?: string;
  /** Whether any test comes by. */
  readonly isReached: boolean;
  /** Whether it makes a difference to what any test comes by. */
  readonly isFelt: boolean;
}

export interface Report {
  readonly verdicts: readonly Verdict[];
  readonly equivalents: number;
  readonly failing: readonly Failing[];
  readonly seconds: number;
}

export interface Wanted {
  readonly isWanted?: (mutant: Mutant) => boolean;
  readonly equivalent?: readonly Equivalent[];
  readonly threads?: number;
  readonly say?: (line: string) => void;
  readonly tell?: (verdict: Verdict, count: number) => void;
}

/** The mutants to try, and those that are set aside as equivalent. An entry that names none is an error. */
export function setAside(
  law: Law,
  { mutants }: Instrumented,
  equivalent: readonly Equivalent[],
): { readonly tried: Mutant[]; readonly set: ReadonlySet<Mutant> } {
  const lines = new Map(law.sources.map(({ file, text }) => [file, text.split('\n')]));
  const set = new Set<Mutant>();
  for (const entry of equivalent) {
    const named = mutants.filter(
      (mutant) =>
        mutant.file === entry.file &&
        mutant.source === entry.source &&
        mutant.change === entry.change &&
        (entry.line === undefined || lines.get(mutant.file)?.[mutant.line - 1]?.trim() === entry.line),
    );
    if (named.length === 0)
      throw new Error(`equivalent.ts names no mutant: ${entry.file}: ${entry.source}: ${entry.change}`);
    for (const mutant of named) set.add(mutant);
  }
  return { tried: mutants.filter((mutant) => !set.has(mutant)), set };
}

/** Breaks every rule that is wanted, and says which tests notice. */
export async function runMutants(law: Law, wanted: Wanted = {}): Promise<Report> {
  const startedMs = performance.now();
  const instrumented = instrument(law.sources);
  const { tried, set } = setAside(law, instrumented, wanted.equivalent ?? []);
  const isWanted = wanted.isWanted ?? (() => true);
  const data = { root: law.root, texts: instrumented.texts, mutants: instrumented.mutants.length };
  const threads = Array.from({ length: wanted.threads ?? availableParallelism() }, () => new Thread(data));
  try {
    const plan = planOf(await surveys(law, threads, wanted.say));
    const verdicts = await judge(tried.filter(isWanted), plan, threads, wanted.tell);
    const seconds = (performance.now() - startedMs) / 1000;
    return { verdicts, equivalents: [...set].filter(isWanted).length, failing: plan.failing, seconds };
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

/** What every test comes by, without any mutant. */
async function surveys(law: Law, threads: readonly Thread[], say: Wanted['say']): Promise<Survey[]> {
  const found: Survey[] = [];
  await spread(law.tests, threads, async (file, thread) => {
    const outcome = await thread.ask({ file });
    if ('loading' in outcome) found.push(outcome);
    else say?.(`${file} is left out: ${'error' in outcome ? outcome.error : JSON.stringify(outcome)}`);
  });
  const tests = found.reduce((sum, { first }) => sum + first.length, 0);
  say?.(`${tests} tests of ${found.length} files looked at`);
  return found;
}

async function judge(
  mutants: readonly Mutant[],
  plan: Plan,
  threads: readonly Thread[],
  tell: Wanted['tell'],
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  await spread(mutants, threads, async (mutant, thread) => {
    const steps = plan.stepsFor(mutant.n, mutant.file);
    const killer = steps.length > 0 ? await killerOf({ n: mutant.n, steps }, thread) : undefined;
    const isReached = plan.visited.has(mutant.n);
    const verdict = {
      mutant,
      isReached,
      isFelt: steps.length > 0,
      ...(killer === undefined ? {} : { killer }),
    };
    verdicts.push(verdict);
    tell?.(verdict, mutants.length);
  });
  return verdicts.sort((a, b) => a.mutant.n - b.mutant.n);
}

/** A thread that falls over may be the fault of the mutant before: the second time it is not. */
async function killerOf(order: Order, thread: Thread): Promise<string | undefined> {
  const first = await thread.ask(order);
  const outcome = 'stopped' in first && !first.isStill ? await thread.ask(order) : first;
  if ('stopped' in outcome) return outcome.stopped;
  return 'killer' in outcome ? outcome.killer : undefined;
}
