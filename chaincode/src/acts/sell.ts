import type { EventOf } from '../model/index.ts';
import type { Act } from './act.ts';
import { gatherTaking, requireHeld, type TakingFacts, takeLines, takingKeys } from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';

/** 销售: goods leave the system; the holding remembers what was sold from it. */
export const sell: Act<EventOf<'sell'>, TakingFacts> = {
  keys: takingKeys,

  gather: gatherTaking,

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(facts.site, event.party, event.site);
    requireHeld(event.lines, facts.stock, event);
    return takeLines(event.lines, facts.stock, event, true);
  },
};
