import {
  type EventOf,
  type HoldingRecord,
  isNothing,
  keyOf,
  LedgerError,
  nothing,
  type ShipmentLine,
  type ShipmentRecord,
  type ShipmentState,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, type Change, put } from './act.ts';
import { giveAmount } from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';
import { gatherHoldings, pairLines, requireShipment, requireState, requireSum } from './shipments.ts';

type Receive = EventOf<'receive'>;

interface ReceiveFacts {
  readonly site: SiteRecord | undefined;
  readonly shipment: ShipmentRecord | undefined;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
}

/** 收货: the second hand of a handover. Only the addressee speaks, of every line, and accepted + refused + missing is what was sent. */
export const receive: Act<Receive, ReceiveFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    keyOf.shipment(event.shipment),
    ...event.lines.map((line) => keyOf.holding(event.party, event.site, line.lot)),
  ],

  gather: async (event, read) => ({
    site: await read(keyOf.site(event.party, event.site)),
    shipment: await read(keyOf.shipment(event.shipment)),
    holdings: await gatherHoldings(
      event,
      event.lines.map((line) => line.lot),
      read,
    ),
  }),

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

function acceptLine(event: Receive, line: Receive['lines'][number], facts: ReceiveFacts): Change[] {
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
