import { actor } from './cast.ts';
import { lotOf, products } from './catalogue.ts';
import { type Collecting, collectingLines } from './collecting.ts';
import { digestOf } from './digest.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

export const potato = {
  dug: lotOf('potato', 'T0912'),
  members: lotOf('potato', 'N0912'),
  /** More than the member's field may claim. */
  overQuota: lotOf('potato', 'N0914'),
  bags: lotOf('potatobag', 'D0916'),
} as const;

const road: Collecting = {
  grower: 'potatocoop',
  growersSite: 'FIELD-1',
  collector: 'potatotrader',
  crop: 'potato',
  lot: potato.dug,
  massG: 24_000_000,
  packedMassG: 9_000_000,
  collected: 'sortedpotato',
  packed: 'potatobag',
  lotNumber: 'D0916',
  packs: 3_200,
  sold: 260,
  shop: 'market',
};

/** 乌兰察布马铃薯: the cooperative's officer speaks for a member too, whose second harvest is more than was granted; the cooperative's own goes to the collector. */
export async function tellPotato(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('potato', [
    ...mandateLines(stage, steps),
    ...memberLines(steps),
    steps.treat(
      { by: 'potatocoop', daysAgo: 13.2 },
      { site: 'FIELD-1', input: 'DEMO-P03', milliMl: 9_000_000, endedDaysAgo: 40 },
    ),
    steps.harvest(
      { by: 'potatocoop', daysAgo: 10 },
      { site: 'FIELD-1', lot: potato.dug, amount: { massG: road.massG } },
    ),
    ...(await collectingLines(stage, steps, road)),
  ]);
}

/** The member lets the cooperative speak; the cooperative lets the member make lots under its GTIN. */
function mandateLines(stage: Stage, steps: Steps): Line[] {
  const coop = actor('potatocoop').party;
  const member = actor('member').party;
  const until = stage.at(-300);
  return [
    steps.line(
      { by: 'member', daysAgo: 13.5 },
      {
        act: 'delegate',
        principal: member,
        delegate: coop,
        acts: ['treat', 'commission', 'declare', 'dispatch'],
        gtins: [],
        until,
        paper: digestOf('mandate of the member'),
      },
    ),
    steps.line(
      { by: 'potatocoop', daysAgo: 13.5 },
      { act: 'delegate', principal: coop, delegate: member, acts: [], gtins: [products.potato.gtin], until },
    ),
  ];
}

function memberLines(steps: Steps): Line[] {
  const officer = { by: 'potatocoop', onBehalfOf: 'member' } as const;
  return [
    steps.treat(
      { ...officer, daysAgo: 13.3 },
      { site: 'FIELD-1', input: 'DEMO-P03', milliMl: 2_000_000, endedDaysAgo: 35 },
    ),
    steps.harvest(
      { ...officer, daysAgo: 11 },
      { site: 'FIELD-1', lot: potato.members, amount: { massG: 62_000_000 } },
    ),
    steps.harvest(
      { ...officer, daysAgo: 9.8 },
      { site: 'FIELD-1', lot: potato.overQuota, amount: { massG: 36_000_000 } },
    ),
  ];
}
