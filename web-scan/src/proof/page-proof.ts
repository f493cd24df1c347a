import { ProofError, type Verdict } from '../verify/index.ts';
import { fetchVerdict, PinsChanged, Unreachable } from './fetch-verdict.ts';
import { type CodeJudgement, judgeCode } from './judge-code.ts';
import { isAheadOf, isAlarming, type Judgement, judgePage } from './judge-page.ts';
import { markFacts, markRow, withText } from './mark-page.ts';
import { type ProofWords, proofWordsFor } from './proof-words.ts';
import { factRowsOf, languageOf, readPage, rowsOf } from './read-page.ts';
import { ownStore } from './remembered.ts';
import type { ShownPage } from './shown-page.ts';
import { watchPage } from './watch-page.ts';

/** A page may be seconds ahead of its witness: then what proves it is asked for again. */
const tries = { timesMax: 3, pauseMs: 5_000 } as const;

/** The page checks itself: it fetches what proves its lot, verifies it here, and marks each of its lines. */
async function checkPage(place: HTMLElement): Promise<void> {
  const words = proofWordsFor(document.documentElement.lang);
  const tell = (lines: readonly Line[], isChecked = false): void => show(place, { lines, isChecked });
  if (globalThis.crypto?.subtle === undefined) return tell([{ text: words.tooOld }]);
  show(place, { lines: [{ text: words.checking }], isChecked: undefined });
  try {
    const lot = place.dataset.lot ?? '';
    if (!isOwnAddress(lot, location.pathname)) throw new OtherLot();
    const shown = readPage(document, lot);
    const found = await judged(shown, tries.timesMax);
    if (found === 'NOT_YET') return tell([{ text: words.notYet }]);
    const { verdict, judgement } = found;
    const rows = rowsOf(document);
    for (const [index, row] of judgement.rows.entries()) markRow(rows[index], row, words);
    markFacts(factRowsOf(document), judgement.facts, words);
    markFacts([...document.querySelectorAll('.parts > div')], judgement.parts, words);
    const code = shown.code && judgeCode(shown.code, verdict, shown.language);
    tell([...codeLines(code, words), ...linesOf(verdict, judgement, words)], true);
  } catch (error) {
    tell([failure(error, words)]);
  }
}

interface Judged {
  readonly verdict: Verdict;
  readonly judgement: Judgement;
}

async function judged(shown: ShownPage, triesLeft: number): Promise<Judged | 'NOT_YET'> {
  const nowMs = Date.now();
  const verdict = await fetchVerdict({
    lot: shown.lot,
    serial: shown.code?.serial,
    store: ownStore(),
    nowMs,
    fetch: (address, init) => fetch(address, init),
  });
  if (verdict === 'NOT_YET') return verdict;
  const judgement = judgePage(shown, verdict);
  if (triesLeft <= 1 || !isAlarming(judgement) || !isAheadOf(shown, verdict, nowMs))
    return { verdict, judgement };
  await new Promise((resolve) => setTimeout(resolve, tries.pauseMs));
  return judged(shown, triesLeft - 1);
}

class OtherLot extends Error {}

/** Whether the page is about the lot that its address, as it is on the package, names. */
function isOwnAddress(lot: string, pathname: string): boolean {
  const [, gtin, number = ''] = /^\/01\/(\d{14})\/10\/([^/]+)/.exec(pathname) ?? [];
  return gtin === undefined || `${gtin}/${decodeURIComponent(number)}` === lot;
}

interface Line {
  readonly text: string;
  readonly isAlarm?: boolean;
  readonly items?: readonly string[];
}

function failure(error: unknown, words: ProofWords): Line {
  if (error instanceof PinsChanged) return { text: words.pinsChanged, isAlarm: true };
  if (error instanceof ProofError) return { text: words.refused(error.code), isAlarm: true };
  // fetch says so where nobody answers, and so do we where somebody answers something else.
  if (error instanceof Unreachable) return { text: words.unreachable };
  return { text: words.refused(error instanceof OtherLot ? 'OTHER_LOT' : 'PAGE_UNREADABLE'), isAlarm: true };
}

function codeLines(code: CodeJudgement | undefined, words: ProofWords): Line[] {
  if (!code) return [];
  const line = { text: words.code[code.finding] };
  return code.differs ? [{ text: words.codeDiffers, isAlarm: true }, line] : [line];
}

function linesOf({ checkpoint }: Verdict, judgement: Judgement, words: ProofWords): Line[] {
  const { rows, missing, differences } = judgement;
  const count = (...kinds: readonly string[]): number =>
    rows.filter(({ kind }) => kinds.includes(kind)).length;
  const alarm = (text: string): Line => ({ text, isAlarm: true });
  const some = (number: number, line: (number: number) => string): Line[] =>
    number > 0 ? [{ text: line(number) }] : [];
  const wrong = count('wrong', 'invented');
  return [
    ...judgement.hidden.map((name) => alarm(words[name])),
    ...differences.map((difference) => alarm(words.differs(difference))),
    ...(wrong > 0 ? [alarm(words.wrongRows(wrong))] : []),
    ...(missing.length > 0
      ? [{ ...alarm(words.missing(missing.length)), items: missing.map((one) => words.missingRow(one)) }]
      : []),
    ...(checkpoint.age === 'stale' ? [alarm(words.stale)] : []),
    ...(checkpoint.older ? [alarm(words.older)] : []),
    { text: words.proved(count('proven'), checkpoint.organisations.length, minuteOf(checkpoint.time)) },
    ...some(count('stated'), words.statedRows),
    ...some(judgement.leftOut, words.notShownHere),
    ...some(judgement.unprovenParents, words.unprovenParents),
    ...(judgement.isComplete ? [] : [{ text: words.incomplete }]),
    ...(checkpoint.age === 'old' ? [{ text: words.old }] : []),
    { text: words.othersAreStated },
  ];
}

/** Day and minute in 北京时间. */
const minuteOf = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

function show(
  place: HTMLElement,
  { lines, isChecked }: { readonly lines: readonly Line[]; readonly isChecked: boolean | undefined },
): void {
  const elements = lines.flatMap(({ text, isAlarm, items }) => {
    const line = withText('p', text);
    if (isAlarm) line.className = 'warn';
    if (!items) return [line];
    const list = document.createElement('ul');
    list.append(...items.map((item) => withText('li', item)));
    return [line, list];
  });
  const isAlarm = lines.some((line) => line.isAlarm);
  if (isAlarm) place.setAttribute('role', 'alert');
  place.replaceChildren(...elements);
  place.classList.toggle('alarm', isAlarm);
  place.dataset.state = isAlarm ? 'alarm' : stateOf(isChecked);
  // An alarm is read before anything else.
  if (isAlarm) document.querySelector('main')?.prepend(place);
}

const stateOf = (isChecked: boolean | undefined): string =>
  isChecked === undefined ? 'checking' : isChecked ? 'checked' : 'unchecked';

// Last, so that the classes are there.
const place = document.getElementById('proof');
if (place) {
  const { lot = '', warning = '' } = place.dataset;
  watchPage({ lot, warning, language: languageOf(document.documentElement.lang) });
  await checkPage(place);
}
