import {
  type Amount,
  add,
  type HoldingRecord,
  keyOf,
  LedgerError,
  measures,
  nothing,
  type ShipmentLine,
  type ShipmentRecord,
  type SiteRecord,
  sameAmount,
  say,
  statesMeasures,
} from '../model/index.ts';
import type { Read } from './act.ts';
import { readHoldings } from './read-records.ts';

/** The sender's half of a shipment id. */
export const senderOf = (shipmentId: string): string => shipmentId.slice(0, shipmentId.indexOf('/'));

export function requireShipment(shipment: ShipmentRecord | undefined, id: string): ShipmentRecord {
  if (!shipment) throw new LedgerError('SHIPMENT_UNKNOWN', `${id} was never dispatched`);
  return shipment;
}

export function requireSender(id: string, party: string): void {
  if (senderOf(id) !== party)
    throw new LedgerError('SHIPMENT_NOT_YOURS', `${id} was sent by ${senderOf(id)}, not by ${party}`);
}

export function requireState(
  shipment: ShipmentRecord,
  id: string,
  ...states: ShipmentRecord['state'][]
): void {
  if (!states.includes(shipment.state)) {
    throw new LedgerError(
      'SHIPMENT_CLOSED',
      `${id} is ${shipment.state}, the act wants it ${states.join(' or ')}`,
    );
  }
}

/** The event names every lot of the shipment once, and no other. Answers pairs of the shipment's line and the event's. */
export function pairLines<L extends { readonly lot: string }>(
  lines: readonly L[],
  wanted: readonly ShipmentLine[],
): [ShipmentLine, L][] {
  const byLot = new Map(lines.map((line) => [line.lot, line]));
  const pairs = wanted.map((line): [ShipmentLine, L] => {
    const found = byLot.get(line.lot);
    if (!found)
      throw new LedgerError('MEASURE_MISMATCH', `${line.lot} is in the shipment, the event does not name it`);
    return [line, found];
  });
  if (lines.length === wanted.length) return pairs;
  const known = new Set(wanted.map((line) => line.lot));
  const extra = lines.find((line) => !known.has(line.lot));
  throw new LedgerError('MEASURE_MISMATCH', `${extra?.lot} is not open in the shipment`);
}

/** The parts together are the whole, each of them stated in the whole's measures. */
export function requireSum(parts: readonly (Amount | undefined)[], whole: Amount, lot: string): void {
  const stated = parts.filter((part) => part !== undefined);
  const wanted = measures.filter((measure) => whole[measure] !== undefined);
  const sum = stated.reduce<Amount>((total, part) => add(total, part), nothing);
  if (!stated.every((part) => statesMeasures(part, wanted)) || !sameAmount(sum, whole)) {
    throw new LedgerError('MEASURE_MISMATCH', `${lot}: the event accounts for ${say(sum)} of ${say(whole)}`);
  }
}

/** An event about a shipment that names a site of its own and lots. */
interface ShipmentEvent {
  readonly party: string;
  readonly site: string;
  readonly shipment: string;
  readonly lines: readonly { readonly lot: string }[];
}

/** What receiving and settling must know: the shipment, the site where goods are put, and what lies there. */
export interface ShipmentFacts {
  readonly site: SiteRecord | undefined;
  readonly shipment: ShipmentRecord | undefined;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
}

export const shipmentKeys = (event: ShipmentEvent): string[] => [
  keyOf.site(event.party, event.site),
  keyOf.shipment(event.shipment),
  ...event.lines.map((line) => keyOf.holding(event.party, event.site, line.lot)),
];

export async function gatherShipment(event: ShipmentEvent, read: Read): Promise<ShipmentFacts> {
  const lots = event.lines.map((line) => line.lot);
  return {
    site: await read(keyOf.site(event.party, event.site)),
    shipment: await read(keyOf.shipment(event.shipment)),
    holdings: await readHoldings(event, lots, read),
  };
}
