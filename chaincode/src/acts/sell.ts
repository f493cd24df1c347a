import { type EventOf, keyOf, type SiteRecord } from '../model/index.ts';
import type { Act } from './act.ts';
import { gatherStock, requireHeld, type Stock, stockKeys, takeLines } from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';

type Sell = EventOf<'sell'>;

interface SellFacts {
  readonly site: SiteRecord | undefined;
  readonly stock: Stock;
}

const lotsOf = (event: Sell): string[] => event.lines.map((line) => line.lot);

/** 销售: goods leave the system; the holding remembers what was sold from it. */
export const sell: Act<Sell, SellFacts> = {
  keys: (event) => [keyOf.site(event.party, event.site), ...stockKeys(event, lotsOf(event))],

  gather: async (event, read) => ({
    site: await read(keyOf.site(event.party, event.site)),
    stock: await gatherStock(event, lotsOf(event), read),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(facts.site, event.party, event.site);
    requireHeld(event.lines, facts.stock, event);
    return takeLines(event.lines, facts.stock, event, true);
  },
};
