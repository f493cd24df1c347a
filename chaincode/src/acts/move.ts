import { type BreachCode, type EventOf, type HoldingRecord, keyOf, type SiteRecord } from '../model/index.ts';
import type { Act } from './act.ts';
import { markBreaches } from './goodness.ts';
import {
  gatherStock,
  giveLine,
  requireHeld,
  type Stock,
  stockKeys,
  stockKeysThatFollow,
  takeLines,
} from './holdings.ts';
import { marksOf, partyMarks } from './marks.ts';
import { readHoldings } from './read-records.ts';
import { requireDeviceRole, requireSite } from './require.ts';

type Move = EventOf<'move'>;

interface MoveFacts {
  readonly from: SiteRecord | undefined;
  readonly to: SiteRecord | undefined;
  readonly stock: Stock;
  /** What lies at the other site, by lot. */
  readonly target: ReadonlyMap<string, HoldingRecord>;
}

const lotsOf = (event: Move): string[] => event.lines.map((line) => line.lot);
const source = (event: Move) => ({ party: event.party, site: event.from });
const target = (event: Move) => ({ party: event.party, site: event.to });

/** Goods go from one own site to another, and the holds on them go along. */
export const move: Act<Move, MoveFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.from),
    keyOf.site(event.party, event.to),
    ...stockKeys(source(event), lotsOf(event)),
    ...lotsOf(event).map((lot) => keyOf.holding(event.party, event.to, lot)),
  ],

  keysThatFollow: (event, read) => stockKeysThatFollow(source(event), lotsOf(event), read),

  gather: async (event, read) => ({
    from: await read(keyOf.site(event.party, event.from)),
    to: await read(keyOf.site(event.party, event.to)),
    stock: await gatherStock(source(event), lotsOf(event), read),
    target: await readHoldings(target(event), lotsOf(event), read),
  }),

  decide(event, facts, scene) {
    const { stock } = facts;
    requireDeviceRole(scene, 'operator');
    requireSite(facts.from, event.party, event.from);
    requireSite(facts.to, event.party, event.to);
    requireHeld(event.lines, stock, source(event));
    const arrived = event.lines.map((line) => {
      const holds = stock.holdings.get(line.lot)?.holds;
      return giveLine(target(event), { ...line, holds }, facts.target.get(line.lot));
    });
    const breaches = event.lines.flatMap(({ lot, returned }): BreachCode[] =>
      returned ? [] : markBreaches(marksOf(stock.lots.get(lot), stock.holdings.get(lot)), stock.standing),
    );
    return {
      changes: [...takeLines(event.lines, stock, source(event)), ...arrived],
      breaches: [...breaches, ...markBreaches(partyMarks(scene.signer.party), stock.standing)],
      effect: { did: 'moved', from: event.from, to: event.to, lines: event.lines },
    };
  },
};
