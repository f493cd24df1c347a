import { ProofError, type Verdict, verifyBundle } from '../verify/index.ts';
import type { Difference } from './compare-row.ts';
import { type CodeJudgement, judgeCode } from './judge-code.ts';
import { type Judgement, judgePage, namesProduct, type RowJudgement, type ShownPage } from './judge-page.ts';
import { type ProofWords, proofWordsFor } from './proof-words.ts';
import { languageOf, readPage } from './read-page.ts';
import { keep, ownStore, remember } from './remembered.ts';
import { watchPage } from './watch-page.ts';

/** The page checks itself: it fetches what proves its lot, verifies it here, and marks each of its lines. */
async function checkPage(place: HTMLElement): Promise<void> {
  const words = proofWordsFor(document.documentElement.lang);
  const lot = place.dataset.lot ?? '';
  const tell = (lines: readonly Line[]): void => show(place, lines);
  if (globalThis.crypto?.subtle === undefined) return tell([{ text: words.tooOld }]);
  tell([{ text: words.checking }]);
  place.dataset.state = 'checking';
  try {
    const shown = readPage(document, lot);
    const verdict = await fetchVerdict(lot, shown.code?.serial);
    if (verdict === 'NOT_YET') return tell([{ text: words.notYet }]);
    const judgement = judgePage(shown, verdict);
    for (const [id, row] of judgement.rows) markRow(id, row, words);
    const code = shown.code && judgeCode(shown.code, verdict, shown.language);
    tell(linesOf({ shown, verdict, judgement, code }, words));
  } catch (error) {
    tell([failure(error, words)]);
  }
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
  return { text: words.refused('PAGE_UNREADABLE'), isAlarm: true };
}

class Unreachable extends Error {}
class PinsChanged extends Error {}

/** The proof of the lot, verified here. Throws ProofError, PinsChanged, Unreachable. */
async function fetchVerdict(lot: string, serial: string | undefined): Promise<Verdict | 'NOT_YET'> {
  const pinsText = await fetchText('/api/pins');
  if (pinsText === undefined) return 'NOT_YET';
  const pins = JSON.parse(pinsText) as { readonly network: string };
  const store = ownStore();
  const remembered = remember(store, pins.network);
  if (remembered.pins !== undefined && remembered.pins !== pinsText) throw new PinsChanged();
  const { seen } = remembered;
  const [gtin = '', number = ''] = [lot.slice(0, 14), lot.slice(15)];
  const address = `/api/proofs/lots/${gtin}/${encodeURIComponent(number)}`;
  const since = seen ? `since=${seen.size}` : '';
  const piece = serial === undefined ? undefined : `serial=${encodeURIComponent(serial)}`;
  // Whoever denies a code still has to prove its lot.
  const withPiece = piece && (await fetchText(`${address}?${piece}&${since}`));
  const text = withPiece ?? (await fetchText(`${address}?${since}`));
  if (text === undefined) return 'NOT_YET';
  const verdict = await verifyBundle(text, { pins, nowMs: Date.now(), seen });
  if (!verdict.checkpoint.older) {
    const { size, root, states } = verdict.checkpoint;
    keep(store, pins.network, { pins: pinsText, seen: { size, root, states } });
  }
  return verdict;
}

/** Undefined for 404. */
async function fetchText(address: string): Promise<string | undefined> {
  let answer: Response;
  try {
    answer = await fetch(address, {
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    throw new Unreachable(address, { cause: error });
  }
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Unreachable(address);
  return answer.text();
}

interface Checked {
  readonly shown: ShownPage;
  readonly verdict: Verdict;
  readonly judgement: Judgement;
  readonly code: CodeJudgement | undefined;
}

function linesOf({ shown, verdict, judgement, code }: Checked, words: ProofWords): Line[] {
  const { checkpoint } = verdict;
  const kinds = [...judgement.rows.values()].map(({ kind }) => kind);
  const count = (kind: RowJudgement['kind']): number => kinds.filter((one) => one === kind).length;
  const alarm = (text: string): Line => ({ text, isAlarm: true });
  const some = (number: number, line: (number: number) => string): Line[] =>
    number > 0 ? [{ text: line(number) }] : [];
  return [
    ...judgement.hidden.map((name) => alarm(words[name])),
    ...(namesProduct(shown, verdict)
      ? []
      : [alarm(words.differs({ what: 'product', shown: shown.heading }))]),
    ...(count('wrong') > 0 ? [alarm(words.wrongRows(count('wrong')))] : []),
    ...(judgement.missing.length > 0
      ? [{ ...alarm(words.missing(judgement.missing.length)), items: judgement.missing.map(itemOf) }]
      : []),
    ...(checkpoint.age === 'stale' ? [alarm(words.stale)] : []),
    ...(checkpoint.older ? [alarm(words.older)] : []),
    ...(code?.differs ? [alarm(words.codeDiffers)] : []),
    ...(code ? [{ text: words.code[code.finding] }] : []),
    { text: words.proved(count('proven'), checkpoint.organisations.length, minuteOf(checkpoint.time)) },
    ...some(count('stated'), words.statedRows),
    ...some(judgement.leftOut, words.notShownHere),
    ...some(judgement.unprovenParents, words.unprovenParents),
    ...(judgement.isComplete ? [] : [{ text: words.incomplete }]),
    ...(checkpoint.age === 'old' ? [{ text: words.old }] : []),
  ];
}

const itemOf = ({ event, time }: { readonly event: object; readonly time: string }): string =>
  `${minuteOf(time)} ${'act' in event ? String(event.act) : ''} ${'verdict' in event ? String(event.verdict) : ''}`;

/** Day and minute in \u5317\u4eac\u65f6\u95f4. */
const minuteOf = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

function show(place: HTMLElement, lines: readonly Line[]): void {
  const elements = lines.map(({ text, isAlarm, items }) => {
    const line = document.createElement('p');
    line.textContent = text;
    if (isAlarm) line.className = 'warn';
    if (!items) return line;
    const list = document.createElement('ul');
    list.append(...items.map((item) => withText('li', item)));
    line.append(list);
    return line;
  });
  place.replaceChildren(...elements);
  const isAlarm = lines.some((line) => line.isAlarm);
  place.classList.toggle('alarm', isAlarm);
  place.dataset.state = isAlarm ? 'alarm' : 'said';
  // An alarm is read before anything else.
  if (isAlarm) document.querySelector('main')?.prepend(place);
}

function withText(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function markRow(id: string, row: RowJudgement, words: ProofWords): void {
  const element = document.querySelector(`[data-event="${CSS.escape(id)}"]`);
  const summary = element?.querySelector('summary');
  if (!element || !summary) return;
  const tag = withText('em', words[row.kind]);
  tag.className = `tag ${{ proven: 'good', stated: 'open', wrong: 'bad' }[row.kind]}`;
  summary.append(' ', tag);
  element.setAttribute('data-proof', row.kind);
  if (row.kind === 'stated') return;
  const details = element.querySelector('details');
  if (row.kind === 'wrong') details?.before(...row.differences.map((one) => differenceLine(one, words)));
  details?.append(recordOf(row.event.event, words));
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

// Last, so that the classes are there.
const place = document.getElementById('proof');
if (place) {
  const { lot = '', warning = '' } = place.dataset;
  watchPage({ lot, warning, language: languageOf(document.documentElement.lang) });
  await checkPage(place);
}
