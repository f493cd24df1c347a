import { gtinOf, type Use } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';
import { inGroups } from './in-groups.ts';

/** A lot of the family. */
export interface Member {
  readonly id: string;
  readonly event: number;
  readonly madeAt: string;
  readonly use: Use | undefined;
}

/** A treatment that was told of a lot, or of the site where a lot was brought forth. */
export interface Treatment {
  readonly eventId: string;
  readonly since: string;
  readonly event: number;
  readonly from: string;
  readonly to: string;
  readonly intervals: Partial<Record<Use, number>>;
  /** The lot on which it was used; of a site's, one that was brought forth there. */
  readonly lot: string;
  readonly isOfSite: boolean;
}

const treatmentColumns = [
  'treatments.event',
  'treatments.used_from',
  'treatments.used_to',
  'inputs.intervals',
  'told.id as told_id',
  'told.recorded_at as told_at',
] as const;

interface TreatmentRowOf {
  readonly event: number;
  readonly used_from: string;
  readonly used_to: string;
  readonly intervals: string;
  readonly told_id: string;
  readonly told_at: string;
  readonly reached: string | null;
}

const treatmentOf =
  (isOfSite: boolean) =>
  (row: TreatmentRowOf): Treatment => ({
    eventId: row.told_id,
    since: row.told_at,
    event: row.event,
    from: row.used_from,
    to: row.used_to,
    intervals: JSON.parse(row.intervals) as Treatment['intervals'],
    lot: row.reached ?? '',
    isOfSite,
  });

/** Told of a place after (`>`) or before (`<`) a lot was brought forth there. */
export async function readOfSites(
  db: Queryable,
  lots: readonly string[],
  when: '>' | '<',
): Promise<Treatment[]> {
  const rows = await inGroups(lots, (group) =>
    db
      .selectFrom('lots')
      .innerJoin('events as making', 'making.ordinal', 'lots.event')
      .innerJoin('treatments', (join) =>
        join.onRef('treatments.party', '=', 'lots.maker').onRef('treatments.site', '=', 'lots.site'),
      )
      .innerJoin('events as told', 'told.ordinal', 'treatments.event')
      .innerJoin('inputs', 'inputs.number', 'treatments.input')
      .select(treatmentColumns)
      .select('lots.id as reached')
      .where('lots.id', 'in', group)
      .where('making.act', '=', 'commission')
      .where('treatments.lot', 'is', null)
      .whereRef('treatments.event', when, 'lots.event')
      .whereRef('treatments.used_from', '<=', 'making.said_at')
      .execute(),
  );
  return rows.map(treatmentOf(true));
}

/** Told of a lot from which others were made. */
export async function readOfLots(db: Queryable, lots: readonly string[]): Promise<Treatment[]> {
  const rows = await inGroups(lots, (group) =>
    db
      .selectFrom('treatments')
      .innerJoin('events as told', 'told.ordinal', 'treatments.event')
      .innerJoin('inputs', 'inputs.number', 'treatments.input')
      .select(treatmentColumns)
      .select('treatments.lot as reached')
      .where('treatments.lot', 'in', group)
      .execute(),
  );
  return rows.map(treatmentOf(false));
}

export async function readMembers(db: Queryable, lots: readonly string[]): Promise<Map<string, Member>> {
  const rows = await inGroups(lots, (group) =>
    db
      .selectFrom('lots')
      .innerJoin('events', 'events.ordinal', 'lots.event')
      .select(['lots.id', 'lots.event', 'events.said_at'])
      .where('lots.id', 'in', group)
      .execute(),
  );
  const uses = await readUses(
    db,
    rows.map(({ id }) => gtinOf(id)),
  );
  return new Map(
    rows.map(({ id, event, said_at: madeAt }) => [id, { id, event, madeAt, use: uses.get(gtinOf(id)) }]),
  );
}

/** GTIN → what its category is used as. */
async function readUses(db: Queryable, gtins: readonly string[]): Promise<Map<string, Use | undefined>> {
  const rows = await inGroups(gtins, (group) =>
    db
      .selectFrom('products')
      .innerJoin('categories', 'categories.code', 'products.category')
      .select(['products.gtin', 'categories.rules'])
      .where('products.gtin', 'in', group)
      .execute(),
  );
  return new Map(rows.map(({ gtin, rules }) => [gtin, (JSON.parse(rules) as { use?: Use }).use]));
}

/** Lot → the lots of the family that were made of it. */
export async function readChildren(db: Queryable, lots: readonly string[]): Promise<Map<string, string[]>> {
  const family = new Set(lots);
  const rows = await inGroups(lots, (group) =>
    db
      .selectFrom('lots as child')
      .crossJoin('event_lots as used')
      .select(['child.id', 'used.lot'])
      .where('child.id', 'in', group)
      .whereRef('used.event', '=', 'child.event')
      .where('used.side', '=', 'in')
      .execute(),
  );
  const children = new Map<string, string[]>();
  for (const { id, lot } of rows) if (family.has(lot)) children.set(lot, [...(children.get(lot) ?? []), id]);
  return children;
}

/** Lot → the last event by which the law itself has put it on hold for an interval, be that released since or not. */
export async function readTold(db: Queryable, lots: readonly string[]): Promise<Map<string, number>> {
  const rows = await inGroups(lots, (group) =>
    db
      .selectFrom('hold_lots')
      .innerJoin('holds', 'holds.id', 'hold_lots.hold')
      .select(['hold_lots.lot', 'holds.event'])
      .where('hold_lots.lot', 'in', group)
      .where('holds.reason', '=', 'interval')
      .execute(),
  );
  const told = new Map<string, number>();
  for (const { lot, event } of rows) told.set(lot, Math.max(event, told.get(lot) ?? 0));
  return told;
}
