import { format } from 'node:util';
import { expect, vi } from 'vitest';

/**
 * What tests import as `vitest` while the law is mutated: the same `expect`, and a `describe` and `it` that only write down what there is to
 * run, so that one test of a file that is loaded can be run again and again.
 */
export { expect, vi };

type Body = (...values: never[]) => unknown;
type Hook = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';

export interface Suite {
  readonly name: string;
  readonly parent: Suite | undefined;
  readonly hooks: Readonly<Record<Hook, (() => unknown)[]>>;
}

export interface Test {
  readonly name: string;
  readonly suite: Suite;
  readonly run: () => unknown;
}

const suiteOf = (name: string, parent: Suite | undefined): Suite => ({
  name,
  parent,
  hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] },
});

let suite = suiteOf('', undefined);
let tests: Test[] = [];

/** Loads a file of tests and answers them in their order. */
export async function collectTests(load: () => Promise<unknown>): Promise<readonly Test[]> {
  suite = suiteOf('', undefined);
  tests = [];
  await load();
  return tests;
}

function addSuite(name: unknown, body: () => void): void {
  const outer = suite;
  suite = suiteOf(nameOf(name), outer);
  body();
  suite = outer;
}

const nameOf = (name: unknown): string => (typeof name === 'function' ? name.name : String(name));

/** `it(name, body)`, `it(name, body, timeout)`, `it(name, options, body)`. */
function addTest(name: unknown, ...rest: readonly unknown[]): void {
  const body = rest.find((one): one is () => unknown => typeof one === 'function');
  if (body) tests.push({ name: fullName(nameOf(name)), suite, run: () => body() });
}

function fullName(name: string): string {
  const names = [name];
  for (let at: Suite | undefined = suite; at; at = at.parent) if (at.name !== '') names.unshift(at.name);
  return names.join(' > ');
}

/** `.each(table)(name, body)`: once for every row. */
const eachOf =
  (add: (name: unknown, ...rest: readonly unknown[]) => void) =>
  (table: readonly unknown[]) =>
  (name: unknown, ...rest: readonly unknown[]): void => {
    for (const row of table) {
      const values = (Array.isArray(row) ? row : [row]) as never[];
      const bound = rest.map((one) => (typeof one === 'function' ? () => (one as Body)(...values) : one));
      add(format(nameOf(name), ...values), ...bound);
    }
  };

const skipped = (): void => undefined;

const describeAny = addSuite as (name: unknown, ...rest: readonly unknown[]) => void;
const withVariants = (add: (name: unknown, ...rest: readonly unknown[]) => void) =>
  Object.assign((name: unknown, ...rest: readonly unknown[]) => add(name, ...rest), {
    each: eachOf(add),
    skip: skipped,
    skipIf: (isSkipped: unknown) => (isSkipped ? skipped : add),
    runIf: (isRun: unknown) => (isRun ? add : skipped),
  });

export const describe = withVariants(describeAny);
export const it = withVariants(addTest);

const hookOf = (hook: Hook) => (body: () => unknown) => void suite.hooks[hook].push(body);
export const beforeAll = hookOf('beforeAll');
export const beforeEach = hookOf('beforeEach');
export const afterEach = hookOf('afterEach');
export const afterAll = hookOf('afterAll');

/** The suites of a test, the outermost first. */
export function suitesOf({ suite: inner }: Test): Suite[] {
  const suites: Suite[] = [];
  for (let at: Suite | undefined = inner; at; at = at.parent) suites.unshift(at);
  return suites;
}
