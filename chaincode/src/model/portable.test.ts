import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const room = import.meta.dirname;
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);
/** The code alone: neither comments nor the text of strings. */
const codeOf = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(?<=^|\s)\/\/.*$/gm, '')
    .replace(/'[^'\n]*'/g, "''");

describe('the shared language runs unchanged in Node and in the browser', () => {
  it('has sources to look at', () => {
    expect(sources.length).toBeGreaterThan(15);
  });

  it.each(sources)('%s imports nothing but itself and zod', (name) => {
    const text = readFileSync(join(room, name), 'utf8');
    const imported = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
      (match) => match[1] ?? '',
    );
    for (const path of imported) {
      expect(path === 'zod' || /^\.{1,2}\/[\w./-]+\.ts$/.test(path), `${name} imports ${path}`).toBe(true);
      if (path !== 'zod')
        expect(join(room, name, '..', path).startsWith(room), `${path} is in model/`).toBe(true);
    }
  });

  it.each(sources)('%s uses nothing that only Node has, nor clock, chance or network', (name) => {
    const code = codeOf(readFileSync(join(room, name), 'utf8'));
    const banned =
      /(?<![.\w-])process\.(?!(principal|outputs|additions|names)\b)|\}\s*=\s*process\b|\b(Buffer|require|__dirname|global|setImmediate|setTimeout|setInterval|fetch|console)\b|Date\.now|new Date\(\)|Math\.random|Intl\.|toLocale/;
    expect(banned.exec(code)?.[0]).toBeUndefined();
  });

  it('does not export what only tests use', () => {
    expect(readFileSync(join(room, 'index.ts'), 'utf8')).not.toContain('testing');
  });
});
