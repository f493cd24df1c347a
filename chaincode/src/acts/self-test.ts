import {
  type CategoryRecord,
  type EventOf,
  type HoldingRecord,
  type HoldRecord,
  keyOf,
  type LotRecord,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { gatherHolds, type Standings } from './placing.ts';
import { requireCategory, requireDeviceRole, requireInHand, requireLot, requireSite } from './require.ts';
import {
  failedTestHold,
  gatherVerdict,
  lotVerdict,
  verdictKeysThatFollow,
  withFailedTest,
} from './verdicts.ts';

type SelfTest = EventOf<'selfTest'>;

interface SelfTestFacts {
  readonly site: SiteRecord | undefined;
  readonly lot: LotRecord | undefined;
  readonly category: CategoryRecord | undefined;
  readonly holding: HoldingRecord | undefined;
  readonly standing: Standings<HoldRecord>;
}

/** 自检: the holder's own test. The maker's word is for the whole lot; another holder can only hold back what lies in its own hands. */
export const selfTest: Act<SelfTest, SelfTestFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    keyOf.lot(event.lot),
    keyOf.holding(event.party, event.site, event.lot),
  ],

  async keysThatFollow(event, read) {
    const holding = await read(keyOf.holding(event.party, event.site, event.lot));
    const holds = event.verdict === 'failed' ? (holding?.holds ?? []) : [];
    return [...(await verdictKeysThatFollow(event, read)), ...holds.map(keyOf.hold)];
  },

  async gather(event, read) {
    const holding = await read(keyOf.holding(event.party, event.site, event.lot));
    const verdict = await gatherVerdict(event, read);
    const holds = event.verdict === 'failed' ? (holding?.holds ?? []) : [];
    return {
      ...verdict,
      holding,
      standing: new Map([...verdict.standing, ...(await gatherHolds(holds, read))]),
      site: await read(keyOf.site(event.party, event.site)),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    const site = requireSite(facts.site, event.party, event.site);
    const lot = requireLot(facts.lot, event.lot);
    const holding = requireInHand(facts.holding, event.lot, `${event.party}/${event.site}`);
    const { standing } = facts;
    if (lot.maker === event.party)
      return { changes: lotVerdict({ lot, category: facts.category, standing }, event, scene) };
    if (event.verdict === 'passed') return { changes: [] };
    const category = requireCategory(facts.category, lot.category);
    const holds = withFailedTest(holding.holds, event, scene, standing);
    return {
      changes: [
        put(keyOf.holding(event.party, event.site, event.lot), { ...holding, holds }),
        failedTestHold(event, scene, category, site.division),
      ],
    };
  },
};
