import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../house/project-files.ts';

const pageFile = path.join(projectRoot, 'docs/attacks.md');
const heading = (title: string): string => `## ${title}\n`;
const readPage = (): string => readFileSync(pageFile, 'utf8');

/** The titles of the groups on docs/attacks.md. */
export const pageGroups = (): string[] =>
  [...readPage().matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);

/** The rows of a group on the page. */
export function pageRows(title: string): string[] {
  const [, rest = ''] = readPage().split(heading(title));
  const [section = ''] = rest.split('\n## ');
  const [, ...rows] = section.match(/^\| .*$/gm) ?? [];
  return rows;
}

/** Writes a group anew, at its place or at the end of the page. */
export function writePageRows(title: string, rows: readonly string[]): void {
  const table = [
    '| what was tried | with which rights | what happened | why |',
    '|---|---|---|---|',
    ...rows,
  ];
  const section = `${heading(title)}\n${table.join('\n')}\n`;
  const [before = '', rest = ''] = readPage().split(heading(title));
  const next = rest.search(/^## /m);
  const after = next < 0 ? '' : `\n${rest.slice(next)}`;
  writeFileSync(pageFile, `${before.trimEnd()}\n\n${section}${after}`);
}
