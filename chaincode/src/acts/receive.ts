import {
  type EventOf,
  isNothing,
  keyOf,
  LedgerError,
  nothing,
  type ShipmentLine,
  type ShipmentState,
} from '../model/index.ts';
import { type Act, type Change, put } from './act.ts';
import { giveAmount } from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';
import {
  gatherShipment,
  pairLines,
  requireShipment,
  requireState,
  requireSum,
  type ShipmentFacts,
  shipmentKeys,
} from './shipments.ts';

type Receive = EventOf<'receive'>;

/** 收货: the second hand of a handover. Only the addressee speaks, of every line, and accepted + refused + missing is what was sent. */
export const receive: Act<Receive, ShipmentFacts> = {
  keys: shipmentKeys,

  gather: gatherShipment,

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(facts.site, event.party, event.site);
    const shipment = requireShipment(facts.shipment, event.shipment);
    if (shipment.to !== event.party)
      throw new LedgerError('SHIPMENT_NOT_YOURS', `${event.shipment} is addressed to ${shipment.to}`);
    requireState(shipment, event.shipment, 'open');
    const pairs = pairLines(event.lines, shipment.lines);
    for (const [sent, line] of pairs)
      requireSum([line.accepted, line.refused, line.missing], sent.sent, line.lot);
    const lines = pairs.map(
      ([sent, line]): ShipmentLine => ({ ...sent, refused: line.refused, missing: line.missing }),
    );
    const accepted = pairs.flatMap(([, line]) => acceptLine(event, line, facts));
    return [
      ...accepted,
      put(keyOf.shipment(event.shipment), { ...shipment, lines, state: stateAfter(event) }),
    ];
  },
};

function acceptLine(event: Receive, line: Receive['lines'][number], facts: ShipmentFacts): Change[] {
  return line.accepted ? [giveAmount(event, line.lot, line.accepted, facts.holdings.get(line.lot))] : [];
}

function stateAfter(event: Receive): ShipmentState {
  const left = event.lines.some(
    (line) => !isNothing(line.refused ?? nothing) || !isNothing(line.missing ?? nothing),
  );
  if (!left) return 'accepted';
  const refusedWhole = event.lines.every((line) => line.accepted === undefined && line.missing === undefined);
  return refusedWhole ? 'refused' : 'disputed';
}
