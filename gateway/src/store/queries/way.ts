import type { Queryable } from '../database.ts';
import type { Account, BalanceRow } from '../index-tables.ts';
import { inGroups } from './in-groups.ts';

/** One entry of a lot: an amount that came to a place (`isCredit`) or left it. */
export interface Movement {
  readonly event: number;
  readonly lot: string;
  readonly place: string;
  readonly isTransit: boolean;
  readonly isCredit: boolean;
}

/** Where an ancestor was used: by the event that made one of its descendants. */
export interface Use {
  readonly event: number;
  readonly lot: string;
  readonly place: string;
}

const placeOf = (account: Account, party: string, place: string): string => `${account} ${party} ${place}`;

export const heldAt = (party: string, site: string): string => placeOf('held', party, site);

/**
 * The custody events by which ancestors came to where they were used; what was sent elsewhere or sold is no part of the way. Pure.
 * Going back in time from each use: an event that brought goods to a wanted place is on the way, and the places they came from are wanted too.
 * Every event of a shipment on the way belongs to it, so that its settlement is seen. Goods at one place are alike: what could have come, came.
 */
export function wayOf(movements: readonly Movement[], uses: readonly Use[]): ReadonlySet<number> {
  const events = new Set<number>();
  const wanted = new Set<string>();
  const named = (lot: string, place: string): string => `${lot} ${place}`;
  for (const { event, usedHere, entries } of backwards(movements, uses)) {
    for (const { lot, place } of usedHere) wanted.add(named(lot, place));
    const brought = entries.filter(({ isCredit, lot, place }) => isCredit && wanted.has(named(lot, place)));
    if (brought.length === 0) continue;
    events.add(event);
    const lots = new Set(brought.map(({ lot }) => lot));
    for (const { lot, place, isCredit } of entries) {
      if (!isCredit && lots.has(lot)) wanted.add(named(lot, place));
    }
  }
  for (const { event, lot, place, isTransit } of movements) {
    if (isTransit && wanted.has(named(lot, place))) events.add(event);
  }
  return events;
}

interface Moment {
  readonly event: number;
  readonly usedHere: Use[];
  readonly entries: Movement[];
}

function backwards(movements: readonly Movement[], uses: readonly Use[]): Moment[] {
  const moments = new Map<number, Moment>();
  const at = (event: number): Moment => {
    const moment = moments.get(event) ?? { event, usedHere: [], entries: [] };
    moments.set(event, moment);
    return moment;
  };
  for (const movement of movements) at(movement.event).entries.push(movement);
  for (const use of uses) at(use.event).usedHere.push(use);
  return [...moments.values()].sort((left, right) => right.event - left.event);
}

/** The movements of these lots between sites and shipments, the oldest first, at most `rowsMax` + 1 for each group of lots. */
export async function readMovements(
  db: Queryable,
  lots: Iterable<string>,
  rowsMax: number,
): Promise<Movement[]> {
  const rows = await inGroups(lots, (group) =>
    db
      .selectFrom('event_lots as touched')
      .crossJoin('events')
      .crossJoin('entries')
      .select(['entries.event', 'entries.lot', 'entries.account', 'entries.party', 'entries.place'])
      .select(['entries.count', 'entries.mass_g', 'entries.volume_ml'])
      .where('touched.lot', 'in', group)
      .where('touched.side', '=', 'line')
      .whereRef('events.ordinal', '=', 'touched.event')
      .where('events.act', 'not in', ['sell', 'dispose', 'takeBack'])
      .whereRef('entries.event', '=', 'touched.event')
      .whereRef('entries.lot', '=', 'touched.lot')
      .where('entries.account', 'in', ['held', 'loaded', 'returned', 'transit'])
      .orderBy('entries.event')
      .orderBy('entries.n')
      .limit(rowsMax + 1)
      .execute(),
  );
  return rows.map(movementOf);
}

function movementOf(row: BalanceRow & { readonly event: number }): Movement {
  return {
    event: row.event,
    lot: row.lot,
    place: placeOf(row.account, row.party, row.place),
    isTransit: row.account === 'transit',
    // All measures of one entry have one sign.
    isCredit: row.count + row.mass_g + row.volume_ml > 0,
  };
}
