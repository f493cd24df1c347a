import { type EventOf, type HoldingRecord, instantMs, keyOf, type ShipmentRecord } from '../model/index.ts';
import { type Act, put, type Scene } from './act.ts';
import { giveLine } from './holdings.ts';
import { readHoldings } from './read-records.ts';
import { isOperatorOf, requireCosigner, requireDeviceRole } from './require.ts';
import { requireSender, requireShipment, requireState } from './shipments.ts';

type CancelDispatch = EventOf<'cancelDispatch'>;

interface CancelDispatchFacts {
  readonly shipment: ShipmentRecord | undefined;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
}

/** The sender takes an open shipment back: freely before the departure it stated, afterwards with the addressee's signature. */
export const cancelDispatch: Act<CancelDispatch, CancelDispatchFacts> = {
  keys: (event) => [keyOf.shipment(event.shipment)],

  async keysThatFollow(event, read) {
    const shipment = await read(keyOf.shipment(event.shipment));
    return (shipment?.lines ?? []).map(({ lot }) => keyOf.holding(event.party, shipment?.site ?? '', lot));
  },

  async gather(event, read) {
    const shipment = await read(keyOf.shipment(event.shipment));
    if (!shipment) return { shipment, holdings: new Map() };
    const lots = shipment.lines.map((line) => line.lot);
    return {
      shipment,
      holdings: await readHoldings({ party: event.party, site: shipment.site }, lots, read),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    if (facts.shipment && hasLeft(facts.shipment, scene)) {
      requireCosigner(scene, isOperatorOf(facts.shipment.to), `the addressee ${facts.shipment.to}`);
    }
    const shipment = requireShipment(facts.shipment, event.shipment);
    requireSender(event.shipment, event.party);
    requireState(shipment, event.shipment, 'open');
    const place = { party: event.party, site: shipment.site };
    const back = shipment.lines.map(({ lot, sent: amount, returned, holds }) =>
      giveLine(place, { lot, amount, returned, holds }, facts.holdings.get(lot)),
    );
    return { changes: [...back, put(keyOf.shipment(event.shipment), { ...shipment, state: 'cancelled' })] };
  },
};

const hasLeft = (shipment: ShipmentRecord, scene: Scene): boolean =>
  instantMs(scene.recordedAt) >= instantMs(shipment.departure);
