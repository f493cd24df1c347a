import {
  covers,
  type HoldingRecord,
  keyOf,
  LedgerError,
  limits,
  nothing,
  type ShipmentLine,
  type ShipmentRecord,
  say,
} from '../model/index.ts';
import { type Change, put } from './act.ts';
import { emptyHolding, giveLine, without } from './holdings.ts';
import { mergeIds } from './marks.ts';
import { readHoldings } from './read-records.ts';
import { isOperatorOf, requireCosigner } from './require.ts';
import { type EffectOf, notReversible, type Reversal } from './reversal.ts';
import { senderOf } from './shipments.ts';

type Dispatched = EffectOf<'dispatched'>;
type Received = EffectOf<'received'>;

interface HandoverFacts {
  readonly shipment: ShipmentRecord | undefined;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
}

const lotsOf = (lines: readonly { readonly lot: string }[]): string[] => lines.map(({ lot }) => lot);

/** An open shipment comes back to the sender, who does not say so alone. */
export const reversalOfDispatched: Reversal<Dispatched, HandoverFacts> = {
  /** The shipment alone, then what lay where it left: a message more, so that no dispatch need keep its lots twice for the few that are undone. */
  async keys({ shipment: id }, party, read) {
    const shipment = await read(keyOf.shipment(id));
    const lots = shipment?.state === 'open' ? lotsOf(shipment.lines) : [];
    return lots.map((lot) => keyOf.holding(party, shipment?.site ?? '', lot));
  },

  async gather({ shipment: id }, party, read) {
    const shipment = await read(keyOf.shipment(id));
    if (shipment?.state !== 'open') return { shipment, holdings: new Map() };
    return {
      shipment,
      holdings: await readHoldings({ party, site: shipment.site }, lotsOf(shipment.lines), read),
    };
  },

  requireHands(_, { shipment }, scene) {
    if (shipment) requireCosigner(scene, isOperatorOf(shipment.to), `the addressee ${shipment.to}`);
  },

  undo({ shipment: id }, { shipment, holdings }, party) {
    if (shipment?.state !== 'open') throw notReversible(`${id} is ${shipment?.state ?? 'not there'}`);
    const place = { party, site: shipment.site };
    const back = shipment.lines.map(({ lot, sent: amount, returned, holds }) =>
      giveLine(place, { lot, amount, returned, holds }, holdings.get(lot)),
    );
    return [...back, put(keyOf.shipment(id), { ...shipment, state: 'cancelled' as const })];
  },
};

/** The shipment is open again, as if the addressee had not spoken, if all that it accepted is still there; holds on it since go into the shipment. */
export const reversalOfReceived: Reversal<Received, HandoverFacts> = {
  keys: ({ shipment, site, accepted }, party) => [
    keyOf.shipment(shipment),
    ...lotsOf(accepted).map((lot) => keyOf.holding(party, site, lot)),
  ],

  gather: async ({ shipment, site, accepted }, party, read) => ({
    shipment: await read(keyOf.shipment(shipment)),
    holdings: await readHoldings({ party, site }, lotsOf(accepted), read),
  }),

  requireHands({ shipment }, _, scene) {
    requireCosigner(scene, isOperatorOf(senderOf(shipment)), `the sender ${senderOf(shipment)}`);
  },

  undo({ shipment: id, site, accepted }, { shipment, holdings }, party) {
    const isUnsettled = shipment && ['accepted', 'disputed', 'refused'].includes(shipment.state);
    if (!isUnsettled) throw notReversible(`${id} is ${shipment?.state ?? 'not there'}`);
    const given = shipment.lines.map((line) => {
      const amount = accepted.find(({ lot }) => lot === line.lot)?.amount;
      const holding = holdings.get(line.lot) ?? emptyHolding;
      return { line, taken: amount && { lot: line.lot, amount, returned: line.returned }, holding };
    });
    const left = given.flatMap(({ taken, holding }): Change[] => {
      if (!taken) return [];
      const there = (taken.returned ? holding.returned : holding.available) ?? nothing;
      if (!covers(there, taken.amount))
        throw notReversible(`${say(there)} of ${taken.lot} is left at ${site}`);
      return [put(keyOf.holding(party, site, taken.lot), without(holding, taken))];
    });
    const lines = given.map(({ line, taken, holding }) => reopened(line, taken ? holding.holds : undefined));
    return [...left, put(keyOf.shipment(id), { ...shipment, lines, state: 'open' as const })];
  },
};

function reopened(line: ShipmentLine, since: readonly string[] = []): ShipmentLine {
  const { lot, sent, returned } = line;
  const holds = [...new Set([...(line.holds ?? []), ...since])];
  if (holds.length > limits.marksMax)
    throw new LedgerError('LIMIT_EXCEEDED', `${lot} would be under ${holds.length} holds`);
  return { lot, sent, returned, holds: mergeIds([], holds) };
}
