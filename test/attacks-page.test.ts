import { describe, expect, it } from 'vitest';
import { projectFiles, readProjectFile } from './house/project-files.ts';
import { pageGroups, pageRows } from './system/attack-page.ts';

const rowsMin = 45;

describe('docs/attacks.md', () => {
  it('has the groups that the tests try, each once, and no other', () => {
    const tests = projectFiles(/^test\/scenario\/attacks-.*\.test\.ts$/);
    const titles = tests.flatMap((file) =>
      [...readProjectFile(file).matchAll(/^attackGroup\(\s*'([^']+)'/gm)].map(([, title]) => title),
    );
    expect(titles.length).toBeGreaterThan(0);
    expect(pageGroups().sort()).toEqual(titles.sort());
  });

  it(`has at least ${rowsMin} attacks, each once`, () => {
    const rows = pageGroups().flatMap((title) => pageRows(title));
    expect(rows.length).toBeGreaterThanOrEqual(rowsMin);
    const names = rows.map((row) => row.split(' | ')[0]);
    expect(new Set(names).size).toBe(names.length);
  });
});
