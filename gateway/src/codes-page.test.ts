import { readFileSync } from 'node:fs';
import { breachCodes, refusals } from '@mengsu/chaincode/model';
import { expect, it } from 'vitest';
import { codesPage } from './codes-page.ts';

const page = readFileSync(new URL('../../docs/codes.md', import.meta.url), 'utf8');

it('docs/codes.md is what the law’s lists say', () => {
  expect(page, 'run: node gateway/write-codes-page.ts').toBe(codesPage());
});

it.each([...Object.keys(refusals), ...breachCodes])('docs/codes.md explains %s', (code) => {
  expect(page.split('\n').filter((line) => line.startsWith(`| \`${code}\` |`))).toHaveLength(1);
});
