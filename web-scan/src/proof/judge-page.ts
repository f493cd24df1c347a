import type { ProvenEvent, ProvenLot, Verdict } from '../verify/index.ts';
import { readingOf } from '../views/reading.ts';
import { calendarDayText } from '../views/time-text.ts';
import { allowedFacts, answeredBy } from './allowed-facts.ts';
import type { Difference } from './compare-row.ts';
import { type FactJudgement, headDifferences, judgeFacts, judgeParts } from './judge-facts.ts';
import { type Judging, judgeStep, noteDifferences, type RowJudgement } from './judge-row.ts';
import { knownNames } from './known-names.ts';
import type { ShownPage, ShownStep } from './shown-page.ts';

/** What is proven of a page, line by line. */
export interface Judgement {
  /** In the order of the page's rows. */
  readonly rows: readonly RowJudgement[];
  readonly facts: readonly FactJudgement[];
  readonly parts: readonly FactJudgement[];
  /** Outside of the rows. */
  readonly differences: readonly Difference[];
  /** Records of this lot that the page does not show and may not leave out. */
  readonly missing: readonly ProvenEvent[];
  /** Others that it leaves out, and says so. */
  readonly leftOut: number;
  readonly hidden: readonly HiddenState[];
  /** Whether all records of the lot were looked at. */
  readonly isComplete: boolean;
  readonly unprovenParents: number;
}

export type HiddenState = 'hiddenRecall' | 'hiddenHold' | 'hiddenReversal' | 'hiddenDate';

/** So many rows of the lot itself a page shows before it leaves any out (views/shown-way.ts). */
export const rowsMin = 100;

/** Acts that nobody may leave out, however long a page is. */
const neverLeftOut = new Set(['inspect', 'selfTest', 'recall', 'hold', 'sample']);

/** Throws TypeError where the verdict is about another lot. Pure. */
export function judgePage(shown: ShownPage, verdict: Verdict): Judgement {
  const lot = verdict.lots.get(shown.lot);
  if (verdict.lot !== shown.lot || !lot) throw new TypeError('the proof is about another lot');
  const reading = readingOf(shown.language);
  const judging: Judging = { verdict, reading, names: knownNames(verdict.events.values(), reading) };
  const rows = judgeRows(shown.steps, judging);
  const facts = judgeFacts(shown, judging);
  const parts = judgeParts(shown, { ...judging, isAhead: rows.some(({ kind }) => kind === 'stated') });
  return {
    rows,
    facts,
    parts,
    differences: [
      ...headDifferences(shown, judging),
      ...shown.facts.flatMap(({ text }, index) => wrongFact(facts[index], text)),
      ...shown.parts.flatMap(({ label, text }, index) => wrongFact(parts[index], `${label} ${text}`)),
      ...shown.notes.flatMap((note) => noteDifferences(note, judging)),
    ],
    ...absentFrom(shown, lot, verdict),
    hidden: hiddenFrom(shown, lot, judging),
    isComplete: lot.complete,
    unprovenParents:
      lot.absentParents.length + (lot.parents ?? []).filter((id) => !verdict.lots.get(id)?.complete).length,
  };
}

/** Whether somebody must be warned. */
export const isAlarming = ({ rows, differences, missing, hidden }: Judgement): boolean =>
  differences.length + missing.length + hidden.length > 0 ||
  rows.some(({ kind }) => kind === 'wrong' || kind === 'invented');

/** Whether the page tells of what came after the witness, which a newer one may prove. */
export const isAheadOf = ({ steps }: ShownPage, { checkpoint }: Verdict, nowMs: number): boolean =>
  steps.some(({ times }) =>
    times.some(
      ({ instant }) => Date.parse(instant) > Date.parse(checkpoint.time) && Date.parse(instant) <= nowMs,
    ),
  );

const wrongFact = (judgement: FactJudgement | undefined, shown: string): Difference[] =>
  judgement === 'wrong' ? [{ what: 'fact', shown }] : [];

/** A record has one row: a second one of the same name is none of its. */
function judgeRows(steps: readonly ShownStep[], judging: Judging): RowJudgement[] {
  const seen = new Set<string>();
  return steps.map((step) => {
    const judgement = judgeStep(step, judging);
    const isAgain = seen.has(step.eventId);
    seen.add(step.eventId);
    if (!isAgain) return judgement;
    const twice: Difference = { what: 'twice', shown: step.title };
    return 'event' in judgement
      ? { kind: 'wrong', event: judgement.event, differences: [twice] }
      : { kind: 'invented' };
  });
}

function absentFrom(
  { steps, isTruncated, lot: shownLot }: ShownPage,
  lot: ProvenLot,
  { events }: Verdict,
): Pick<Judgement, 'missing' | 'leftOut'> {
  const rows = new Set(steps.map(({ eventId }) => eventId));
  const absent = lot.ids
    .flatMap((id) => (rows.has(id) ? [] : (events.get(id) ?? [])))
    .filter((event) => !isElsewhere(event.event) && isNamedBy(event, shownLot, events));
  const mayLeaveOut = isTruncated && lot.ids.filter((id) => rows.has(id)).length >= rowsMin;
  const missing = absent.filter(({ event }) => !mayLeaveOut || neverLeftOut.has(String(event.act)));
  return { missing, leftOut: absent.length - missing.length };
}

/** A hold on all that a party has, or on goods that were sent together, touches lots that it does not name: their pages tell it by their marks. */
const isNamedBy = (event: ProvenEvent, lot: string, events: Verdict['events']): boolean =>
  allowedFacts(event, answeredBy(event, events), { lots: new Map(), corrections: [] }).lots.has(lot);

/** A correction is told at the step that it corrects, codes beside their own proof, and what was carried down by the marks of the lot. */
const isElsewhere = ({ act }: ProvenEvent['event']): boolean =>
  act === 'correct' ||
  act === 'spread' ||
  act === 'issueCodes' ||
  act === 'activateCodes' ||
  act === 'voidCodes';

function hiddenFrom(shown: ShownPage, lot: ProvenLot, { reading }: Judging): HiddenState[] {
  const { words, language } = reading;
  const { warnings } = words;
  const { state, recalls, holds } = lot;
  const isRecalled = [warnings.recalled, warnings.recalledEarlier].includes(shown.alarm);
  const isHeld =
    [warnings.held, warnings.heldEarlier, warnings.heldPart].includes(shown.warning) ||
    shown.marks.some((mark) => mark.startsWith(words.marks.hold));
  const isWarned = isRecalled || isHeld;
  return [
    ...(recalls.length > 0 && !isRecalled ? (['hiddenRecall'] as const) : []),
    ...((holds.length > 0 || state.crowded) && !isWarned ? (['hiddenHold'] as const) : []),
    ...(state.reversed && !isWarned && shown.warning !== warnings.reversed
      ? (['hiddenReversal'] as const)
      : []),
    ...(state.bestBefore !== shown.bestBefore?.instant ||
    (state.bestBefore !== undefined && shown.bestBefore?.text !== calendarDayText(state.bestBefore, language))
      ? (['hiddenDate'] as const)
      : []),
  ];
}
