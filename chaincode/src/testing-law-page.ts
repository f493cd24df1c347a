import { readFileSync } from 'node:fs';

/** docs/law.md, as its readers have it. */
export const lawPage = readFileSync(new URL('../../docs/law.md', import.meta.url), 'utf8');

/** The cells of the table rows that begin with a matching cell. */
export const rowsOf = (first: RegExp): string[][] =>
  lawPage
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([cell = '']) => first.test(cell));
