import type { BreachCode, EventOf } from '../model/index.ts';
import type { Act } from './act.ts';
import {
  gatherTaking,
  requireHeld,
  type TakingFacts,
  takeLines,
  takingKeys,
  takingKeysThatFollow,
} from './holdings.ts';
import { leavingLine } from './leaving.ts';
import { requireDeviceRole, requireSite } from './require.ts';

/** 销售: goods leave the system; the holding remembers what was sold from it. A sale that should not have been is told with its breaches. */
export const sell: Act<EventOf<'sell'>, TakingFacts> = {
  keys: takingKeys,

  keysThatFollow: takingKeysThatFollow,

  gather: gatherTaking,

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(facts.site, event.party, event.site);
    requireHeld(event.lines, facts.stock, event);
    const breaches = event.lines.flatMap(({ lot, amount, returned }): readonly BreachCode[] => {
      // Sold again, goods that came back are judged like all others.
      const { breaches: found } = leavingLine(
        { lot, amount },
        { eventTime: event.eventTime, papers: event.papers, party: event.party },
        'sell',
        { stock: facts.stock, scene },
      );
      return returned ? ['RETURNED_FOOD', ...found] : found;
    });
    return { changes: takeLines(event.lines, facts.stock, event, true), breaches };
  },
};
