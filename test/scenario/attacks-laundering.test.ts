import { afterAll, beforeAll } from 'vitest';
import { lotOf } from '../../demo/src/story/catalogue.ts';
import { digestOf } from '../../demo/src/story/digest.ts';
import { certificateOf, claimsOf } from '../../demo/src/story/grants.ts';
import {
  handedOver,
  harvest,
  holdingLots,
  lambs,
  lambsInPlant,
  line,
  making,
  meatPapers,
  newLot,
  packs,
  plainHerdOf,
  recalling,
  selling,
  slicesInPlant,
  slicesInShop,
} from '../system/attack-goods.ts';
import { attackGroup } from '../system/attack-group.ts';
import { AttackWorld, day, dayMs, instant } from '../system/attack-world.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';

let system: RunningSystem;
let world: AttackWorld;
beforeAll(async () => {
  system = await runSystem();
  world = await AttackWorld.on(system);
});
afterAll(() => system?.remove());

const carcassG = 17_000;
const admitted = (lot: string, count: number) => ({
  act: 'admit' as const,
  site: 'PLANT-1',
  lot,
  amount: { count, massG: count * carcassG },
  source: 'outside' as const,
  supplier: digestOf('supplier'),
  document: digestOf('delivery note'),
});

const wheat = (massG: number) => ({ massG });

attackGroup('Launder: claims, intervals, dates, recalls', () => world, [
  {
    did: 'mixes a lamb without claims among claimed ones',
    by: 'processor with a certificate',
    why: 'an output claims only what every principal input carries',
    async run() {
      const claimed = await lambsInPlant(world, 4);
      const plain = await plainHerdOf(world, 1);
      const plant = { by: 'slaughterhouse', site: 'PLANT-1' };
      await handedOver(world, { by: 'herder', site: 'PASTURE-1' }, plant, line(plain, lambs(1)));
      const carcasses = newLot(world, 'carcass');
      const inputs = [line(claimed, lambs(4)), line(plain, lambs(1))];
      const outputs = [line(carcasses, { count: 5, massG: 5 * carcassG })];
      const options = { operation: 'slaughter', process: 'lamb-slaughter@1' } as const;
      const said = await world.tried('slaughterhouse', making(inputs, outputs, options));
      return `${said}; the lot ${await world.fate(carcasses)}`;
    },
  },
  {
    did: 'buys carcasses from outside and cuts them under its own certificate',
    by: 'processor with a certificate',
    why: 'admitted goods claim nothing, and nothing made of them does',
    async run() {
      const [carcasses, slices] = [newLot(world, 'carcass'), newLot(world, 'slices')];
      await world.done('slaughterhouse', admitted(carcasses, 2));
      const inputs = [line(carcasses, { count: 2, massG: 2 * carcassG })];
      const outputs = [line(slices, packs(20))];
      const fields = making(inputs, outputs, { process: 'lamb-cutting@1' });
      const said = await world.tried('slaughterhouse', fields);
      return `${said}; the lot ${await world.fate(slices)}`;
    },
  },
  {
    did: 'puts item codes on goods from outside after passing them itself',
    by: 'processor, holder of the goods',
    why: 'only a laboratory’s word counts for goods from outside',
    async run() {
      const lot = newLot(world, 'slices');
      await world.done('slaughterhouse', { ...admitted(lot, 1), amount: packs(20) });
      await world.done('slaughterhouse', {
        act: 'selfTest',
        site: 'PLANT-1',
        lot,
        verdict: 'passed',
        report: digestOf('own report'),
      });
      await world.done('slaughterhouse', { act: 'issueCodes', lot, set: 1, count: 20, root: digestOf('c') });
      return world.tried('slaughterhouse', { act: 'activateCodes', lot, set: 1, from: 0, to: 19 });
    },
  },
  {
    did: 'sells packs on hold out of the system and admits them again as bought from outside',
    by: 'processor, maker of the goods',
    why: 'leaving is a breach that everybody sees, and coming back brings no claim, code or 合格证',
    async run() {
      const lot = await slicesInPlant(world, 20);
      await world.done('regulator', holdingLots([lot]));
      const sold = await world.tried(
        'slaughterhouse',
        selling(lot, packs(20), 'PLANT-1', { papers: meatPapers }),
      );
      const again = newLot(world, 'slices');
      const back = await world.tried('slaughterhouse', { ...admitted(again, 1), amount: packs(20) });
      await world.done('slaughterhouse', {
        act: 'issueCodes',
        lot: again,
        set: 1,
        count: 20,
        root: digestOf('c'),
      });
      const activate = { act: 'activateCodes', lot: again, set: 1, from: 0, to: 19 } as const;
      const coded = await world.tried('slaughterhouse', activate);
      return `sale ${sold}; admission ${back}, it ${await world.fate(again)}; codes ${coded}`;
    },
  },
  {
    did: 'splits a lot on hold in two',
    by: 'processor, holder of the goods',
    why: 'holds pass to whatever is made of the goods',
    async run() {
      const [lot, part] = [await slicesInPlant(world, 20), newLot(world, 'slices')];
      await world.done('regulator', holdingLots([lot]));
      const fields = making([line(lot, packs(20))], [line(part, packs(10))], { operation: 'split' });
      const said = await world.tried('slaughterhouse', fields);
      return `${said}; the part ${await world.fate(part)}`;
    },
  },
  {
    did: 'harvests before the interval of a pesticide is over',
    by: 'producer with a certificate and a quota',
    why: 'what was used at the site lies on all that is made there',
    async run() {
      await world.done('wheatfarm', sprayed(-2));
      const lot = lotOf('wheat', `A${world.next()}`);
      const said = await world.tried('wheatfarm', wheatHarvest(lot));
      return `${said}; the lot ${await world.fate(lot)}`;
    },
  },
  {
    did: 'harvests first and tells of the pesticide afterwards',
    by: 'producer',
    why: 'spread carries what came to be known to lots that were made before, whoever says it',
    async run() {
      const lot = lotOf('tomato', `A${world.next()}`);
      const site = { party: world.party('tomatofarm'), kind: 'site' as const, site: 'FIELD-1' };
      await world.done('tomatofarm', {
        act: 'commission',
        site: 'FIELD-1',
        lot,
        amount: wheat(1000),
        season: world.stage.season,
        claims: claimsOf('tomatofarm', ['mengzibiao']),
      });
      const sale = () => world.tried('tomatofarm', selling(lot, wheat(1), 'FIELD-1'));
      const before = await sale();
      await world.done('tomatofarm', { ...sprayed(-0.1), input: 'DEMO-P05' });
      await world.done('market', { act: 'spread', source: site, children: [lot] });
      return `a sale before ${before}, after a spread ${await sale()}`;
    },
  },
  {
    did: 'says that the harvest was later than it was, when the interval would be over',
    by: 'producer',
    why: 'nothing is said ahead of the ledger’s clock but for 5 minutes',
    async run() {
      const lot = lotOf('wheat', `A${world.next()}`);
      return world.tried('wheatfarm', {
        ...wheatHarvest(lot),
        eventTime: instant(10),
        notAfter: instant(12),
      });
    },
  },
  {
    did: 'uses packs that customers brought back as an ingredient',
    by: 'processor',
    why: 'returned food is never an ingredient',
    async run() {
      const [lot, mixed] = [await slicesInPlant(world, 20), newLot(world, 'slices')];
      await world.done('slaughterhouse', selling(lot, packs(5), 'PLANT-1', { papers: meatPapers }));
      await world.done('slaughterhouse', { act: 'takeBack', site: 'PLANT-1', lines: [line(lot, packs(5))] });
      const inputs = [{ ...line(lot, packs(5)), returned: true as const }];
      const fields = making(inputs, [line(mixed, packs(4))], { operation: 'mix' });
      const said = await world.tried('slaughterhouse', fields);
      return `${said}; the lot ${await world.fate(mixed)}`;
    },
  },
  {
    did: 'puts packs that customers brought back on the shelf again',
    by: 'trader',
    why: 'the sale is told as what it is, and a case opens',
    async run() {
      const lot = await slicesInShop(world, 10);
      await world.done('butcher', selling(lot, packs(5)));
      await world.done('butcher', { act: 'takeBack', site: 'STORE-1', lines: [line(lot, packs(5))] });
      const lines = [{ ...line(lot, packs(5)), returned: true as const }];
      return world.tried('butcher', { ...selling(lot, packs(5)), lines });
    },
  },
  {
    did: 'packs slices anew and prints a later date on them',
    by: 'processor, maker of the goods',
    why: 'a lot of the same kind is good no longer than what it was made of',
    async run() {
      const [lot, anew] = [await slicesInPlant(world, 20), newLot(world, 'slices')];
      const outputs = [{ ...line(anew, packs(20)), bestBefore: day(300) }];
      return world.tried('slaughterhouse', making([line(lot, packs(20))], outputs, { operation: 'pack' }));
    },
  },
  {
    did: 'promises a date beyond the product’s shelf life',
    by: 'processor',
    why: 'the shelf life is the product’s, registered once',
    async run() {
      const [lot, cut] = [await lambsInPlant(world, 1), newLot(world, 'slices')];
      const outputs = [{ ...line(cut, packs(4)), bestBefore: day(3000) }];
      return world.tried('slaughterhouse', making([line(lot, lambs(1))], outputs));
    },
  },
  {
    did: 'drowns a regulator’s recall among 40 recalls of its own when mixing, and closes those',
    by: 'producer, maker of all the lots',
    why: 'recalls that a regulator has signed come first where there is no room for all',
    async run() {
      const lots = Array.from({ length: 41 }, () => newLot(world, 'lamb'));
      const plain = { claims: undefined, season: undefined };
      await world.allDone(
        'herder',
        lots.map((lot) => harvest(world, lot, lambs(1), plain)),
      );
      const [first = '', ...others] = lots;
      await world.done('regulator', recalling([first], 'ordered'));
      const own = await world.allDone(
        'herder',
        others.map((lot) => recalling([lot])),
      );
      const mixed = newLot(world, 'lamb');
      const inputs = lots.map((lot) => line(lot, lambs(1)));
      const fields = { ...making(inputs, [line(mixed, lambs(41))], { operation: 'mix' }), site: 'PASTURE-1' };
      const said = await world.tried('herder', fields);
      const close = { act: 'closeRecall', outcome: 'mistaken', report: digestOf('report') } as const;
      await world.allDone(
        'herder',
        own.map((recall) => ({ ...close, recall })),
      );
      const sold = await world.tried('herder', selling(mixed, lambs(1), 'PASTURE-1', { papers: meatPapers }));
      return `${said}; sold on: ${sold}`;
    },
  },
  {
    did: 'gives a 合格证 to potatoes on hold',
    by: 'producer, by a person’s device',
    why: 'no statement for goods on hold, recalled, failed or stripped',
    async run() {
      const lot = lotOf('potato', `A${world.next()}`);
      await world.done('potatocoop', { act: 'commission', site: 'FIELD-1', lot, amount: wheat(50_000) });
      await world.done('regulator', holdingLots([lot]));
      return world.tried('potatocoop', {
        act: 'declare',
        site: 'FIELD-1',
        lot,
        amount: wheat(1000),
        form: 1,
        basis: 'qualityControl',
        statements: ['noBannedInputs', 'residuesWithinLimits'],
      });
    },
  },
  {
    did: 'claims under a certificate that was suspended yesterday, for a harvest of the day before',
    by: 'producer',
    why: 'a certificate stands on the said day and on the day of recording',
    async run() {
      const certificate = certificateOf('mengzibiao', 'grazier');
      const subject = { kind: 'certificate', certificate } as const;
      await world.done('regulator', { act: 'restrict', subject, to: 'suspended', reason: 'missingRecords' });
      const lot = lotOf('hulunlamb', `A${world.next()}`);
      const claims = claimsOf('grazier', ['mengzibiao']);
      const fields = harvest(world, lot, lambs(1), { claims, eventTime: instant(-2) });
      const said = await world.tried('grazier', fields);
      return `${said}; the lot ${await world.fate(lot)}`;
    },
  },
]);

const sprayed = (daysFromNow: number) => ({
  act: 'treat' as const,
  site: 'FIELD-1',
  input: 'DEMO-P01',
  dose: { milli: 1000, unit: 'mL' as const },
  from: instant(daysFromNow - 1 / 24),
  to: new Date(Date.now() + daysFromNow * dayMs).toISOString(),
});

const wheatHarvest = (lot: string) => ({
  act: 'commission' as const,
  site: 'FIELD-1',
  lot,
  amount: wheat(1_000_000),
  season: world.stage.season,
  claims: claimsOf('wheatfarm', ['mengzibiao', 'green']),
});
