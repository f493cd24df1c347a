import type { Queryable } from '../store/database.ts';
import type { BalanceRow, ShipmentLineRow } from '../store/index-tables.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import { gatherClaimFacts } from './claim-facts.ts';
import type { DecodedBlock } from './decode.ts';
import { readCorrected } from './facts-of-corrections.ts';
import { balanceName } from './known.ts';
import { type Named, namedBy } from './named-by.ts';
import type { Facts, KnownShipment } from './rows.ts';

/**
 * The rows that the events of some blocks refer to: organisations that are founded again, shipments sent in earlier blocks, what recounts and
 * corrections start from, and what judging claims needs. Nothing is read for blocks that name none of it.
 */
export async function gatherFacts(db: Queryable, blocks: readonly DecodedBlock[]): Promise<Facts> {
  const named = namedBy(blocks);
  const last = await db
    .selectFrom('events')
    .select((select) => select.fn.max('ordinal').as('ordinal'))
    .executeTakeFirst();
  const organisations = named.isFounding ? await db.selectFrom('organisations').selectAll().execute() : [];
  const corrected = await readCorrected(db, named.corrected);
  const shipments = [...named.shipments, ...corrected.shipments];
  return {
    nextOrdinal: (last?.ordinal ?? -1) + 1,
    organisations: new Map(organisations.map((row) => [row.msp, row])),
    shipments: await readShipments(db, shipments),
    balances: await readBalances(db, named.recounted),
    corrected: corrected.events,
    makers: await readMakers(db, named.tested),
    partyHolds: await readPartyHolds(db, named.heldSenders),
    ...(await gatherClaimFacts(db, named)),
  };
}

async function readShipments(db: Queryable, ids: readonly string[]): Promise<Map<string, KnownShipment>> {
  const lines = await inGroups(ids, (group) =>
    db
      .selectFrom('shipment_lines')
      .selectAll()
      .where('shipment', 'in', group)
      .orderBy('shipment')
      .orderBy('n')
      .execute(),
  );
  const byShipment = new Map<string, ShipmentLineRow[]>();
  for (const line of lines) {
    const known = byShipment.get(line.shipment);
    if (known) known.push(line);
    else byShipment.set(line.shipment, [line]);
  }
  const rows = await inGroups(ids, (group) =>
    db.selectFrom('shipments').selectAll().where('id', 'in', group).execute(),
  );
  return new Map(rows.map((row) => [row.id, { row, lines: byShipment.get(row.id) ?? [] }]));
}

/** What is held of the recounted lots, wherever. */
async function readBalances(db: Queryable, lots: Named['recounted']): Promise<Map<string, BalanceRow>> {
  const rows = await inGroups(lots, (group) =>
    db.selectFrom('balances').selectAll().where('lot', 'in', group).where('account', '=', 'held').execute(),
  );
  return new Map(rows.map((row) => [balanceName(row), row]));
}

async function readMakers(db: Queryable, lots: Named['tested']): Promise<Map<string, string>> {
  const rows = await inGroups(lots, (group) =>
    db.selectFrom('lots').select(['id', 'maker']).where('id', 'in', group).execute(),
  );
  return new Map(rows.map(({ id, maker }) => [id, maker]));
}

async function readPartyHolds(db: Queryable, parties: Named['heldSenders']): Promise<Map<string, string>> {
  const rows = await inGroups(parties, (group) =>
    db
      .selectFrom('holds')
      .select(['id', 'party'])
      .where('party', 'in', group)
      .where('scope', '=', 'party')
      .where('released_at', 'is', null)
      .execute(),
  );
  return new Map(rows.map(({ id, party }) => [id, party ?? '']));
}
