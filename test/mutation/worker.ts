import { parentPort, workerData } from 'node:worker_threads';
import { collectTests, type Suite, suitesOf, type Test } from './light-vitest.ts';
import { hookModules, urlOf } from './module-hooks.ts';
import type { Answer, Order, Step, TestRun, WorkerData } from './orders.ts';

/** One thread that loads tests with the instrumented law and runs them: once to see what they reach, then for one mutant after another. */
const { root, texts, mutants, beat } = workerData as WorkerData;

/** In a survey: came by, is being worked out, makes a difference. */
const [cameBy, isOpen, differs] = [1, 2, 4];

let active = 0;
const hits = new Uint8Array(mutants + 1);
let visited = new Set<number>();
let isSurvey = false;

const mark = (n: number, what: number): void => {
  hits[n] = ((hits[n] ?? 0) & ~isOpen) | what;
};

/** The names that the instrumented files use. */
const awake = {
  /** Whether it is this mutant's turn; coming by makes a difference. */
  __mutant(n: number): boolean {
    if (isSurvey) mark(n, differs);
    return n === active;
  },
  /** The same; whether it makes a difference is for `__was` to say, unless what it is asked of throws. */
  __maybe(n: number): boolean {
    if (isSurvey) hits[n] = (hits[n] ?? 0) | isOpen;
    return n === active;
  },
  __was<T>(
    value: T,
    isTruth: boolean,
    others: () => readonly [readonly number[], readonly (() => unknown)[]],
  ): T {
    if (!isSurvey) return value;
    const [numbers, ways] = others();
    for (const [index, n] of numbers.entries())
      mark(n, isSame(value, ways[index], isTruth) ? cameBy : differs);
    return value;
  },
  __part<T extends object>(n: number, value: T): T {
    if (isSurvey) mark(n, Object.values(value).some((one) => one !== undefined) ? differs : cameBy);
    return value;
  },
};
Object.assign(globalThis, awake);

function isSame(value: unknown, way: (() => unknown) | undefined, isTruth: boolean): boolean {
  try {
    const other = way?.();
    return isTruth ? Boolean(other) === Boolean(value) : Object.is(other, value);
  } catch {
    // It makes a difference that it throws.
    return false;
  }
}

hookModules(root, texts);
// Refusals are many, and nobody reads where they were made.
Error.stackTraceLimit = 0;

interface Loaded {
  readonly tests: readonly Test[];
  /** What loading alone reached. */
  readonly reached: readonly number[];
}

let loads = 0;
const shared = new Map<string, Loaded>();

/** The file's tests, over modules of their own that nobody has used. */
async function loadFresh(file: string): Promise<Loaded> {
  loads += 1;
  reachedNow();
  const tests = await collectTests(() => import(urlOf(root, file, loads)));
  return { tests, reached: reachedNow() };
}

async function loadShared(file: string): Promise<Loaded> {
  const loaded = shared.get(file) ?? (await loadFresh(file));
  shared.set(file, loaded);
  return loaded;
}

/** The mutants that made a difference since the last call, in a survey. */
function reachedNow(): number[] {
  if (!isSurvey) return [];
  const came = [...hits.keys()].filter((n) => hits[n] !== 0);
  for (const n of came) visited.add(n);
  const reached = came.filter((n) => hits[n] !== cameBy);
  hits.fill(0);
  return reached;
}

/** Tells the parent that something begins which should not last. */
function pulse(): void {
  Atomics.add(beat, 0, 1);
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** Runs tests in order; stops after the first that fails where `isBail`. */
async function runTests(tests: readonly Test[], isBail: boolean): Promise<TestRun[]> {
  const runs: TestRun[] = [];
  let open: { readonly suite: Suite; readonly error?: string; readonly reached: readonly number[] }[] = [];
  const close = async (suites: readonly Suite[]): Promise<void> => {
    for (const { suite } of open.filter((one) => !suites.includes(one.suite)).reverse())
      for (const hook of suite.hooks.afterAll) await hook();
    open = open.filter((one) => suites.includes(one.suite));
  };
  for (const test of tests) {
    pulse();
    const startedMs = performance.now();
    const suites = suitesOf(test);
    await close(suites);
    for (const suite of suites.slice(open.length)) open.push(await opened(suite));
    const error = open.find((one) => one.error !== undefined)?.error ?? (await failureOf(test, suites));
    const reached = [...new Set([...open.flatMap((one) => one.reached), ...reachedNow()])];
    runs.push({ name: test.name, ms: performance.now() - startedMs, error, reached });
    if (isBail && error !== undefined) break;
  }
  await close([]);
  return runs;
}

async function opened(suite: Suite) {
  try {
    for (const hook of suite.hooks.beforeAll) {
      const after = await hook();
      if (typeof after === 'function') suite.hooks.afterAll.push(after as () => unknown);
    }
    return { suite, reached: reachedNow() };
  } catch (error) {
    return { suite, reached: reachedNow(), error: messageOf(error) };
  }
}

async function failureOf(test: Test, suites: readonly Suite[]): Promise<string | undefined> {
  try {
    for (const suite of suites) for (const hook of suite.hooks.beforeEach) await hook();
    await test.run();
    for (const suite of suites.toReversed()) for (const hook of suite.hooks.afterEach) await hook();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What every test of a file reaches; run twice, to see which sites are reached the first time only. */
async function survey(file: string): Promise<Answer> {
  isSurvey = true;
  visited = new Set();
  try {
    const { tests, reached } = await loadFresh(file);
    const first = await runTests(tests, false);
    const second = await runTests(tests, false);
    return { file, loading: reached, first, second, visited: [...visited] };
  } catch (error) {
    return { file, error: messageOf(error) };
  } finally {
    isSurvey = false;
  }
}

/** The first test that fails with the mutant and not without it. */
async function killerOf(n: number, steps: readonly Step[]): Promise<string | undefined> {
  for (const step of steps) {
    Atomics.store(beat, 1, step.stillMs);
    const killer = step.isFresh ? await killerFresh(n, step) : await killerShared(n, step);
    if (killer !== undefined) return killer;
  }
  return undefined;
}

async function killerFresh(n: number, { file, tests }: Step): Promise<string | undefined> {
  pulse();
  active = n;
  try {
    const loaded = await loadFresh(file);
    const wanted = loaded.tests.filter(({ name }) => tests.includes(name));
    const failed = (await runTests(wanted, true)).find(({ error }) => error !== undefined);
    return failed && `${file} > ${failed.name}: ${failed.error}`;
  } catch (error) {
    return `${file} does not load: ${messageOf(error)}`;
  } finally {
    active = 0;
  }
}

async function killerShared(n: number, step: Step): Promise<string | undefined> {
  const { file } = step;
  const { tests } = await loadShared(file);
  const wanted = tests.filter(({ name }) => step.tests.includes(name));
  active = n;
  const runs = await runTests(wanted, true);
  active = 0;
  const failed = runs.find(({ error }) => error !== undefined);
  const test = failed && wanted[runs.indexOf(failed)];
  if (!test) return undefined;
  const [again] = await runTests([test], true);
  if (again?.error === undefined) return `${file} > ${failed.name}: ${failed.error}`;
  // The mutant has left something behind in what the tests share.
  shared.delete(file);
  return await killerFresh(n, step);
}

parentPort?.on('message', async (order: Order) => {
  pulse();
  const answer: Answer =
    'file' in order
      ? await survey(order.file)
      : { n: order.n, killer: await killerOf(order.n, order.steps), loads };
  parentPort?.postMessage(answer);
});
