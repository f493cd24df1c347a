import { canonicalize, type EventOf, type Line, shipmentIdOf } from '@mengsu/chaincode/model';
import type { ShipmentRow } from '../store/index-tables.ts';
import type { EventDetails } from './rows.ts';
import { type AccountPlace, type EventWriter, total } from './writer.ts';

const held = (party: string, place: string): AccountPlace => ({ account: 'held', party, place });

const inTransit = (shipment: ShipmentRow): AccountPlace => ({
  account: 'transit',
  party: shipment.sender,
  place: shipment.id.slice(shipment.sender.length + 1),
});

interface LineTransfer {
  readonly lines: readonly Line[];
  readonly from: AccountPlace;
  readonly to: AccountPlace;
}

function transferLines(writer: EventWriter, { lines, from, to }: LineTransfer): void {
  for (const { lot, amount } of lines) {
    writer.touch('line', lot, amount);
    writer.transfer(lot, amount, { from, to });
  }
}

export function projectMove(event: EventOf<'move'>, writer: EventWriter): EventDetails {
  const { party, lines } = event;
  transferLines(writer, { lines, from: held(party, event.from), to: held(party, event.to) });
  return { site: event.to, site_party: party };
}

export function projectDispatch(event: EventOf<'dispatch'>, writer: EventWriter): EventDetails {
  const { party: sender, site, to: addressee, carrier = null, departure } = event;
  const id = shipmentIdOf(sender, event.number);
  const row = { id, sender, addressee, site, carrier, departure, state: 'open', event: writer.ordinal };
  const lines = event.lines.map(({ lot, amount }, n) => ({
    shipment: id,
    n,
    lot,
    sent: canonicalize(amount),
  }));
  writer.openShipment({ row, lines });
  transferLines(writer, { lines: event.lines, from: held(sender, site), to: inTransit(row) });
  return { site, site_party: sender, counterparty: addressee, shipment: id };
}

export function projectCancelDispatch(event: EventOf<'cancelDispatch'>, writer: EventWriter): EventDetails {
  const { row, lines } = writer.shipment(event.shipment);
  transferLines(writer, {
    lines: lines.map(({ lot, sent }) => ({ lot, amount: JSON.parse(sent) as Line['amount'] })),
    from: inTransit(row),
    to: held(row.sender, row.site),
  });
  writer.setShipmentState(row.id, 'cancelled');
  return { site: row.site, site_party: row.sender, counterparty: row.addressee, shipment: row.id };
}

/** What was accepted goes to the addressee's site; refused and missing amounts stay in the shipment. */
export function projectReceive(event: EventOf<'receive'>, writer: EventWriter): EventDetails {
  const { row } = writer.shipment(event.shipment);
  const to = held(event.party, event.site);
  for (const { lot, ...outcome } of event.lines) {
    writer.touch('line', lot, total(outcome.accepted, outcome.refused, outcome.missing), outcome);
    writer.transfer(lot, outcome.accepted, { from: inTransit(row), to });
  }
  writer.setShipmentState(row.id, stateAfter(event));
  return { site: event.site, site_party: event.party, counterparty: row.sender, shipment: row.id };
}

/** The same as the law's own: nothing left over, everything refused, or a dispute. */
function stateAfter({ lines }: EventOf<'receive'>): string {
  if (lines.every((line) => line.refused === undefined && line.missing === undefined)) return 'accepted';
  const isRefusedWhole = lines.every((line) => line.accepted === undefined && line.missing === undefined);
  return isRefusedWhole ? 'refused' : 'disputed';
}

export function projectSettle(event: EventOf<'settle'>, writer: EventWriter): EventDetails {
  const { row } = writer.shipment(event.shipment);
  const from = inTransit(row);
  const to = held(event.party, event.site);
  for (const { lot, ...outcome } of event.lines) {
    writer.touch('line', lot, total(outcome.takenBack, outcome.writtenOff, outcome.returned), outcome);
    writer.transfer(lot, outcome.takenBack, { from, to });
    writer.transfer(lot, outcome.returned, { from, to });
    writer.transfer(lot, outcome.writtenOff, { from, to: { ...to, account: 'disposed' } });
  }
  writer.setShipmentState(row.id, 'settled');
  return { site: event.site, site_party: event.party, counterparty: row.addressee, shipment: row.id };
}

export function projectSell(event: EventOf<'sell'>, writer: EventWriter): EventDetails {
  const { party, site, lines } = event;
  transferLines(writer, { lines, from: held(party, site), to: { account: 'sold', party, place: site } });
  return { site, site_party: party, particulars: canonicalize({ soldTo: event.to }) };
}

export function projectDispose(event: EventOf<'dispose'>, writer: EventWriter): EventDetails {
  const { party, site, lines } = event;
  transferLines(writer, { lines, from: held(party, site), to: { account: 'disposed', party, place: site } });
  return { site, site_party: party, particulars: canonicalize({ reason: event.reason }) };
}
