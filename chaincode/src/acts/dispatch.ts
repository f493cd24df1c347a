import {
  add,
  type DispatchedLine,
  type EventOf,
  keyOf,
  LedgerError,
  nothing,
  type PartyRecord,
  type ShipmentLine,
  type ShipmentRecord,
  type SiteRecord,
  sameAmount,
  shipmentIdOf,
  subtract,
  type UnitRecord,
} from '../model/index.ts';
import { type Act, type Change, put } from './act.ts';
import {
  emptyHolding,
  gatherStock,
  holdingOf,
  requireHeld,
  requireRoom,
  type Stock,
  stockKeys,
  stockKeysThatFollow,
  without,
} from './holdings.ts';
import { holdOfLines, type LeavingLine, leavingLine } from './leaving.ts';
import { readRecords } from './read-records.ts';
import { requireDeviceRole, requireLot, requireSite } from './require.ts';
import { requireUnit } from './units.ts';

type Dispatch = EventOf<'dispatch'>;

interface DispatchFacts {
  readonly site: SiteRecord | undefined;
  readonly addressee: PartyRecord | undefined;
  readonly carrier: PartyRecord | undefined;
  readonly existing: ShipmentRecord | undefined;
  readonly units: ReadonlyMap<string, UnitRecord>;
  readonly stock: Stock;
}

const shipmentOf = (event: Dispatch): string => shipmentIdOf(event.party, event.number);
const lotsOf = (event: Dispatch): string[] => [...new Set(event.lines.map((line) => line.lot))];
const unitsOf = (event: Dispatch): string[] => [...new Set(event.lines.flatMap((line) => line.unit ?? []))];

/** 发货: the first hand of a handover. The goods leave the sender's holding and lie in the shipment until the addressee speaks; what is wrong with them goes along. */
export const dispatch: Act<Dispatch, DispatchFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    keyOf.party(event.to),
    ...(event.carrier === undefined ? [] : [keyOf.party(event.carrier)]),
    keyOf.shipment(shipmentOf(event)),
    ...unitsOf(event).map((unit) => keyOf.unit(event.party, unit)),
    ...stockKeys(event, lotsOf(event)),
  ],

  keysThatFollow: (event, read) => stockKeysThatFollow(event, lotsOf(event), read),

  async gather(event, read) {
    return {
      units: await readRecords(unitsOf(event), (unit) => keyOf.unit(event.party, unit), read),
      site: await read(keyOf.site(event.party, event.site)),
      addressee: await read(keyOf.party(event.to)),
      carrier: event.carrier === undefined ? undefined : await read(keyOf.party(event.carrier)),
      existing: await read(keyOf.shipment(shipmentOf(event))),
      stock: await gatherStock(event, lotsOf(event), read),
    };
  },

  decide(event, facts, scene) {
    if (!facts.addressee) throw new LedgerError('PARTY_UNKNOWN', `addressee ${event.to} is not enrolled`);
    if (event.carrier !== undefined && !facts.carrier)
      throw new LedgerError('PARTY_UNKNOWN', `carrier ${event.carrier} is not enrolled`);
    requireDeviceRole(scene, 'operator');
    if (facts.existing)
      throw new LedgerError('ALREADY_REGISTERED', `shipment ${shipmentOf(event)} exists already`);
    const site = requireSite(facts.site, event.party, event.site);
    for (const lot of lotsOf(event)) requireLot(facts.stock.lots.get(lot), lot);
    const units = unitsOf(event).map(
      (unit) => [unit, requireUnit(facts.units.get(unit), unit, event)] as const,
    );
    for (const [unit, record] of units) requireWhole(unit, record, event);
    requireHeld(event.lines.filter(isLoose), facts.stock, event);
    const leaving = lotsOf(event).map((lot) => {
      const returned = event.lines.find((line) => line.lot === lot)?.returned;
      return leavingLine({ lot, amount: nothing, returned }, event, 'dispatch', {
        stock: facts.stock,
        scene,
      });
    });
    for (const { lot, holds = [] } of leaving) requireRoom(holds, lot, event);
    const { to, carrier, departure } = event;
    const lines = leaving.map((line) => shipmentLine(line, event));
    const shipment: ShipmentRecord = { site: event.site, to, carrier, departure, lines, state: 'open' };
    return {
      changes: [
        ...leaveHoldings(event, facts.stock),
        ...units.map(([unit]) => sendUnit(event, unit)),
        put(keyOf.shipment(shipmentOf(event)), shipment),
        ...holdOfLines(leaving, facts.stock, site, scene),
      ],
      breaches: leaving.flatMap(({ breaches }) => breaches),
      effect: { did: 'dispatched', shipment: shipmentOf(event) },
    };
  },
};

const isLoose = (line: DispatchedLine): boolean => line.unit === undefined;

/** The lines of a unit are all that is on it: nobody sends half a pallet under its number. */
function requireWhole(unit: string, { contents }: UnitRecord, event: Dispatch): void {
  const lines = event.lines.filter((line) => line.unit === unit);
  const isWhole =
    lines.length === contents.length &&
    contents.every(({ lot, amount }) => {
      const sent = lines.find((line) => line.lot === lot)?.amount ?? nothing;
      return sameAmount(sent, amount);
    });
  if (!isWhole) throw new LedgerError('MEASURE_MISMATCH', `the lines of ${unit} are not what is on it`);
}

function shipmentLine({ lot, holds }: LeavingLine, event: Dispatch): ShipmentLine {
  const lines = event.lines.filter((line) => line.lot === lot);
  const sent = lines.map(({ amount }) => amount).reduce(add, nothing);
  return { lot, sent, returned: lines[0]?.returned, holds };
}

/** Loose goods leave what is available or given back, units' goods what is loaded. */
function leaveHoldings(event: Dispatch, stock: Stock): Change[] {
  return lotsOf(event).map((lot) => {
    let holding = stock.holdings.get(lot) ?? emptyHolding;
    for (const line of event.lines.filter((one) => one.lot === lot)) {
      holding = isLoose(line)
        ? without(holding, line)
        : holdingOf({ ...holding, loaded: subtract(holding.loaded ?? nothing, line.amount) });
    }
    return put(keyOf.holding(event.party, event.site, lot), holding);
  });
}

const sendUnit = (event: Dispatch, unit: string): Change =>
  put(keyOf.unit(event.party, unit), { site: event.site, contents: [], sent: true });
