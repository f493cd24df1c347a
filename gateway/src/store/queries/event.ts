import type { BreachCode, Envelope } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';

/** A recorded event as `GET /api/events/{id}` answers it. Instants are RFC 3339. */
export interface EventAnswer {
  readonly id: string;
  readonly act: string;
  readonly party: string;
  readonly device: string;
  readonly eventTime: string;
  readonly recordedAt: string;
  readonly block: number;
  readonly txId: string;
  /** Place in its document, from 0. */
  readonly place: number;
  readonly breaches: readonly BreachCode[];
  readonly envelope: Envelope;
}

/** Undefined where no such event is recorded. */
export async function readEvent(db: Queryable, id: string): Promise<EventAnswer | undefined> {
  const row = await db
    .selectFrom('events')
    .innerJoin('transactions', (join) =>
      join.onRef('transactions.block', '=', 'events.block').onRef('transactions.tx', '=', 'events.tx'),
    )
    .select(['events.id', 'act', 'party', 'device', 'said_at', 'recorded_at', 'events.block'])
    .select(['tx_id', 'place', 'breaches', 'envelope'])
    .where('events.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { act, party, device, block, place } = row;
  return {
    id,
    act,
    party,
    device,
    eventTime: row.said_at,
    recordedAt: row.recorded_at,
    block,
    txId: row.tx_id,
    place,
    breaches: JSON.parse(row.breaches) as BreachCode[],
    envelope: JSON.parse(row.envelope) as Envelope,
  };
}
