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
import { giveLine, requireCategoryOf } from './holdings.ts';
import { lawHold } from './marks.ts';
import { readCategoriesOf, readLots } from './read-records.ts';
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

interface ReceiveFacts extends ShipmentFacts {
  readonly lots: ReadonlyMap<string, LotRecord>;
  readonly categories: ReadonlyMap<string, CategoryRecord>;
}

const lotsOf = ({ lines }: Receive): string[] => lines.map(({ lot }) => lot);

/** 收货: the second hand of a handover. Only the addressee speaks, of every line, and accepted + refused + missing is what was sent. */
export const receive: Act<Receive, ReceiveFacts> = {
  keys: (event) => [...shipmentKeys(event), ...lotsOf(event).map(keyOf.lot)],

  async keysThatFollow(event, read) {
    const lots = await readLots(lotsOf(event), read);
    return [...lots.values()].map(({ category }) => keyOf.category(category));
  },

  async gather(event, read) {
    const lots = await readLots(lotsOf(event), read);
    const categories = await readCategoriesOf(lots.values(), read);
    return { ...(await gatherShipment(event, read)), lots, categories };
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
    const categories = held.flatMap(({ lot: id }) => {
      const lot = facts.lots.get(id);
      return lot ? [requireCategoryOf(lot, facts)] : [];
    });
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
function collectedBreaches(line: Line, event: Receive, facts: ReceiveFacts): BreachCode[] {
  const lot = facts.lots.get(line.lot);
  if (!lot || !line.accepted) return [];
  const category = requireCategoryOf(lot, facts);
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
