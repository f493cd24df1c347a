import { instantMs, limits } from '@mengsu/chaincode/model';
import type { Queryable } from '../store/database.ts';
import { childrenOfLots, childrenOfSite, type Span } from './find-children.ts';
import { firstPlace, type SpreadPlace } from './place.ts';
import type { Family } from './sign-spread.ts';

/** What was placed by one event, and the children that were made before it: what is made later is born with it. */
export interface Mark {
  readonly ordinal: number;
  readonly event: string;
  readonly families: readonly Family[];
}

export type Found =
  | {
      readonly status: 'ready';
      readonly marks: readonly Mark[];
      readonly next: SpreadPlace;
      /** True where more is in the index already. */
      readonly isFull: boolean;
    }
  /** Nothing new, or the index is behind the place, as while it is rebuilt. */
  | { readonly status: 'waiting' };

/** Acts that place a mark on a lot or a site; what a making places lies on what it made, which has no children yet. */
const markingActs = ['hold', 'recall', 'inspect', 'selfTest', 'treat', 'spread'];
const eventsMax = 200;
const dayMs = 86_400_000;

interface MarkingEvent {
  readonly ordinal: number;
  readonly id: string;
}

/** The marks among the next events, in their order. What `device` spread itself was walked to its end then. Asked in one snapshot. */
export async function findMarks(db: Queryable, place: SpreadPlace, device: string): Promise<Found> {
  const from = await placeOn(db, place);
  if (!from) return { status: 'waiting' };
  const events = await db
    .selectFrom('events')
    .select(['ordinal', 'id', 'act', 'device'])
    .where('ordinal', '>=', from.ordinal)
    .orderBy('ordinal')
    .limit(eventsMax)
    .execute();
  const last = events.at(-1);
  if (!last) return { status: 'waiting' };
  const marks: Mark[] = [];
  for (const event of events) {
    if (!markingActs.includes(event.act) || (event.act === 'spread' && event.device === device)) continue;
    const families = await familiesOf(db, event);
    if (families.length > 0) marks.push({ ordinal: event.ordinal, event: event.id, families });
  }
  const next = { ordinal: last.ordinal + 1, event: last.id };
  return { status: 'ready', marks, next, isFull: events.length === eventsMax };
}

/** The place itself, the first where the index follows another ledger, undefined where it is behind. */
async function placeOn(db: Queryable, place: SpreadPlace): Promise<SpreadPlace | undefined> {
  if (place.event === '') return place;
  const before = await db
    .selectFrom('events')
    .select('id')
    .where('ordinal', '=', place.ordinal - 1)
    .executeTakeFirst();
  if (!before) return undefined;
  return before.id === place.event ? place : firstPlace;
}

async function familiesOf(db: Queryable, event: MarkingEvent): Promise<Family[]> {
  const lots = await markedLots(db, event);
  const families = [
    ...(await childrenOfLots(db, lots, { before: event.ordinal })),
    ...(await treatedFamilies(db, event)),
  ];
  return families.filter(({ children }) => children.length > 0);
}

/** Lots on which the event's hold or recall lies and stands. */
async function markedLots(db: Queryable, { id }: MarkingEvent): Promise<string[]> {
  const held = await db
    .selectFrom('hold_lots')
    .innerJoin('holds', 'holds.id', 'hold_lots.hold')
    .select('hold_lots.lot')
    .where('hold_lots.hold', '=', id)
    .where('holds.scope', '=', 'lots')
    .where('holds.released_at', 'is', null)
    .execute();
  const recalled = await db
    .selectFrom('recall_lots')
    .innerJoin('recalls', 'recalls.id', 'recall_lots.recall')
    .select('recall_lots.lot')
    .where('recall_lots.recall', '=', id)
    .where('recalls.drill', '=', 0)
    .where('recalls.closed_at', 'is', null)
    .execute();
  return [...held, ...recalled].map(({ lot }) => lot);
}

/** What was made within an interval that was told of only afterwards. */
async function treatedFamilies(db: Queryable, { ordinal }: MarkingEvent): Promise<Family[]> {
  const treatment = await db
    .selectFrom('treatments')
    .innerJoin('inputs', 'inputs.number', 'treatments.input')
    .select(['party', 'site', 'lot', 'used_from', 'used_to', 'intervals'])
    .where('treatments.event', '=', ordinal)
    .executeTakeFirst();
  if (!treatment) return [];
  const { party, site, lot } = treatment;
  const days = Math.max(0, ...Object.values(JSON.parse(treatment.intervals) as Record<string, number>));
  const until = new Date(instantMs(treatment.used_to) + days * dayMs).toISOString();
  const span: Span = { before: ordinal, madeWithin: { from: treatment.used_from, until } };
  if (lot !== null) return childrenOfLots(db, [lot], span);
  return [
    { source: { kind: 'site', party, site }, children: await childrenOfSite(db, { party, site }, span) },
  ];
}

/** As many spreads as it takes. */
export const inSteps = ({ source, children }: Family): Family[] =>
  Array.from({ length: Math.ceil(children.length / limits.spreadChildrenMax) }, (_, index) => ({
    source,
    children: children.slice(index * limits.spreadChildrenMax, (index + 1) * limits.spreadChildrenMax),
  }));
