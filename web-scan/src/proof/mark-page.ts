import type { Difference } from './compare-row.ts';
import type { FactJudgement } from './judge-facts.ts';
import type { RowJudgement } from './judge-row.ts';
import type { ProofWords } from './proof-words.ts';

const colours = { proven: 'good', stated: 'open', wrong: 'bad', invented: 'bad' } as const;

/** Marks a row of the way with what was found of it, and adds the signed record. */
export function markRow(row: Element | undefined, judgement: RowJudgement, words: ProofWords): void {
  const summary = row?.querySelector('summary');
  if (!row || !summary) return;
  row.setAttribute('data-proof', judgement.kind);
  summary.append(' ', tag(judgement.kind, words));
  const details = row.querySelector('details');
  if (judgement.kind === 'wrong')
    details?.before(...judgement.differences.map((one) => differenceLine(one, words)));
  if ('event' in judgement) details?.append(recordOf(judgement.event.event, words));
}

/** Marks the lines of a list that the records do not say, or say otherwise. */
export function markFacts(
  lines: readonly Element[],
  judgements: readonly FactJudgement[],
  words: ProofWords,
): void {
  for (const [index, judgement] of judgements.entries()) {
    const line = lines[index];
    line?.setAttribute('data-proof', judgement);
    if (judgement !== 'proven') line?.querySelector('dd')?.append(' ', tag(judgement, words));
  }
}

export function withText(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function tag(kind: RowJudgement['kind'], words: ProofWords): HTMLElement {
  const element = withText('em', words[kind]);
  element.className = `tag ${colours[kind]}`;
  return element;
}

function differenceLine(difference: Difference, words: ProofWords): HTMLElement {
  const line = withText('p', words.differs(difference));
  line.className = 'warn';
  return line;
}

/** The signed record itself, as it was verified here. */
function recordOf(payload: object, words: ProofWords): HTMLElement {
  const details = document.createElement('details');
  details.append(withText('summary', words.record), withText('pre', JSON.stringify(payload, undefined, 1)));
  return details;
}
