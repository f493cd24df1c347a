import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actNames, breachCodes, refusals } from './model/index.ts';
import { budgetRows } from './testing-budget-rows.ts';
import { lawPage, rowsOf } from './testing-law-page.ts';

/** The act of a cell, `` `sell` `` or `` [`sell`](file) 销售 ``. */
const actOf = (cell = ''): string => /`(\w+)`/.exec(cell)?.[1] ?? '';

describe('docs/law.md', () => {
  it('tells of every act, in the order of the law', () => {
    expect(rowsOf(/^\[`\w+`\]/).map(([cell]) => actOf(cell))).toEqual([...actNames]);
  });

  it('links each act to the file that holds its rule', () => {
    for (const [cell = ''] of rowsOf(/^\[`\w+`\]/)) {
      const file = new URL(`../../docs/${/\((.+?)\)/.exec(cell)?.[1]}`, import.meta.url);
      expect(existsSync(file), cell).toBe(true);
      expect(readFileSync(file, 'utf8')).toContain(`export const ${actOf(cell)}: Act<`);
    }
  });

  it('links to files that are there', () => {
    const links = [...lawPage.matchAll(/\]\(([^#)]+)[^)]*\)/g)].map(([, link = '']) => link);
    const missing = links.filter((link) => !existsSync(new URL(`../../docs/${link}`, import.meta.url)));
    expect(missing).toEqual([]);
  });

  it('leads to sections that are there', () => {
    const anchors = [...lawPage.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    );
    const wanted = [...lawPage.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(wanted.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it('names no code that the law does not have', () => {
    const known = new Set<string>([...Object.keys(refusals), ...breachCodes]);
    const named = [...lawPage.matchAll(/\b[A-Z]{2,}_[A-Z_]+\b/g)].map(([code]) => code);
    // The design's word for what cannot happen, and a setting of the tests.
    const others = ['SITE_NOT_YOURS', 'MENGSU_SEED'];
    expect([...new Set(named)].filter((code) => !known.has(code) && !others.includes(code))).toEqual([]);
  });

  it('tells what the usual event of each act costs as it is measured', () => {
    const usual = actNames.map((name) => {
      const { of, messages, reads, writes } = budgetRows.find(({ act }) => act === name) ?? {};
      return [`\`${name}\``, of, ...[messages, reads, writes].map(String)];
    });
    expect(rowsOf(/^`\w+`$/).filter((cells) => /^\d+$/.test(cells[2] ?? ''))).toEqual(usual);
  });
});
