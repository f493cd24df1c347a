import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actNames } from './model/event/index.ts';
import { budgetPage } from './testing-budget-page.ts';

const page = readFileSync(new URL('../../docs/budget.md', import.meta.url), 'utf8');

it('docs/budget.md is what the rows say', () => {
  expect(page, 'run: node chaincode/write-budget-page.ts').toBe(budgetPage());
});

it.each(actNames)('docs/budget.md tells what %s costs', (act) => {
  const lines = page.split('\n').filter((line) => line.startsWith(`| \`${act}\` |`));
  expect(lines.length).toBeGreaterThan(0);
});
