import { parseEvent, type TraceEvent } from '@mengsu/chaincode/model';
import type { Queryable } from '../store/database.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import type { KnownEvent } from './rows.ts';

/** The events of earlier blocks that are corrected now, with what they moved, and the shipments that they are about. */
export async function readCorrected(
  db: Queryable,
  ids: Iterable<string>,
): Promise<{ readonly events: ReadonlyMap<string, KnownEvent>; readonly shipments: readonly string[] }> {
  const rows = await inGroups(ids, (group) =>
    db
      .selectFrom('events')
      .select(['id', 'ordinal', 'envelope', 'shipment'])
      .where('id', 'in', group)
      .execute(),
  );
  const ordinals = rows.map(({ ordinal }) => ordinal);
  const entries = await inGroups(ordinals, (group) =>
    db.selectFrom('entries').selectAll().where('event', 'in', group).orderBy('event').orderBy('n').execute(),
  );
  const uses = await inGroups(ordinals, (group) =>
    db.selectFrom('quota_uses').selectAll().where('event', 'in', group).execute(),
  );
  const events = new Map<string, KnownEvent>();
  for (const { id, ordinal, envelope } of rows) {
    const ofIt = (row: { readonly event: number }) => row.event === ordinal;
    const event = eventIn(envelope);
    events.set(id, { ordinal, event, entries: entries.filter(ofIt), quotaUses: uses.filter(ofIt) });
  }
  return { events, shipments: rows.flatMap(({ shipment }) => shipment ?? []) };
}

const eventIn = (envelope: string): TraceEvent =>
  parseEvent((JSON.parse(envelope) as { readonly payload: string }).payload);
