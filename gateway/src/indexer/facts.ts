import { shipmentIdOf } from '@mengsu/chaincode/model';
import type { Queryable } from '../store/database.ts';
import type { ShipmentLineRow } from '../store/index-tables.ts';
import type { DecodedBlock } from './decode.ts';
import type { Facts, KnownShipment } from './rows.ts';

/** The rows that the events of some blocks refer to: organisations that are founded again, and shipments sent in earlier blocks. */
export async function gatherFacts(db: Queryable, blocks: readonly DecodedBlock[]): Promise<Facts> {
  const named = namedBy(blocks);
  const last = await db
    .selectFrom('events')
    .select((select) => select.fn.max('ordinal').as('ordinal'))
    .executeTakeFirst();
  const organisations = named.isFounding ? await db.selectFrom('organisations').selectAll().execute() : [];
  return {
    nextOrdinal: (last?.ordinal ?? -1) + 1,
    organisations: new Map(organisations.map((row) => [row.msp, row])),
    shipments: await readShipments(db, [...named.shipments]),
  };
}

function namedBy(blocks: readonly DecodedBlock[]): { isFounding: boolean; shipments: Set<string> } {
  let isFounding = false;
  const sent = new Set<string>();
  const shipments = new Set<string>();
  for (const { event } of blocks.flatMap(({ transactions }) =>
    transactions.flatMap(({ events }) => events),
  )) {
    if (event.act === 'found') isFounding = true;
    if (event.act === 'dispatch') sent.add(shipmentIdOf(event.party, event.number));
    if ('shipment' in event && !sent.has(event.shipment)) shipments.add(event.shipment);
  }
  return { isFounding, shipments };
}

/** Far below the databases' limits on parameters. */
const idsPerQueryMax = 1000;

async function readShipments(db: Queryable, ids: readonly string[]): Promise<Map<string, KnownShipment>> {
  const shipments = new Map<string, KnownShipment>();
  for (let start = 0; start < ids.length; start += idsPerQueryMax) {
    const some = ids.slice(start, start + idsPerQueryMax);
    const lines = await db
      .selectFrom('shipment_lines')
      .selectAll()
      .where('shipment', 'in', some)
      .orderBy('shipment')
      .orderBy('n')
      .execute();
    const byShipment = new Map<string, ShipmentLineRow[]>();
    for (const line of lines) {
      const known = byShipment.get(line.shipment);
      if (known) known.push(line);
      else byShipment.set(line.shipment, [line]);
    }
    for (const row of await db.selectFrom('shipments').selectAll().where('id', 'in', some).execute()) {
      shipments.set(row.id, { row, lines: byShipment.get(row.id) ?? [] });
    }
  }
  return shipments;
}
