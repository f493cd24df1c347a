import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Equivalent } from './equivalent.ts';
import { type Law, readLaw } from './law.ts';
import { endLine, failingText, survivorTeller } from './report.ts';
import { type Report, runMutants } from './run-mutants.ts';

/** A law of five rules: one guarded, one that nobody asks for, one asked far from its bound, one that loading works out, one whose loss loops. */
const files = {
  'acts/door.ts': `
    import { agesMin } from '../model/ages.ts';
    export const mayEnter = (age: number): boolean => age >= agesMin;
    export const mayLeave = (age: number): boolean => age > 0;
    export const isOld = (age: number): boolean => age > 60;
    export function count(to: number): number {
      let n = 0;
      while (n < to) {
        n += 1;
      }
      return n;
    }`,
  'model/ages.ts': 'export const agesMin = 18;',
  'acts/door.test.ts': `
    import { beforeEach, describe, expect, it } from 'vitest';
    import { count, isOld, mayEnter } from './door.ts';
    let age = 0;
    beforeEach(() => {
      age = 18;
    });
    describe('door', () => {
      it('lets in at eighteen', () => expect(mayEnter(age)).toBe(true));
      it.each([[17], [0]])('refuses %i', (young) => expect(mayEnter(young)).toBe(false));
      it('tells the old', () => expect(isOld(70)).toBe(true));
      it('counts', async () => expect(count(3)).toBe(3));
      it('is broken anyway', () => expect(mayEnter(1)).toBe(true));
    });`,
  'broken.test.ts': "import './nowhere.ts';",
};

let law: Law;
let report: Report;
const said: string[] = [];
beforeAll(async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'mengsu-mutation-'));
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(root, 'chaincode/src', file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  law = readLaw(root);
  report = await runMutants(law, { threads: 2, say: (line) => void said.push(line) });
}, 120_000);
afterAll(() => rmSync(law.root, { recursive: true }));

const survivors = (): string[] =>
  report.verdicts
    .filter(({ killer }) => killer === undefined)
    .map(({ mutant }) => `${mutant.change}: ${mutant.source}`);
const killerOf = (change: string): string | undefined =>
  report.verdicts.find(({ mutant }) => `${mutant.change}: ${mutant.source}` === change)?.killer;

describe('a run over a small law', () => {
  it('kills every mutant of a rule that a test guards, by the test that fails', () => {
    expect(killerOf('>= becomes >: age >= agesMin')).toContain('door.test.ts > door > lets in at eighteen');
    expect(killerOf('>= becomes <: age >= agesMin')).toContain('lets in at eighteen');
  });

  it('kills a mutant of what loading works out', () => {
    expect(killerOf('one more: 18')).toContain('lets in at eighteen');
    expect(killerOf('one less: 18')).toContain('refuses 17');
  });

  it('kills a mutant that never ends', () => {
    expect(killerOf('left out: n += 1;')).toContain('no end within');
  });

  it('lets the mutants survive that no test would notice', () => {
    expect(survivors()).toEqual([
      '> becomes >=: age > 0',
      '> becomes <=: age > 0',
      '0 becomes 1: age > 0',
      '> becomes >=: age > 60',
      '60 becomes 61: age > 60',
    ]);
    const text = report.verdicts
      .filter(({ killer }) => killer === undefined)
      .map(survivorTeller(law))
      .join('\n');
    expect(text).toContain('chaincode/src/acts/door.ts:4:55#1 > becomes >=: age > 0 (no test comes by)');
    expect(text).toContain('> becomes >=: age > 60 (the same in every test that comes by)');
    expect(text).toContain('export const mayLeave = (age: number): boolean => age > 0;');
  });

  it('asks neither a test that fails without any mutant nor a file that does not load, and says so', () => {
    expect(failingText(report)).toContain('1 of chaincode/src/acts/door.test.ts');
    expect(said.join('\n')).toContain('chaincode/src/broken.test.ts is left out');
    expect(said.join('\n')).toContain('6 tests of 1 files looked at');
  });

  it('ends with how many of how many', () => {
    const count = report.verdicts.length;
    expect(endLine(report)).toBe(`killed ${count - 5} of ${count}`);
  });
});

describe('equivalent mutants', () => {
  const entry: Equivalent = {
    file: 'chaincode/src/acts/door.ts',
    source: 'age > 0',
    change: '> becomes >=',
    reason: 'nobody is 0',
  };
  const isWanted = ({ source }: { readonly source: string }): boolean => source === 'age > 0';

  it('are set aside and counted', async () => {
    const less = await runMutants(law, { equivalent: [entry], isWanted, threads: 1 });
    expect(endLine(less)).toBe('killed 0 of 2, 1 equivalent');
  });

  it.each([
    { ...entry, source: 'age > 1' },
    { ...entry, change: '> becomes <' },
    { ...entry, line: 'another line' },
  ])('that name nothing are an error: %o', async (wrong) => {
    await expect(runMutants(law, { equivalent: [wrong] })).rejects.toThrow('names no mutant');
  });
});
