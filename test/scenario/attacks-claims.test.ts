import { afterAll, beforeAll } from 'vitest';
import { digestOf } from '../../demo/src/story/digest.ts';
import { claimsOf } from '../../demo/src/story/grants.ts';
import {
  harvest,
  herdOf,
  lambs,
  lambsInPlant,
  line,
  making,
  meatPapers,
  newLot,
  packs,
  plainHerdOf,
  selling,
  slicesInPlant,
  undoing,
} from '../system/attack-goods.ts';
import { attackGroup } from '../system/attack-group.ts';
import { AttackWorld, day } from '../system/attack-world.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';

let system: RunningSystem;
let world: AttackWorld;
beforeAll(async () => {
  system = await runSystem();
  world = await AttackWorld.on(system);
});
afterAll(() => system?.remove());

/** What is left of the quota of a site, in pieces. */
async function restOf(who: string): Promise<{ count: number; massG: number }> {
  const { quotas } = await world.client.quotas(world.party(who), 'PASTURE-1');
  const { granted, used } = quotas[0] ?? { granted: {}, used: {} };
  return {
    count: (granted.count ?? 0) - (used.count ?? 0),
    massG: (granted.massG ?? 0) - (used.massG ?? 0),
  };
}

attackGroup('Mint: goods or claims from nothing', () => world, [
  {
    did: 'harvests more than the site’s quota',
    by: 'producer with a certificate and a quota',
    why: 'the quota bounds every measure; what is beyond it is recorded whole and unclaimed',
    async run() {
      const lot = newLot(world, 'lamb');
      const { count } = await restOf('herder');
      const said = await world.tried('herder', harvest(world, lot, lambs(count + 1)));
      return `${said}; the lot ${await world.fate(lot)}`;
    },
  },
  {
    did: 'splits a harvest that is too large into two lots of one document, each within the quota',
    by: 'producer with a certificate and a quota',
    why: 'events of a document see each other’s writes',
    async run() {
      const { count, massG } = await restOf('herder');
      const part = { count: Math.ceil(count * 0.6), massG: Math.ceil(massG * 0.6) };
      const lots = [newLot(world, 'lamb'), newLot(world, 'lamb')];
      const events = [];
      for (const lot of lots) events.push(await world.sign('herder', harvest(world, lot, part)));
      const said = await world.posted(events);
      const [first = '', second = ''] = lots;
      // The next attacks want a quota too.
      await world.done('herder', undoing(await makingOf(first)));
      return `${said}; the second lot ${await world.fate(second)}`;
    },
  },
  {
    did: 'takes a harvest back after selling from it, so that its quota is free again',
    by: 'producer',
    why: 'only a lot that is whole, and of which nobody has said anything, is undone',
    async run() {
      const lot = newLot(world, 'lamb');
      const id = await world.done('herder', harvest(world, lot, lambs(2)));
      await world.done('herder', selling(lot, lambs(1), 'PASTURE-1', { papers: meatPapers }));
      return world.tried('herder', undoing(id));
    },
  },
  {
    did: 'claims with the certificate of another producer',
    by: 'producer',
    why: 'a certificate is its holder’s; the claim is dropped',
    async run() {
      const lot = newLot(world, 'lamb');
      const claims = claimsOf('grazier', ['mengzibiao']);
      const said = await world.tried('herder', harvest(world, lot, lambs(1), { claims }));
      return `${said}; the lot ${await world.fate(lot)}`;
    },
  },
  {
    did: 'claims for a pasture that nobody has certified',
    by: 'producer with a certificate for another pasture',
    why: 'certificates name sites',
    async run() {
      const fields = { act: 'registerSite', site: 'PASTURE-9', kind: 'pasture', division: '152523' } as const;
      await world.done('herder', fields);
      const lot = newLot(world, 'lamb');
      const said = await world.tried('herder', harvest(world, lot, lambs(1), { site: 'PASTURE-9' }));
      return `${said}; the lot ${await world.fate(lot)}`;
    },
  },
  {
    did: 'claims a certificate that was never issued',
    by: 'producer',
    why: 'a claim names its ground',
    async run() {
      const claims = [{ scheme: 'mengzibiao', certificate: `${world.party('certifier')}/MADE-UP-1` }];
      return world.tried('herder', harvest(world, newLot(world, 'lamb'), lambs(1), { claims }));
    },
  },
  {
    did: 'brings finished packs into being without any lamb',
    by: 'processor with a certificate',
    why: 'only producers bring forth; processors use up what they have',
    run: () =>
      world.tried('slaughterhouse', {
        ...harvest(world, newLot(world, 'slices'), packs(10)),
        site: 'PLANT-1',
        claims: claimsOf('slaughterhouse', ['mengzibiao']),
      } as never),
  },
  {
    did: 'makes more meat than the lambs can give',
    by: 'processor with a certificate',
    why: 'sums per output category, exactly',
    async run() {
      const [lot, carcasses] = [await lambsInPlant(world, 2), newLot(world, 'carcass')];
      const output = line(carcasses, { count: 2, massG: 79_000 });
      const options = { operation: 'slaughter', process: 'lamb-slaughter@1' } as const;
      const said = await world.tried('slaughterhouse', making([line(lot, lambs(2))], [output], options));
      return `${said}; the lot ${await world.fate(carcasses)}`;
    },
  },
  {
    did: 'slaughters the same lambs twice, in one document',
    by: 'processor',
    why: 'what was used is not there',
    async run() {
      const lot = await lambsInPlant(world, 2);
      const events = [];
      for (const _ of [1, 2]) {
        const output = line(newLot(world, 'carcass'), { count: 2, massG: 34_000 });
        const fields = making([line(lot, lambs(2))], [output], { operation: 'slaughter' });
        events.push(await world.sign('slaughterhouse', fields));
      }
      return world.posted(events, 'each');
    },
  },
  {
    did: 'counts more of claimed lambs than there are',
    by: 'producer with its registrar',
    why: 'claimed goods only ever become less',
    async run() {
      const lot = await herdOf(world, 2);
      const lines = [{ lot, counted: lambs(3) }];
      const fields = { act: 'recount', site: 'PASTURE-1', lines, reason: 'stocktaking' } as const;
      return world.tried('herder', fields, 'registrar-ProducersMSP');
    },
  },
  {
    did: 'counts twice as much of unclaimed lambs',
    by: 'producer alone',
    why: 'beyond the category’s tolerance a registrar signs too',
    async run() {
      const lot = await plainHerdOf(world, 2);
      const lines = [{ lot, counted: lambs(4) }];
      return world.tried('herder', { act: 'recount', site: 'PASTURE-1', lines, reason: 'scale' });
    },
  },
  {
    did: 'activates more item codes than pieces were packed',
    by: 'processor, maker of the lot',
    why: 'at most one code on a piece, over all sets',
    async run() {
      const lot = await slicesInPlant(world, 10);
      const issue = { act: 'issueCodes', lot, set: 1, count: 100, root: digestOf('codes') } as const;
      await world.done('slaughterhouse', issue);
      return world.tried('slaughterhouse', { act: 'activateCodes', lot, set: 1, from: 0, to: 10 });
    },
  },
  {
    did: 'has a process registered by which a mix of rice weighs more than its parts',
    by: 'certifier and regulator together',
    why: 'no chain of processes gains by going in a circle',
    run: () =>
      world.tried(
        'certifier',
        {
          act: 'registerProcess',
          process: 'rice-growing@1',
          names: { zh: '大米增重' },
          principal: ['rice-milled'],
          outputs: [{ category: 'rice-milled', bands: [{ from: 'massG', to: 'massG', maxPermille: 1001 }] }],
        },
        'regulator',
      ),
  },
  {
    did: 'has a second quota granted for the same pasture and days',
    by: 'certifier and regulator together',
    why: 'days of two quotas of one site and commodity never overlap',
    run: () =>
      world.tried(
        'certifier',
        {
          act: 'grantQuota',
          holder: world.party('herder'),
          site: 'PASTURE-1',
          category: 'lamb-live',
          season: '2099',
          from: day(-1),
          until: day(1),
          granted: lambs(1),
        },
        'regulator',
      ),
  },
  {
    did: 'has a quota granted above what the pasture bears',
    by: 'certifier and regulator together',
    why: 'quota ≤ certified capacity × ceiling, in every measure',
    run: () =>
      world.tried(
        'certifier',
        {
          act: 'grantQuota',
          holder: world.party('herder'),
          site: 'PASTURE-1',
          category: 'lamb-live',
          season: '2099',
          from: day(400),
          until: day(700),
          granted: lambs(1_000_000),
        },
        'regulator',
      ),
  },
]);

async function makingOf(lotId: string): Promise<string> {
  const { steps } = await world.lot(lotId);
  return steps.find(({ act }) => act === 'commission')?.eventId ?? '';
}
