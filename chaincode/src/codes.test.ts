import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type LedgerErrorCode, refusals } from './model/index.ts';

/** The codes that the tests of acts and engine provoke: `expectRefusal('CODE', …)` and `expectRefused('CODE', …)` fail unless the code comes. */
function provokedCodes(): Set<string> {
  const tests = globSync('**/*.test.ts', { cwd: import.meta.dirname });
  const texts = tests.map((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8'));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/expectRefus(?:al|ed)\(\s*'([A-Z_]+)'/g)].map(([, code]) => code ?? ''),
    ),
  );
}

const codes = Object.keys(refusals) as LedgerErrorCode[];

it.each(codes)('%s is provoked by a test', (code) => {
  expect(provokedCodes(), `write expectRefusal('${code}', …) beside the rule that gives it`).toContain(code);
});

it('every code that a rule throws is one of the closed list, and none of the list is thrown by nobody', () => {
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname }).filter(
    (file) => !/test/.test(file) && !file.endsWith('errors.ts'),
  );
  const texts = sources.map((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8')).join('\n');
  expect(codes.filter((code) => !texts.includes(`'${code}'`))).toEqual([]);
});
