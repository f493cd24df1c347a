import {
  type EventOf,
  type HoldingRecord,
  keyOf,
  LedgerError,
  type LotRecord,
  type ShipmentRecord,
  type SiteRecord,
} from '../model/index.ts';
import type { Act } from './act.ts';
import { requireDeviceRole, requireLot, requireSite } from './require.ts';
import { requireShipment, senderOf } from './shipments.ts';

type Observe = EventOf<'observe'>;

interface ObserveFacts {
  readonly site: SiteRecord | undefined;
  readonly lot: LotRecord | undefined;
  readonly holding: HoldingRecord | undefined;
  readonly shipment: ShipmentRecord | undefined;
}

/** 监测: what a sensor saw at the party's own site, of a lot that lies or lay there, or of a shipment that it sends, carries or awaits. A lot is named with a site alone (model/event/inspection.ts). */
export const observe: Act<Observe, ObserveFacts> = {
  keys: ({ party, site, lot, shipment }) => [
    ...(site === undefined ? [] : [keyOf.site(party, site)]),
    ...(lot === undefined ? [] : [keyOf.lot(lot), keyOf.holding(party, site ?? '', lot)]),
    ...(shipment === undefined ? [] : [keyOf.shipment(shipment)]),
  ],

  gather: async ({ party, site, lot, shipment }, read) => ({
    site: site === undefined ? undefined : await read(keyOf.site(party, site)),
    lot: lot === undefined ? undefined : await read(keyOf.lot(lot)),
    holding: lot === undefined ? undefined : await read(keyOf.holding(party, site ?? '', lot)),
    shipment: shipment === undefined ? undefined : await read(keyOf.shipment(shipment)),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    if (event.site !== undefined) requireAtSite(event, event.site, facts);
    if (event.shipment !== undefined) requireHand(event.party, event.shipment, facts.shipment);
    return { changes: [] };
  },
};

/** A holding stays when the last of the goods has gone: what a sensor saw before may be told afterwards. */
function requireAtSite({ party, lot }: Observe, site: string, facts: ObserveFacts): void {
  requireSite(facts.site, party, site);
  if (lot === undefined) return;
  requireLot(facts.lot, lot);
  if (!facts.holding) throw new LedgerError('HOLDING_TOO_SMALL', `${lot} never lay at ${party}/${site}`);
}

function requireHand(party: string, id: string, shipment: ShipmentRecord | undefined): void {
  const { to, carrier } = requireShipment(shipment, id);
  if (![senderOf(id), to, carrier].includes(party))
    throw new LedgerError('SHIPMENT_NOT_YOURS', `${party} neither sends, carries nor awaits ${id}`);
}
