import { type EventOf, keyOf, type SiteRecord } from '../model/index.ts';
import type { Act } from './act.ts';
import { gatherStock, requireHeld, type Stock, stockKeys, takeLines } from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';

type Dispose = EventOf<'dispose'>;

interface DisposeFacts {
  readonly site: SiteRecord | undefined;
  readonly stock: Stock;
}

const lotsOf = (event: Dispose): string[] => event.lines.map((line) => line.lot);

/** 损耗: goods end: lost, sampled, destroyed, used or given away. */
export const dispose: Act<Dispose, DisposeFacts> = {
  keys: (event) => [keyOf.site(event.party, event.site), ...stockKeys(event, lotsOf(event))],

  gather: async (event, read) => ({
    site: await read(keyOf.site(event.party, event.site)),
    stock: await gatherStock(event, lotsOf(event), read),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(facts.site, event.party, event.site);
    requireHeld(event.lines, facts.stock, event);
    return takeLines(event.lines, facts.stock, event);
  },
};
