import type { Queryable } from '../store/database.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import type { Family } from './sign-spread.ts';

/** Which makings are meant. */
export interface Span {
  /** Recorded before the event of this ordinal. */
  readonly before: number;
  /** Recorded since the event of this ordinal. */
  readonly since?: number;
  /** Said to have happened within. */
  readonly madeWithin?: { readonly from: string; readonly until: string };
}

/** A lot and what it was made of. */
export interface Birth {
  readonly parent: string;
  readonly child: string;
  /** Of the event that made it. */
  readonly ordinal: number;
}

/** What was made of lots, but for makings that were reversed: their lots are nothing any more, and a spread that names one is refused. */
export function readBirths(db: Queryable, lots: Iterable<string>, span: Span): Promise<Birth[]> {
  return inGroups(lots, (group) => {
    let query = db
      .selectFrom('event_lots as used')
      .crossJoin('event_lots as made')
      .innerJoin('events', 'events.ordinal', 'made.event')
      .leftJoin('corrections', (join) =>
        join.onRef('corrections.corrected', '=', 'made.event').on('corrections.reversed', '=', 1),
      )
      .select(['used.lot as parent', 'made.lot as child', 'made.event as ordinal'])
      .distinct()
      .where('used.lot', 'in', group)
      .where('used.side', '=', 'in')
      .where('used.event', '<', span.before)
      .whereRef('made.event', '=', 'used.event')
      .where('made.side', '=', 'out')
      .where('corrections.corrected', 'is', null);
    if (span.since !== undefined) query = query.where('used.event', '>=', span.since);
    if (span.madeWithin) {
      const { from, until } = span.madeWithin;
      query = query.where('events.said_at', '>=', from).where('events.said_at', '<', until);
    }
    return query.orderBy('ordinal').orderBy('child').execute();
  });
}

export async function childrenOfLots(db: Queryable, lots: readonly string[], span: Span): Promise<Family[]> {
  return familiesOfLots(await readBirths(db, lots, span));
}

/** Births → a family for each parent, in the order in which the parents are first named. */
export function familiesOfLots(births: readonly Birth[]): Family[] {
  const children = new Map<string, Set<string>>();
  for (const { parent, child } of births)
    children.set(parent, (children.get(parent) ?? new Set()).add(child));
  return [...children].map(([lot, own]) => ({ source: { kind: 'lot', lot }, children: [...own] }));
}

/** What the party brought forth at the site. */
export async function childrenOfSite(
  db: Queryable,
  { party, site }: { readonly party: string; readonly site: string },
  { before, madeWithin }: Span,
): Promise<string[]> {
  let query = db
    .selectFrom('lots')
    .innerJoin('events', 'events.ordinal', 'lots.event')
    .leftJoin('corrections', (join) =>
      join.onRef('corrections.corrected', '=', 'lots.event').on('corrections.reversed', '=', 1),
    )
    .select('lots.id')
    .where('lots.maker', '=', party)
    .where('lots.site', '=', site)
    .where('lots.event', '<', before)
    .where('events.act', '=', 'commission')
    .where('corrections.corrected', 'is', null);
  if (madeWithin)
    query = query
      .where('events.said_at', '>=', madeWithin.from)
      .where('events.said_at', '<', madeWithin.until);
  const rows = await query.orderBy('lots.event').execute();
  return rows.map(({ id }) => id);
}
