import type { BreachCode, EventOf } from '../model/index.ts';
import type { Act, Scene } from './act.ts';
import { markBreaches } from './goodness.ts';
import {
  gatherTaking,
  requireHeld,
  type TakingFacts,
  takeLines,
  takingKeys,
  takingKeysThatFollow,
} from './holdings.ts';
import { marksOf, partyMarks } from './marks.ts';
import { requireDeviceRole, requireSite } from './require.ts';

/** 损耗: goods end: lost, sampled, destroyed, used or given away. Goods on hold, recalled or given back may always be destroyed. */
export const dispose: Act<EventOf<'dispose'>, TakingFacts> = {
  keys: takingKeys,

  keysThatFollow: takingKeysThatFollow,

  gather: gatherTaking,

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(facts.site, event.party, event.site);
    requireHeld(event.lines, facts.stock, event);
    return { changes: takeLines(event.lines, facts.stock, event), breaches: givenAway(event, facts, scene) };
  },
};

/** A gift is food that somebody eats. */
function givenAway(event: EventOf<'dispose'>, { stock }: TakingFacts, scene: Scene): BreachCode[] {
  if (event.reason !== 'gift' && event.reason !== 'ownUse') return [];
  const ofLines = event.lines.flatMap(({ lot, returned }): BreachCode[] => [
    ...(returned ? (['RETURNED_FOOD'] as const) : []),
    ...markBreaches(marksOf(stock.lots.get(lot), stock.holdings.get(lot)), stock.standing),
  ]);
  return [...ofLines, ...markBreaches(partyMarks(scene.signer.party), stock.standing)];
}
