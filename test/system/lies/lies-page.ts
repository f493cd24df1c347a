import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../house/project-files.ts';

const pageFile = path.join(projectRoot, 'docs/lies.md');
const head = '| the gateway tells | the page is | a reader reads |\n|---|---|---|\n';

/** What a reader sees of the page's own check. */
export interface Seen {
  readonly lie: string;
  /** `alarm`, `checked`, `unchecked`; `nothing` where the check did not run. */
  readonly state: string;
  readonly lines: readonly string[];
}

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '\\<');

export const rowOf = ({ lie, state, lines }: Seen): string =>
  `| ${escaped(lie)} | ${state} | ${lines.map(escaped).join('<br>')} |`;

/** The rows on docs/lies.md. */
export const liesOnPage = (): string[] =>
  readFileSync(pageFile, 'utf8')
    .split(head)[1]
    ?.match(/^\| .*$/gm) ?? [];

export function writeLies(rows: readonly string[]): void {
  const [before = ''] = readFileSync(pageFile, 'utf8').split(head);
  writeFileSync(pageFile, `${before}${head}${rows.join('\n')}\n`);
}
