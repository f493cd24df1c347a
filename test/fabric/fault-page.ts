import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../house/project-files.ts';

const pageFile = path.join(projectRoot, 'docs/faults.md');
const isWriting = process.env.WRITE_FAULTS === '1';

/** What a test did to the network, and what came of it. */
export interface FaultTold {
  readonly injected: string;
  readonly expected: string;
  readonly seen: string;
  /** The longest time in which no event was recorded. */
  readonly awayMs: number;
}

/** Prints a fault. With WRITE_FAULTS=1 its row of docs/faults.md is written; otherwise the page must have one. Throws where it has none. */
export function tellFault({ injected, expected, seen, awayMs }: FaultTold): void {
  const begin = `| ${injected} | ${expected} |`;
  const row = `${begin} ${seen} | ${(awayMs / 1000).toFixed(1)} |`;
  console.log(row);
  const lines = readFileSync(pageFile, 'utf8').split('\n');
  const place = lines.findIndex((line) => line.startsWith(isWriting ? `| ${injected} |` : begin));
  if (!isWriting) {
    if (place < 0)
      throw new Error(`docs/faults.md has no row that begins with ${begin}: WRITE_FAULTS=1 writes it`);
    return;
  }
  const last = lines.findLastIndex((line) => line.startsWith('| '));
  lines.splice(place < 0 ? last + 1 : place, place < 0 ? 0 : 1, row);
  writeFileSync(pageFile, lines.join('\n'));
}
