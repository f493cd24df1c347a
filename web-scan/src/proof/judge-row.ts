import type { ProvenEvent, Verdict } from '../verify/index.ts';
import type { Reading } from '../views/reading.ts';
import { daysLate } from '../views/time-text.ts';
import { type AllowedFacts, allowedFacts, answeredBy, correctionsOf } from './allowed-facts.ts';
import { type Difference, differencesIn } from './compare-row.ts';
import type { KnownNames } from './known-names.ts';
import type { ShownNote, ShownStep } from './shown-page.ts';

export type RowJudgement =
  | { readonly kind: 'proven'; readonly event: ProvenEvent }
  /** No proof speaks of it. */
  | { readonly kind: 'stated' }
  | { readonly kind: 'wrong'; readonly event: ProvenEvent; readonly differences: readonly Difference[] }
  /** By its own words it is older than the witness, of lots whose records are all there; and it is none of them. */
  | { readonly kind: 'invented' };

/** What rows are judged by. */
export interface Judging {
  readonly verdict: Verdict;
  readonly names: KnownNames;
  readonly reading: Reading;
}

/** Clocks of the ledger and of witnesses may differ so much. */
const clockMs = 10 * 60_000;

export function judgeStep(step: ShownStep, judging: Judging): RowJudgement {
  const event = judging.verdict.events.get(step.eventId);
  if (!event) return { kind: isInvented(step, judging) ? 'invented' : 'stated' };
  const allowed = allowedBy(event, judging);
  const differences = [
    ...differencesIn(step, allowed),
    ...lotDifferences(step, allowed, judging.verdict),
    ...lineDifferences(step, event, { ...judging, allowed }),
    ...saidDifferences(step, event, { ...judging, allowed }),
    ...looseDifferences(step, allowed, judging),
  ];
  return differences.length > 0 ? { kind: 'wrong', event, differences } : { kind: 'proven', event };
}

/** Of a line of papers or marks. Nothing where no proof speaks of its record. */
export function noteDifferences(note: ShownNote, judging: Judging): Difference[] {
  const event = judging.verdict.events.get(note.eventId);
  if (!event) return [];
  const { words } = judging.reading;
  const { verdict } = event.event;
  const known: readonly string[] = Object.values(words.verdicts);
  const said = note.tags.filter((tag) => known.includes(tag));
  return [
    ...differencesIn(note, allowedBy(event, judging)),
    ...said
      .filter((tag) => tag !== verdictText(verdict, judging))
      .map((shown) => ({ what: 'verdict', shown }) as const),
    ...(note.isPaper && typeof verdict === 'string' && said.length === 0
      ? [{ what: 'verdict', shown: note.title } as const]
      : []),
  ];
}

const allowedBy = (event: ProvenEvent, { verdict }: Judging): AllowedFacts =>
  allowedFacts(event, answeredBy(event, verdict.events), {
    lots: verdict.lots,
    corrections: correctionsOf(event.id, verdict.events),
  });

function isInvented({ facts, times, lots }: ShownStep, { verdict, reading }: Judging): boolean {
  const { recordedAt } = reading.words.facts;
  const text = facts.find(({ label }) => label === recordedAt)?.text ?? '';
  const recorded = times.find((time) => time.text !== '' && text.startsWith(time.text));
  const isOld =
    recorded !== undefined && Date.parse(recorded.instant) < Date.parse(verdict.checkpoint.time) - clockMs;
  return isOld && lots.length > 0 && lots.every(({ lot }) => verdict.lots.get(lot)?.complete === true);
}

function lotDifferences({ lots }: ShownStep, allowed: AllowedFacts, verdict: Verdict): Difference[] {
  const isOfFamily = [...allowed.lots].some((lot) => verdict.lots.has(lot));
  return [
    ...lots
      .filter(({ lot, text }) => !allowed.lots.has(lot) || text !== lot.slice(15))
      .map(({ text }) => ({ what: 'lot', shown: text }) as const),
    // A record that is proven, and of nothing that this lot was made of.
    ...(isOfFamily ? [] : [{ what: 'lot', shown: '' } as const]),
  ];
}

type Row = Judging & { readonly allowed: AllowedFacts };

/** The row's own line: what, who, where, of which goods. */
function lineDifferences(step: ShownStep, { event }: ProvenEvent, row: Row): Difference[] {
  const { names, reading, verdict } = row;
  const title = titleOf(event, reading);
  const party = names.party(String(event.party));
  const site = typeof event.site === 'string' ? names.place(String(event.party), event.site) : undefined;
  const who = site === undefined ? party : `${party} · ${site}`;
  const isWho =
    party === undefined || step.who === who || (site === undefined && step.who.startsWith(`${who} · `));
  const isWhole = [...verdict.lots.values()].every(({ absentParents }) => absentParents.length === 0);
  const foreign = step.goods.map((goods) => withoutNames(goods, row)).filter((rest) => rest !== '');
  return [
    ...(title !== undefined && step.title !== title ? [{ what: 'act', shown: step.title } as const] : []),
    ...(isWho ? [] : [{ what: 'who', shown: step.who } as const]),
    ...(isWhole ? foreign.map((shown) => ({ what: 'product', shown }) as const) : []),
    ...(step.loose === '' ? [] : [{ what: 'text', shown: step.loose } as const]),
  ];
}

/** How the page of a language words what an event does; undefined for an act that it has no word for. */
function titleOf({ act, operation }: ProvenEvent['event'], { words }: Reading): string | undefined {
  const titles: Readonly<Record<string, string>> = act === 'transform' ? words.operations : words.acts;
  return titles[String(act === 'transform' ? operation : act)];
}

/** What is left of a text without the names of the event's goods and what stands between them. */
function withoutNames(text: string, { allowed, names, reading }: Row): string {
  const known = [...allowed.lots].flatMap((lot) => names.product(lot.slice(0, 14)) ?? []);
  const { words } = reading;
  const more = Array.from({ length: 100 }, (_, count) => words.andMoreProducts(count + 1));
  return [...known.toSorted((one, other) => other.length - one.length), ...more, words.between.trim()]
    .reduce((rest, name) => rest.replaceAll(name, ' '), text)
    .trim();
}

/** Verdicts, tags, corrections, and rules that were not kept. */
function saidDifferences(
  step: ShownStep,
  proven: ProvenEvent,
  { reading, verdict, ...row }: Row,
): Difference[] {
  const { words } = reading;
  const { lines } = words;
  const late = daysLate(String(proven.event.eventTime), proven.time);
  const isCorrected = correctionsOf(proven.id, verdict.events).length > 0;
  const tags = [
    ...Object.values<string>(words.handovers),
    ...(late > 0 ? [words.lateBy(late)] : []),
    ...(isCorrected ? [lines.corrected] : []),
    lines.ended,
  ];
  const verdicts = step.facts.filter(({ label }) => label === lines.verdict).map(({ text }) => text);
  const said = verdictText(proven.event.verdict, { ...row, reading, verdict });
  return [
    ...step.tags.filter((tag) => !tags.includes(tag)).map((shown) => ({ what: 'tag', shown }) as const),
    ...verdicts.filter((text) => text !== said).map((shown) => ({ what: 'verdict', shown }) as const),
    ...(isCorrected && !step.tags.includes(lines.corrected)
      ? [{ what: 'uncorrected', shown: '' } as const]
      : []),
    ...(step.breaches < proven.breaches.length
      ? [{ what: 'unsaidBreach', shown: proven.breaches.join(', ') } as const]
      : []),
  ];
}

function verdictText(verdict: unknown, { reading }: Judging): string | undefined {
  const { verdicts } = reading.words;
  return verdict === 'passed' || verdict === 'failed' ? verdicts[verdict] : undefined;
}

const dayPattern = /\d{4}年\d{1,2}月|\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2} \d{4}/;
const amountPattern =
  /\d[\d,.]*\s*(?:kg|g|t|mL|L|[头只袋盒箱瓶件]|head|sheep|carcass|bag|carton|box|bottle|piece)/;

/** Amounts and days in places where nobody would compare them. */
function looseDifferences({ plain }: ShownStep, allowed: AllowedFacts, { names }: Judging): Difference[] {
  const products = [...allowed.lots].map((lot) => names.product(lot.slice(0, 14)));
  return plain.flatMap((text): Difference[] => {
    if (allowed.texts.has(text) || products.some((name) => name?.includes(text))) return [];
    if (dayPattern.test(text) && !allowed.days.has(text)) return [{ what: 'time', shown: text }];
    return amountPattern.test(text) && products.every((name) => name !== undefined)
      ? [{ what: 'amount', shown: text } as const]
      : [];
  });
}
