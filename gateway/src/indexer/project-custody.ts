import {
  type Amount,
  add,
  canonicalize,
  type DispatchedLine,
  type EventOf,
  holdsGoods,
  nothing,
  shipmentIdOf,
  type TakenLine,
} from '@mengsu/chaincode/model';
import type { ShipmentLineRow } from '../store/index-tables.ts';
import { held, inHand, inTransit, loaded, transferLines } from './accounts.ts';
import { paperKindsOf } from './project-production.ts';
import type { EventDetails, KnownShipment } from './rows.ts';
import { type EventWriter, particularsOf, total } from './writer.ts';

export function projectMove(event: EventOf<'move'>, writer: EventWriter): EventDetails {
  const { party, lines } = event;
  transferLines(writer, { lines, from: held(party, event.from), to: held(party, event.to) });
  return { site: event.to, site_party: party };
}

export function projectDispatch(event: EventOf<'dispatch'>, writer: EventWriter): EventDetails {
  const { party: sender, site, to: addressee, carrier = null, departure } = event;
  const id = shipmentIdOf(sender, event.number);
  const row = { id, sender, addressee, site, carrier, departure, state: 'open', event: writer.ordinal };
  writer.known.openShipment({ row, lines: shipmentLines(event, id) });
  for (const line of event.lines) {
    writer.touch('line', line.lot, line.amount);
    writer.transfer(line.lot, line.amount, { from: placeOf(line, event), to: inTransit(row) });
  }
  for (const sscc of new Set(event.lines.flatMap((line) => line.unit ?? [])))
    writer.change({ table: 'units', key: { party: sender, sscc }, set: { sent: 1 } });
  addHoldOfGoods(event.lines, writer, isHeldWhenSent(event, writer));
  const particulars = particularsOf({ papers: paperKindsOf(event) });
  return { site, site_party: sender, counterparty: addressee, shipment: id, particulars };
}

type Dispatch = EventOf<'dispatch'>;

/** One line a lot, loose goods and units together: what the addressee answers for. */
function shipmentLines(event: Dispatch, shipment: string): ShipmentLineRow[] {
  const lots = new Map<string, { sent: Amount; returned: number }>();
  for (const { lot, amount, returned } of event.lines) {
    const sent = add(lots.get(lot)?.sent ?? nothing, amount);
    lots.set(lot, { sent, returned: returned ? 1 : 0 });
  }
  return [...lots].map(([lot, { sent, returned }], n) => ({
    shipment,
    n,
    lot,
    sent: canonicalize(sent),
    returned,
  }));
}

const placeOf = (line: DispatchedLine, { party, site }: Dispatch) =>
  line.unit === undefined ? inHand(party, site, line.returned === true) : loaded(party, line.unit);

/** Breaches for which goods that are sent wait for a regulator, whoever has them next (chaincode acts/leaving.ts). */
const holdsGoodsSent: ReadonlySet<string> = new Set([
  'PAPER_MISSING',
  'INTERVAL_NOT_OVER',
  'TEST_MISSING',
  'EXPIRED',
  'PAPER_EXPIRED',
]);

const isHeldWhenSent = ({ party }: Dispatch, { breaches, known }: EventWriter): boolean =>
  breaches.some((breach) => holdsGoodsSent.has(breach)) ||
  (breaches.includes('ON_HOLD') && known.isPartyHeld(party));

/** The answer does not say which lines broke the rule: the hold names all lots that were sent, or taken, together. */
function addHoldOfGoods(
  lines: readonly { readonly lot: string }[],
  writer: EventWriter,
  isHeld: boolean,
): void {
  const lots = [...new Set(lines.map(({ lot }) => lot))];
  if (isHeld) writer.hold({ scope: 'goods', placed_by: 'law', reason: 'breach' }, lots);
}

/** Everything goes back loose: a unit that was sent is not used again. */
export function projectCancelDispatch(event: EventOf<'cancelDispatch'>, writer: EventWriter): EventDetails {
  const shipment = writer.known.shipment(event.shipment);
  takeShipmentBack(shipment, writer);
  const { row } = shipment;
  return { site: row.site, site_party: row.sender, counterparty: row.addressee, shipment: row.id };
}

export function takeShipmentBack({ row, lines }: KnownShipment, writer: EventWriter): void {
  transferLines(writer, {
    lines: lines.map(({ lot, sent, returned }): TakenLine => {
      const amount = JSON.parse(sent) as Amount;
      return returned === 1 ? { lot, amount, returned: true } : { lot, amount };
    }),
    from: inTransit(row),
    to: held(row.sender, row.site),
  });
  writer.setShipmentState(row.id, 'cancelled');
}

/** What was accepted goes to the addressee's site; refused and missing amounts stay in the shipment. */
export function projectReceive(event: EventOf<'receive'>, writer: EventWriter): EventDetails {
  const { row, lines } = writer.known.shipment(event.shipment);
  for (const { lot, collected: _, ...outcome } of event.lines) {
    const to = inHand(event.party, event.site, isReturned(lines, lot));
    writer.touch('line', lot, total(outcome.accepted, outcome.refused, outcome.missing), outcome);
    writer.transfer(lot, outcome.accepted, { from: inTransit(row), to });
  }
  addHoldOfGoods(
    event.lines.filter(({ accepted }) => accepted),
    writer,
    holdsGoods(writer.breaches),
  );
  writer.setShipmentState(row.id, stateAfter(event));
  const particulars = particularsOf({ papers: paperKindsOf(event) });
  return {
    site: event.site,
    site_party: event.party,
    counterparty: row.sender,
    shipment: row.id,
    particulars,
  };
}

const isReturned = (lines: KnownShipment['lines'], lot: string): boolean =>
  lines.some((line) => line.lot === lot && line.returned === 1);

/** The same as the law's own: nothing left over, everything refused, or a dispute. */
function stateAfter({ lines }: EventOf<'receive'>): string {
  if (lines.every((line) => line.refused === undefined && line.missing === undefined)) return 'accepted';
  const isRefusedWhole = lines.every((line) => line.accepted === undefined && line.missing === undefined);
  return isRefusedWhole ? 'refused' : 'disputed';
}

export function projectSettle(event: EventOf<'settle'>, writer: EventWriter): EventDetails {
  const { row, lines } = writer.known.shipment(event.shipment);
  const from = inTransit(row);
  for (const { lot, ...outcome } of event.lines) {
    const to = inHand(event.party, event.site, isReturned(lines, lot));
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
  return {
    site,
    site_party: party,
    particulars: particularsOf({ soldTo: event.to, papers: paperKindsOf(event) }),
  };
}

export function projectDispose(event: EventOf<'dispose'>, writer: EventWriter): EventDetails {
  const { party, site, lines } = event;
  transferLines(writer, { lines, from: held(party, site), to: { account: 'disposed', party, place: site } });
  return { site, site_party: party, particulars: canonicalize({ reason: event.reason }) };
}
