import { gtinOf, lotNumberOf } from '@mengsu/chaincode/model';
import type { HoldView, LotMarks, MarkScope, RecallView } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import type { HoldRow, RecallRow } from '../law-tables.ts';
import { inGroups } from './in-groups.ts';
import { type LateInterval, readLateIntervals } from './late-intervals.ts';
import type { Views } from './views.ts';

/** The rows of holds and recalls that stand over a lot. */
export interface MarkRows {
  readonly holds: readonly (HoldRow & { readonly lot: string })[];
  readonly recalls: readonly (RecallRow & { readonly lot: string })[];
  readonly intervals: readonly LateInterval[];
}

/**
 * The holds and recalls that stand over a lot: those that name it and those that name a lot that went into it. They are followed when they are
 * asked for and not written down a generation at a time: what stands is then told by one row, a release frees everything at once, and nothing
 * depends on whether somebody has told the ledger (`spread`) that it goes down. So a page may warn a little earlier than the law itself refuses;
 * never later. What lies on the goods of one holder or handover is told of the lot itself, and of what was made of these very goods.
 */
export async function readMarks(db: Queryable, root: string, ancestors: Iterable<string>): Promise<MarkRows> {
  const lots = [root, ...ancestors];
  const holds = await inGroups(lots, (group) =>
    db
      .selectFrom('hold_lots')
      .innerJoin('holds', 'holds.id', 'hold_lots.hold')
      .selectAll('holds')
      .select('hold_lots.lot')
      .where('hold_lots.lot', 'in', group)
      .where('holds.released_at', 'is', null)
      .execute(),
  );
  // What lay on the goods of one holder went down with what was made of them: the lot was born with it.
  const carried = await db
    .selectFrom('carried_holds')
    .innerJoin('holds', 'holds.id', 'carried_holds.hold')
    .selectAll('holds')
    .select('carried_holds.lot')
    .where('carried_holds.lot', '=', root)
    .where('holds.scope', '<>', 'lots')
    .where('holds.released_at', 'is', null)
    .execute();
  const recalls = await inGroups(lots, (group) =>
    db
      .selectFrom('recall_lots')
      .innerJoin('recalls', 'recalls.id', 'recall_lots.recall')
      .selectAll('recalls')
      .select('recall_lots.lot')
      .where('recall_lots.lot', 'in', group)
      .where('recalls.closed_at', 'is', null)
      .where('recalls.drill', '=', 0)
      .execute(),
  );
  return {
    holds: [
      ...holds.filter(({ scope, lot }) => scope === 'lots' || lot === root),
      ...carried.map((row) => ({ ...row, scope: 'lots' as const })),
    ],
    recalls,
    intervals: await readLateIntervals(db, lots),
  };
}

/** Of several lots that one hold or recall names, the nearest is told; the lot itself first, then what was placed first. */
export function marksOf(
  { holds, recalls, intervals }: MarkRows,
  root: string,
  { views, depths }: { readonly views: Views; readonly depths: ReadonlyMap<string, number> },
): LotMarks {
  const distance = ({ lot }: { readonly lot: string }): number => (lot === root ? 0 : (depths.get(lot) ?? 0));
  const nearest = <R extends { readonly event: number; readonly lot: string }>(rows: readonly R[]): R[] => {
    const sorted = rows.toSorted((one, other) => distance(one) - distance(other) || one.event - other.event);
    return sorted.filter((row, index) => sorted.findIndex(({ event }) => event === row.event) === index);
  };
  const interval = ({ lot, eventId, since }: LateInterval): HoldView => ({
    eventId,
    scope: scopeOf({ lot }, root, false),
    ...named(lot),
    since,
    reason: 'interval',
  });
  return {
    holds: [
      ...nearest(holds).map((row) => holdView(row, scopeOf(row, root, row.scope !== 'lots'), views)),
      ...nearest(intervals).map(interval),
    ],
    recalls: nearest(recalls).map((row) => recallView(row, scopeOf(row, root, false), views)),
  };
}

const scopeOf = ({ lot }: { readonly lot: string }, root: string, isPart: boolean): MarkScope => {
  if (isPart) return 'part';
  return lot === root ? 'lot' : 'earlier';
};

const named = (lot: string) => ({ gtin: gtinOf(lot), lot: lotNumberOf(lot) });

/** Reasons are written from parsed events only, or are the index's own `breach`. */
function holdView(row: HoldRow & { readonly lot: string }, scope: MarkScope, views: Views): HoldView {
  return {
    eventId: row.id,
    scope,
    ...named(row.lot),
    since: row.placed_at,
    ...(row.placed_by === 'law' ? {} : { by: views.party(row.placed_by) }),
    reason: row.reason as HoldView['reason'],
  };
}

function recallView(row: RecallRow & { readonly lot: string }, scope: MarkScope, views: Views): RecallView {
  return {
    eventId: row.id,
    scope,
    ...named(row.lot),
    since: row.opened_at,
    by: views.party(row.opened_by),
    level: row.level as RecallView['level'],
    kind: row.kind as RecallView['kind'],
    reason: row.reason as RecallView['reason'],
  };
}

/** Who placed what stands, to look their names up. */
export const partiesOfMarks = ({ holds, recalls }: MarkRows): string[] => [
  ...holds.map(({ placed_by }) => placed_by).filter((party) => party !== 'law'),
  ...recalls.map(({ opened_by }) => opened_by),
];
