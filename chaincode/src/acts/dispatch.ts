import {
  type EventOf,
  keyOf,
  LedgerError,
  type PartyRecord,
  type ShipmentRecord,
  type SiteRecord,
  shipmentIdOf,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { gatherStock, requireHeld, type Stock, stockKeys, takeLines } from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';

type Dispatch = EventOf<'dispatch'>;

interface DispatchFacts {
  readonly site: SiteRecord | undefined;
  readonly addressee: PartyRecord | undefined;
  readonly carrier: PartyRecord | undefined;
  readonly existing: ShipmentRecord | undefined;
  readonly stock: Stock;
}

const shipmentOf = (event: Dispatch): string => shipmentIdOf(event.party, event.number);
const lotsOf = (event: Dispatch): string[] => event.lines.map((line) => line.lot);

/** 发货: the first hand of a handover. The goods leave the sender's holding and lie in the shipment until the addressee speaks. */
export const dispatch: Act<Dispatch, DispatchFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    keyOf.party(event.to),
    ...(event.carrier === undefined ? [] : [keyOf.party(event.carrier)]),
    keyOf.shipment(shipmentOf(event)),
    ...stockKeys(event, lotsOf(event)),
  ],

  gather: async (event, read) => ({
    site: await read(keyOf.site(event.party, event.site)),
    addressee: await read(keyOf.party(event.to)),
    carrier: event.carrier === undefined ? undefined : await read(keyOf.party(event.carrier)),
    existing: await read(keyOf.shipment(shipmentOf(event))),
    stock: await gatherStock(event, lotsOf(event), read),
  }),

  decide(event, facts, scene) {
    if (!facts.addressee) throw new LedgerError('PARTY_UNKNOWN', `addressee ${event.to} is not enrolled`);
    if (event.carrier !== undefined && !facts.carrier)
      throw new LedgerError('PARTY_UNKNOWN', `carrier ${event.carrier} is not enrolled`);
    requireDeviceRole(scene, 'operator');
    if (facts.existing)
      throw new LedgerError('ALREADY_REGISTERED', `shipment ${shipmentOf(event)} exists already`);
    requireSite(facts.site, event.party, event.site);
    requireHeld(event.lines, facts.stock, event);
    const { site, to, carrier, departure } = event;
    const lines = event.lines.map((line) => ({ lot: line.lot, sent: line.amount }));
    const shipment: ShipmentRecord = { site, to, carrier, departure, lines, state: 'open' };
    return [...takeLines(event.lines, facts.stock, event), put(keyOf.shipment(shipmentOf(event)), shipment)];
  },
};
