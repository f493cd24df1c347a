import { add, covers, type EventOf, keyOf, LedgerError, nothing, say, subtract } from '../model/index.ts';
import { type Act, put } from './act.ts';
import {
  emptyHolding,
  gatherTaking,
  holdingOf,
  requireStated,
  type TakingFacts,
  takingKeys,
  takingKeysThatFollow,
} from './holdings.ts';
import { requireDeviceRole, requireSite } from './require.ts';

type TakeBack = EventOf<'takeBack'>;

/** 退回: customers bring back what was sold from this site, at most all of it. It lies apart from what may be used, under the holds that it was sold under. */
export const takeBack: Act<TakeBack, TakingFacts> = {
  keys: takingKeys,

  keysThatFollow: takingKeysThatFollow,

  gather: gatherTaking,

  decide(event, { site, stock }, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(site, event.party, event.site);
    requireStated(event.lines, stock);
    const changes = event.lines.map(({ lot, amount }) => {
      const holding = stock.holdings.get(lot) ?? emptyHolding;
      if (!covers(holding.sold, amount)) {
        const found = `${lot} at ${event.party}/${event.site} has ${say(holding.sold)} sold`;
        throw new LedgerError('HOLDING_TOO_SMALL', `${found}, the event takes ${say(amount)} back`);
      }
      const sold = subtract(holding.sold, amount);
      const returned = add(holding.returned ?? nothing, amount);
      return put(keyOf.holding(event.party, event.site, lot), holdingOf({ ...holding, sold, returned }));
    });
    return { changes };
  },
};
