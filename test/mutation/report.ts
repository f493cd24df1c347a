import type { Law } from './law.ts';
import type { Report, Verdict } from './run-mutants.ts';

/** How many tests of which files were no use. */
export function failingText({ failing }: Report): string {
  if (failing.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { file } of failing) counts.set(file, (counts.get(file) ?? 0) + 1);
  const lines = [...counts].map(([file, count]) => `    ${count} of ${file}`);
  return `\nThese tests fail without any mutant and are not asked:\n${lines.join('\n')}\n`;
}

/** Tells of a survivor: where it stands, what was changed, and the line. */
export function survivorTeller({ sources }: Law): (verdict: Verdict) => string {
  const lines = new Map(sources.map(({ file, text }) => [file, text.split('\n')]));
  return ({ mutant, ...verdict }) =>
    [
      `${mutant.id} ${mutant.change}: ${mutant.source}${asideOf(verdict)}`,
      `    ${(lines.get(mutant.file)?.[mutant.line - 1] ?? '').trim()}`,
    ].join('\n');
}

function asideOf({ isReached, isFelt }: Omit<Verdict, 'mutant'>): string {
  if (!isReached) return ' (no test comes by)';
  return isFelt ? '' : ' (the same in every test that comes by)';
}

export function endLine({ verdicts, equivalents }: Report): string {
  const killed = verdicts.filter(({ killer }) => killer !== undefined).length;
  const aside = equivalents > 0 ? `, ${equivalents} equivalent` : '';
  return `killed ${killed} of ${verdicts.length}${aside}`;
}
