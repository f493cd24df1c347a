import {
  type BreachCode,
  type CategoryRecord,
  type EventOf,
  holdsGoods,
  isNothing,
  keyOf,
  LedgerError,
  type LotRecord,
  nothing,
  type ShipmentLine,
  type ShipmentState,
} from '../model/index.ts';
import { type Act, type Change, put, type Scene } from './act.ts';
import { paperBreaches, testBreaches } from './goodness.ts';
import { giveLine } from './holdings.ts';
import { lawHold } from './marks.ts';
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

interface Goods {
  readonly lot: LotRecord;
  readonly category: CategoryRecord;
}

interface ReceiveFacts extends ShipmentFacts {
  /** By lot. */
  readonly goods: ReadonlyMap<string, Goods>;
}

/** 收货: the second hand of a handover. Only the addressee speaks, of every line, and accepted + refused + missing is what was sent. */
export const receive: Act<Receive, ReceiveFacts> = {
  keys: (event) => [...shipmentKeys(event), ...event.lines.map(({ lot }) => keyOf.lot(lot))],

  async keysThatFollow(event, read) {
    const lots = await Promise.all(event.lines.map(({ lot }) => read(keyOf.lot(lot))));
    return lots.flatMap((lot) => (lot ? [keyOf.category(lot.category)] : []));
  },

  async gather(event, read) {
    const goods = new Map<string, Goods>();
    for (const { lot: id } of event.lines) {
      const lot = await read(keyOf.lot(id));
      const category = lot && (await read(keyOf.category(lot.category)));
      if (lot && category) goods.set(id, { lot, category });
    }
    return { ...(await gatherShipment(event, read)), goods };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    const site = requireSite(facts.site, event.party, event.site);
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
    const accepted = event.lines.flatMap(({ lot, accepted: amount }) => (amount ? [{ lot, amount }] : []));
    const wrong = new Map(event.lines.map((line) => [line.lot, collectedBreaches(line, event, facts)]));
    const held = event.lines.filter(({ lot }) => holdsGoods(wrong.get(lot) ?? []));
    const categories = held.flatMap(({ lot }) => facts.goods.get(lot)?.category ?? []);
    return {
      changes: [
        ...pairs.flatMap(([sent, line]) =>
          acceptLine(event, withHold(sent, held.includes(line), scene), line, facts),
        ),
        put(keyOf.shipment(event.shipment), { ...shipment, lines, state: stateAfter(event) }),
        ...(held.length > 0 ? [lawHold(scene, categories, site.division)] : []),
      ],
      breaches: [...wrong.values()].flat(),
      effect: { did: 'received', shipment: event.shipment, site: event.site, accepted },
    };
  },
};

type Line = Receive['lines'][number];

/** Goods taken without what should have come with them wait, with their new holder, for a regulator. */
const withHold = (sent: ShipmentLine, isHeld: boolean, scene: Scene): ShipmentLine =>
  isHeld ? { ...sent, holds: [...(sent.holds ?? []), scene.id] } : sent;

function acceptLine(event: Receive, sent: ShipmentLine, line: Line, facts: ReceiveFacts): Change[] {
  if (!line.accepted) return [];
  const { returned, holds } = sent;
  const arrival = { lot: line.lot, amount: line.accepted, returned, holds };
  return [giveLine(event, arrival, facts.holdings.get(line.lot))];
}

/** Who takes goods collects their 合格证 or another proof, and the papers and the test that the category wants at receipt. */
function collectedBreaches(line: Line, event: Receive, { goods }: ReceiveFacts): BreachCode[] {
  const known = goods.get(line.lot);
  if (!known || !line.accepted) return [];
  const { lot, category } = known;
  const isCollected = line.collected === 'declaration' || line.collected === 'other';
  return [
    ...(category.declared && !isCollected ? (['PAPER_MISSING'] as const) : []),
    ...paperBreaches(category.papers?.receive ?? [], event),
    ...testBreaches(lot, category, 'receive'),
  ];
}

function stateAfter(event: Receive): ShipmentState {
  const left = event.lines.some(
    (line) => !isNothing(line.refused ?? nothing) || !isNothing(line.missing ?? nothing),
  );
  if (!left) return 'accepted';
  const refusedWhole = event.lines.every((line) => line.accepted === undefined && line.missing === undefined);
  return refusedWhole ? 'refused' : 'disputed';
}
