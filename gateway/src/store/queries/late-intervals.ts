import { gtinOf, instantMs, type Use } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';
import { inGroups } from './in-groups.ts';

/** A lot that was made before the interval of something was over, which was told only after it was made. */
export interface LateInterval {
  readonly lot: string;
  /** The treatment's event, and its recorded time. */
  readonly eventId: string;
  readonly since: string;
  readonly event: number;
}

interface Member {
  readonly id: string;
  readonly event: number;
  readonly madeAt: string;
  readonly use: Use | undefined;
}

interface Treatment {
  readonly eventId: string;
  readonly since: string;
  readonly event: number;
  readonly from: string;
  readonly to: string;
  readonly intervals: Partial<Record<Use, number>>;
  /** The lot that it reaches first; one on which it was used itself may not be made too early by it. */
  readonly lot: string;
  readonly isOfSite: boolean;
}

const dayMs = 86_400_000;

/**
 * What the law finds of treatments that are told late when somebody spreads them (chaincode acts/spread.ts): it is followed from the rows here, so
 * that a page warns whether anybody did or not. Where somebody did since, the law's own hold tells it, and a regulator may have released that.
 */
export async function readLateIntervals(db: Queryable, lots: readonly string[]): Promise<LateInterval[]> {
  const treatments = [...(await readOfSites(db, lots)), ...(await readOfLots(db, lots))];
  if (treatments.length === 0) return [];
  const members = await readMembers(db, lots);
  const children = await readChildren(db, lots);
  const told = await readTold(db, lots);
  return treatments.flatMap((treatment) =>
    reachedBy(treatment, children).flatMap((lot): LateInterval[] => {
      const member = members.get(lot);
      const { eventId, since, event } = treatment;
      const isTold = (told.get(lot) ?? -1) > event;
      if (!member || isTold || !isTooEarly(member, treatment)) return [];
      return [{ lot, eventId, since, event }];
    }),
  );
}

function isTooEarly({ event, madeAt, use }: Member, treatment: Treatment): boolean {
  const days = use === undefined ? 0 : (treatment.intervals[use] ?? 0);
  if (days === 0 || treatment.event < event || madeAt < treatment.from) return false;
  return madeAt < new Date(instantMs(treatment.to) + days * dayMs).toISOString();
}

/** All that was made of the lot, through any number of generations. */
function reachedBy({ lot, isOfSite }: Treatment, children: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Set<string>([lot]);
  for (const parent of reached) for (const child of children.get(parent) ?? []) reached.add(child);
  if (!isOfSite) reached.delete(lot);
  return [...reached];
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

/** Told of a place after a lot was brought forth there. */
async function readOfSites(db: Queryable, lots: readonly string[]): Promise<Treatment[]> {
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
      .whereRef('treatments.event', '>', 'lots.event')
      .whereRef('treatments.used_from', '<=', 'making.said_at')
      .execute(),
  );
  return rows.map(treatmentOf(true));
}

/** Told of a lot from which others were made. */
async function readOfLots(db: Queryable, lots: readonly string[]): Promise<Treatment[]> {
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

async function readMembers(db: Queryable, lots: readonly string[]): Promise<Map<string, Member>> {
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
async function readChildren(db: Queryable, lots: readonly string[]): Promise<Map<string, string[]>> {
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
async function readTold(db: Queryable, lots: readonly string[]): Promise<Map<string, number>> {
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
