import type { Kysely } from 'kysely';
import type { Database, Queryable } from '../store/database.ts';
import type { SpreadPlaceRow } from './spread-tables.ts';

export type SpreadPlace = Pick<SpreadPlaceRow, 'ordinal' | 'event'>;
/** A device's last event. */
export type ChainPlace = Pick<SpreadPlaceRow, 'device' | 'sequence' | 'previous'>;

export const firstPlace: SpreadPlace = { ordinal: 0, event: '' };
const noChain: ChainPlace = { device: '', sequence: 0, previous: null };

export async function readPlace(db: Queryable): Promise<SpreadPlace> {
  return (await readRow(db)) ?? firstPlace;
}

export function writePlace(db: Kysely<Database>, { ordinal, event }: SpreadPlace): Promise<void> {
  return put(db, { ordinal, event });
}

/** The device's last number: what was signed here last, or what the ledger shows of it, whichever is later. */
export async function readChain(db: Queryable, device: string): Promise<ChainPlace> {
  const kept = await readRow(db);
  const recorded = await db
    .selectFrom('events')
    .select(['sequence', 'id'])
    .where('device', '=', device)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const own = kept?.device === device ? kept.sequence : 0;
  if (recorded && recorded.sequence > own)
    return { device, sequence: recorded.sequence, previous: recorded.id };
  return { device, sequence: own, previous: own > 0 ? (kept?.previous ?? null) : null };
}

/** Before anything that was signed leaves: after a crash no number is used twice. */
export function writeChain(db: Kysely<Database>, { device, sequence, previous }: ChainPlace): Promise<void> {
  return put(db, { device, sequence, previous });
}

const readRow = (db: Queryable): Promise<SpreadPlaceRow | undefined> =>
  db.selectFrom('spread_place').selectAll().where('one', '=', 0).executeTakeFirst();

async function put(db: Kysely<Database>, part: SpreadPlace | ChainPlace): Promise<void> {
  await db
    .insertInto('spread_place')
    .values({ one: 0, ...firstPlace, ...noChain, ...part })
    .onConflict((conflict) => conflict.column('one').doUpdateSet(part))
    .execute();
}
