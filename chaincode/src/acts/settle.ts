import { add, type EventOf, keyOf, nothing, type ShipmentRecord } from '../model/index.ts';
import { type Act, type Change, put } from './act.ts';
import { giveLine } from './holdings.ts';
import { isOperatorOf, requireCosigner, requireDeviceRole, requireSite } from './require.ts';
import {
  gatherShipment,
  pairLines,
  requireSender,
  requireShipment,
  requireState,
  requireSum,
  type ShipmentFacts,
  shipmentKeys,
} from './shipments.ts';

type Settle = EventOf<'settle'>;

/**
 * The sender closes what the addressee left open, every line at once: refused goods are taken back, missing ones written off,
 * or returned to stock, which needs the addressee's signature as well.
 */
export const settle: Act<Settle, ShipmentFacts> = {
  keys: shipmentKeys,

  gather: gatherShipment,

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    if (facts.shipment && event.lines.some((line) => line.returned !== undefined)) {
      requireCosigner(scene, isOperatorOf(facts.shipment.to), `the addressee ${facts.shipment.to}`);
    }
    requireSite(facts.site, event.party, event.site);
    const shipment = requireShipment(facts.shipment, event.shipment);
    requireSender(event.shipment, event.party);
    requireState(shipment, event.shipment, 'disputed', 'refused');
    const open = shipment.lines.filter((line) => line.refused !== undefined || line.missing !== undefined);
    for (const [line, settled] of pairLines(event.lines, open)) {
      requireSum([settled.takenBack], line.refused ?? nothing, line.lot);
      requireSum([settled.writtenOff, settled.returned], line.missing ?? nothing, line.lot);
    }
    const back = event.lines.flatMap((line) => takeBackLine(event, line, { ...facts, shipment }));
    return { changes: [...back, put(keyOf.shipment(event.shipment), { ...shipment, state: 'settled' })] };
  },
};

function takeBackLine(
  event: Settle,
  line: Settle['lines'][number],
  { shipment, holdings }: ShipmentFacts & { readonly shipment: ShipmentRecord },
): Change[] {
  if (!line.takenBack && !line.returned) return [];
  const amount = add(line.takenBack ?? nothing, line.returned ?? nothing);
  const sent = shipment.lines.find(({ lot }) => lot === line.lot);
  const arrival = { lot: line.lot, amount, returned: sent?.returned, holds: sent?.holds };
  return [giveLine(event, arrival, holdings.get(line.lot))];
}
