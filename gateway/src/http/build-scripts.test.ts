import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { buildModules } from './build-scripts.ts';

const folders: string[] = [];
/** Modules in a folder of their own, built from `main.ts`. */
function buildFrom(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return buildModules({ main: pathToFileURL(join(folder, 'main.ts')) });
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the modules of a page', () => {
  it('lose types and comments, and nothing in strings, templates and expressions', async () => {
    const { entries } = await buildFrom({
      'main.ts':
        '/** The sum. */\nexport const add = (a: number, b: number): number => a + b; // sum\n' +
        'export const kept: string = `// kept`;\nexport const re = /\\/\\*/;\n',
    });
    const { text } = entries.main;
    expect(text).not.toMatch(/number|The sum|\/\/ sum/);
    expect(text).toContain('// kept');
    const run = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    expect(run.add(2, 3)).toBe(5);
    expect(run.kept).toBe('// kept');
    expect(run.re.test('/*')).toBe(true);
  });

  it('name what they import by its digest, and each other’s imports for preloading', async () => {
    const { entries, all } = await buildFrom({
      'main.ts':
        "import type { T } from './types.ts';\nimport { type U, a,\n  b } from './a.ts';\nexport * from './b.ts';\nexport const later = (): Promise<T | U> => import('./late.ts');\nexport const sum = a + b;\n",
      'a.ts': "import './b.ts';\nexport type U = 1;\nexport const a = 1;\nexport const b = 2;\n",
      'b.ts': 'export const c = 3;\n',
      'late.ts': 'export const d = 4;\n',
    });
    const pathOf = (name: string) => all.find(({ path }) => path.startsWith(`/assets/${name}.`))?.path;
    expect(all.map(({ path }) => path)).toEqual([pathOf('late'), pathOf('b'), pathOf('a'), pathOf('main')]);
    expect(new Set(entries.main.imports)).toEqual(new Set([pathOf('a'), pathOf('b')]));
    for (const name of ['a', 'b', 'late']) expect(entries.main.text).toContain(`${pathOf(name)}`);
    expect(entries.main.text).not.toContain('.ts');
    expect(entries.main.integrity).toBe(`sha256-${hash('sha256', entries.main.text, 'base64')}`);
  });

  it('get another path when something they import has another text', async () => {
    const main = "import { a } from './a.ts';\nexport const b = a;\n";
    const before = await buildFrom({ 'main.ts': main, 'a.ts': 'export const a = 1;\n' });
    const same = await buildFrom({ 'main.ts': main, 'a.ts': '// one\nexport const a: number = 1;\n' });
    const after = await buildFrom({ 'main.ts': main, 'a.ts': 'export const a = 2;\n' });
    expect(same.entries.main.path).toBe(before.entries.main.path);
    expect(after.entries.main.path).not.toBe(before.entries.main.path);
  });

  it('are left as they are where a string only looks like an import', async () => {
    const { entries } = await buildFrom({
      'main.ts': "export const text = 'import x from \"./a.ts\"';\nexport const made = Array.from('ab');\n",
    });
    expect(entries.main.imports).toEqual([]);
    expect(entries.main.text).toContain('./a.ts');
  });

  it.each([
    ['a circle', { 'main.ts': "import './a.ts';\n", 'a.ts': "import './main.ts';\n" }, /import each other/],
    ['a module of Node', { 'main.ts': "import fs from 'node:fs';\nfs.rmSync('x');\n" }, /no browser has/],
    ['an address', { 'main.ts': "import '/assets/x.js';\n" }, /no browser has/],
    ['a file that is not there', { 'main.ts': "import './none.ts';\n" }, /ENOENT/],
    ['what follows from no type', { 'main.ts': 'export const a: = 1;\n' }, /./],
  ])('are refused for %s', async (_, files, message) => {
    await expect(buildFrom(files)).rejects.toThrow(message);
  });
});
