import type { EventOf } from '../model/index.ts';
import type { Act } from './act.ts';
import { gatherTaking, requireHeld, type TakingFacts, takeLines, takingKeys } from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';

/** 损耗: goods end: lost, sampled, destroyed, used or given away. */
export const dispose: Act<EventOf<'dispose'>, TakingFacts> = {
  keys: takingKeys,

  gather: gatherTaking,

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(facts.site, event.party, event.site);
    requireHeld(event.lines, facts.stock, event);
    return takeLines(event.lines, facts.stock, event);
  },
};
