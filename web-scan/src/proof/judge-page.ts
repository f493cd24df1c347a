import type { ProvenEvent, Verdict } from '../verify/index.ts';
import { catalogues, type Language } from '../words/index.ts';
import { allowedFacts, answeredBy } from './allowed-facts.ts';
import { type Difference, differencesIn, type ShownRow } from './compare-row.ts';
import type { ShownCode } from './judge-code.ts';
import { type KnownNames, knownNames } from './known-names.ts';

/** A row of the way, as read from the page. */
export interface ShownStep extends ShownRow {
  readonly eventId: string;
  /** Who, and at what place, as the page words it. */
  readonly who: string;
}

/** The page, as read from it. */
export interface ShownPage {
  readonly lot: string;
  readonly language: Language;
  readonly steps: readonly ShownStep[];
  /** Records that the page leads to, as rows or otherwise. */
  readonly records: ReadonlySet<string>;
  /** Whether it says itself that it leaves records out. */
  readonly isTruncated: boolean;
  readonly saysRecalled: boolean;
  readonly saysHeld: boolean;
  /** `2027-09-01`; undefined where it says none. */
  readonly bestBefore: string | undefined;
  readonly heading: string;
  /** What it says of the code of a piece, where it is a piece's page. */
  readonly code?: ShownCode | undefined;
}

/** What is proven of a page, line by line. */
export interface Judgement {
  readonly rows: ReadonlyMap<string, RowJudgement>;
  /** Records of this lot that the page does not show, though it does not say that it leaves any out; and always those of tests and recalls. */
  readonly missing: readonly ProvenEvent[];
  /** Others that it leaves out, and says so. */
  readonly leftOut: number;
  readonly hidden: readonly ('hiddenRecall' | 'hiddenHold' | 'hiddenDate')[];
  /** Whether all records of the lot were looked at. */
  readonly isComplete: boolean;
  readonly unprovenParents: number;
}

export type RowJudgement =
  | { readonly kind: 'proven'; readonly event: ProvenEvent }
  | { readonly kind: 'stated' }
  | { readonly kind: 'wrong'; readonly event: ProvenEvent; readonly differences: readonly Difference[] };

/** Acts that nobody may leave out by saying that a page is long. */
const neverLeftOut = new Set(['inspect', 'selfTest', 'recall', 'hold', 'sample']);

/** Throws TypeError where the verdict is about another lot. Pure. */
export function judgePage(shown: ShownPage, verdict: Verdict): Judgement {
  const lot = verdict.lots.get(shown.lot);
  if (verdict.lot !== shown.lot || !lot) throw new TypeError('the proof is about another lot');
  const names = knownNames(verdict.events.values());
  const rows = new Map(shown.steps.map((step) => [step.eventId, judgeStep(step, { shown, verdict, names })]));
  const absent = lot.ids.flatMap((id) => (shown.records.has(id) ? [] : (verdict.events.get(id) ?? [])));
  const missing = absent.filter(
    ({ event }) => !isElsewhere(event) && (!shown.isTruncated || neverLeftOut.has(String(event.act))),
  );
  const { state, recalls, holds } = lot;
  return {
    rows,
    missing,
    leftOut: absent.filter(({ event }) => !isElsewhere(event)).length - missing.length,
    hidden: [
      ...(recalls.length > 0 && !shown.saysRecalled ? (['hiddenRecall'] as const) : []),
      ...((holds.length > 0 || state.crowded) && !shown.saysHeld && !shown.saysRecalled
        ? (['hiddenHold'] as const)
        : []),
      ...(state.bestBefore !== shown.bestBefore ? (['hiddenDate'] as const) : []),
    ],
    isComplete: lot.complete,
    unprovenParents:
      lot.absentParents.length + (lot.parents ?? []).filter((id) => !verdict.lots.get(id)?.complete).length,
  };
}

/** A correction is told at the step that it corrects, codes beside their own proof, and what was carried down by the marks of the lot. */
const isElsewhere = ({ act }: ProvenEvent['event']): boolean =>
  act === 'correct' ||
  act === 'spread' ||
  act === 'issueCodes' ||
  act === 'activateCodes' ||
  act === 'voidCodes';

interface Judging {
  readonly shown: ShownPage;
  readonly verdict: Verdict;
  readonly names: KnownNames;
}

function judgeStep(step: ShownStep, { shown, verdict, names }: Judging): RowJudgement {
  const event = verdict.events.get(step.eventId);
  if (!event) return { kind: 'stated' };
  const allowed = allowedFacts(event, answeredBy(event, verdict.events), verdict.lots);
  const differences = [
    ...differencesIn(step, allowed, titlesOf(event, shown.language)),
    ...whoDiffers(step, event, names),
  ];
  return differences.length > 0 ? { kind: 'wrong', event, differences } : { kind: 'proven', event };
}

/** How the page of a language words what an event does. */
function titlesOf({ event }: ProvenEvent, language: Language): string[] {
  const words = catalogues[language];
  const operation = event.act === 'transform' ? event.operation : undefined;
  const titles: Readonly<Record<string, string>> = operation === undefined ? words.acts : words.operations;
  const title = titles[String(operation ?? event.act)];
  return title === undefined ? [] : [title];
}

function whoDiffers({ who }: ShownStep, { event }: ProvenEvent, names: KnownNames): Difference[] {
  if (who === '') return [];
  const parties = names.party(String(event.party));
  const places = typeof event.site === 'string' ? names.place(String(event.party), event.site) : undefined;
  return [parties, places]
    .filter((known) => known !== undefined && !known.some((name) => who.includes(name)))
    .map(() => ({ what: 'who', shown: who }) as const);
}

/** Whether the heading names the product that its owner registered; true where nothing proven names it. */
export function namesProduct({ heading, lot }: ShownPage, verdict: Verdict): boolean {
  const known = knownNames(verdict.events.values()).product(lot.slice(0, 14));
  return known === undefined || known.some((name) => heading.includes(name));
}
