import { type EventOf, keyOf, type SiteRecord } from '../model/index.ts';
import type { Act } from './act.ts';
import { gatherStock, giveAmount, requireHeld, type Stock, stockKeys, takeLines } from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';

type Move = EventOf<'move'>;

interface MoveFacts {
  readonly from: SiteRecord | undefined;
  readonly to: SiteRecord | undefined;
  readonly stock: Stock;
  readonly target: Stock;
}

const lotsOf = (event: Move): string[] => event.lines.map((line) => line.lot);
const source = (event: Move) => ({ party: event.party, site: event.from });
const target = (event: Move) => ({ party: event.party, site: event.to });

/** Goods go from one own site to another. */
export const move: Act<Move, MoveFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.from),
    keyOf.site(event.party, event.to),
    ...stockKeys(source(event), lotsOf(event)),
    ...stockKeys(target(event), lotsOf(event)),
  ],

  gather: async (event, read) => ({
    from: await read(keyOf.site(event.party, event.from)),
    to: await read(keyOf.site(event.party, event.to)),
    stock: await gatherStock(source(event), lotsOf(event), read),
    target: await gatherStock(target(event), lotsOf(event), read),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(facts.from, event.party, event.from);
    requireSite(facts.to, event.party, event.to);
    requireHeld(event.lines, facts.stock, source(event));
    const arrived = event.lines.map((line) =>
      giveAmount(target(event), line.lot, line.amount, facts.target.holdings.get(line.lot)),
    );
    return [...takeLines(event.lines, facts.stock, source(event)), ...arrived];
  },
};
