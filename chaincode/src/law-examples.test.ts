import { describe, expect, it } from 'vitest';
import { examples } from './testing-law-examples.ts';
import { exampleWorld } from './testing-law-goods.ts';
import { lawPage } from './testing-law-page.ts';
import { Tale } from './testing-law-tale.ts';

/** The page's examples: `> 例 · what is said → what happens`. */
const lines = lawPage.split('\n').filter((line) => line.includes('例 ·'));
const pattern = /^> 例 · (.+?) → (.+)$/;
const written = new Map(
  lines.map((line) => {
    const [, said = '', outcome = ''] = pattern.exec(line) ?? [];
    return [said, outcome];
  }),
);

describe('the examples of docs/law.md', () => {
  it.each(examples)('$said', async ({ said, happens }) => {
    const tale = new Tale(await exampleWorld());
    await happens(tale);
    expect(tale.outcome, 'what happened, and what the page says').toBe(written.get(said));
  });

  it('are all told here, and all that is told is on the page, once', () => {
    expect(lines.filter((line) => !pattern.test(line))).toEqual([]);
    const told = examples.map(({ said }) => said);
    expect([...written.keys()].sort()).toEqual([...told].sort());
    expect(lines).toHaveLength(told.length);
    expect(told.length).toBeGreaterThanOrEqual(40);
  });
});
