import type { EventFields } from '@mengsu/client';
import { afterAll, beforeAll } from 'vitest';
import { digestOf } from '../../demo/src/story/digest.ts';
import {
  handedOver,
  harvest,
  herdOf,
  holding,
  holdingLots,
  lambs,
  line,
  meatPapers,
  newLot,
  packs,
  plainHerdOf,
  recalling,
  selling,
  sending,
  sent,
  slicesInPlant,
  slicesInShop,
  undoing,
} from '../system/attack-goods.ts';
import { attackGroup } from '../system/attack-group.ts';
import { type Amount, AttackWorld, instant } from '../system/attack-world.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';

let system: RunningSystem;
let world: AttackWorld;
beforeAll(async () => {
  system = await runSystem();
  world = await AttackWorld.on(system);
  await world.enrolRegulator('county', 'agriculture', '152523');
  await world.enrolRegulator('othercounty', 'agriculture', '150724');
});
afterAll(() => system?.remove());

const plant = { by: 'slaughterhouse', site: 'PLANT-1' };
const shop = { by: 'butcher', site: 'STORE-1' };
const atPasture = { papers: meatPapers };
const fromPasture = (lot: string, count = 1) => selling(lot, lambs(count), 'PASTURE-1', atPasture);
const failing = (lot: string) =>
  ({
    act: 'selfTest',
    site: 'PASTURE-1',
    lot,
    verdict: 'failed',
    report: digestOf('own report'),
  }) as const;

attackGroup('Hide from a recall, or shake off a hold', () => world, [
  {
    did: 'sells recalled packs on',
    by: 'trader',
    why: 'a sale is told as what it is; the case opens by itself',
    async run() {
      const lot = await slicesInShop(world, 4);
      await world.done('regulator', recalling([lot], 'ordered'));
      return world.tried('butcher', selling(lot, packs(4)));
    },
  },
  {
    did: 'moves goods on hold to another site of its own, and sells them there',
    by: 'processor',
    why: 'a hold on what lies at a place goes along with the goods',
    async run() {
      const lot = await slicesInPlant(world, 4);
      await world.done('regulator', holding(world, 'slaughterhouse', 'PLANT-1', [lot]));
      const lines = [line(lot, packs(4))];
      const moved = await world.tried('slaughterhouse', {
        act: 'move',
        from: 'PLANT-1',
        to: 'COLD-1',
        lines,
      });
      return `the move ${moved}; the sale ${await world.tried('slaughterhouse', selling(lot, packs(4), 'COLD-1', atPasture))}`;
    },
  },
  {
    did: 'passes goods on hold to a friend, who sells them',
    by: 'processor and trader together',
    why: 'the hold lies in the shipment and arrives with the goods',
    async run() {
      const lot = await slicesInPlant(world, 4);
      await world.done('regulator', holding(world, 'slaughterhouse', 'PLANT-1', [lot]));
      await handedOver(world, plant, shop, line(lot, packs(4)));
      return `the sale ${await world.tried('butcher', selling(lot, packs(4)))}`;
    },
  },
  {
    did: 'sells goods on hold and takes them back, to have them without it',
    by: 'trader',
    why: 'a sale ends no hold: what comes back is under it',
    async run() {
      const lot = await slicesInShop(world, 4);
      await world.done('regulator', holding(world, 'butcher', 'STORE-1', [lot]));
      await world.done('butcher', selling(lot, packs(4)));
      await world.done('butcher', { act: 'takeBack', site: 'STORE-1', lines: [line(lot, packs(4))] });
      const lines = [{ ...line(lot, packs(4)), returned: true as const }];
      return world.tried('butcher', { ...selling(lot, packs(4)), lines });
    },
  },
  {
    did: 'sends everything off before the inspector comes, cancels afterwards, and sells',
    by: 'producer',
    why: 'a hold on the lot stands wherever the goods are, on the road too',
    async run() {
      const lot = await plainHerdOf(world, 2);
      const later = { departure: instant(20) };
      const shipment = await sent(
        world,
        'herder',
        sending(world, 'butcher', 'PASTURE-1', [line(lot, lambs(2))], later),
      );
      const here = await world.tried('county', holding(world, 'herder', 'PASTURE-1', [lot]));
      const whole = await world.tried('county', holdingLots([lot]));
      await world.done('herder', { act: 'cancelDispatch', shipment });
      return `a hold on the place ${here}, on the lot ${whole}; the sale ${await world.tried('herder', fromPasture(lot))}`;
    },
  },
  {
    did: 'releases a regulator’s hold',
    by: 'producer, maker and holder of the goods',
    why: 'a hold ends by who placed it, or by a regulator who watches over it',
    async run() {
      const hold = await world.done('county', holdingLots([await herdOf(world, 1)]));
      return world.tried('herder', { act: 'release', hold, reason: 'cleared' });
    },
  },
  {
    did: 'closes a recall that a regulator has ordered',
    by: 'producer, maker of the goods',
    why: 'what a regulator has signed, a regulator closes',
    async run() {
      const recall = await world.done('county', recalling([await herdOf(world, 1)], 'ordered'));
      const report = digestOf('report');
      return world.tried('herder', { act: 'closeRecall', recall, outcome: 'mistaken', report });
    },
  },
  {
    did: 'releases the hold of its own failed test',
    by: 'producer, maker of the goods',
    why: 'what failed a test is a regulator’s to release',
    async run() {
      const hold = await world.done('herder', failing(await herdOf(world, 1)));
      return world.tried('herder', { act: 'release', hold, reason: 'retestPassed' });
    },
  },
  {
    did: 'tests again until it passes',
    by: 'producer, maker of the goods',
    why: 'a failure stays',
    async run() {
      const lot = await herdOf(world, 2);
      await world.done('herder', failing(lot));
      const said = await world.tried('herder', { ...failing(lot), verdict: 'passed' });
      return `${said}; the lot ${await world.fate(lot)}`;
    },
  },
  {
    did: 'covers a lot with 32 holds of its own, so that there is no room for a regulator’s',
    by: 'producer, maker of the goods',
    why: 'voluntary holds give way to an office’s',
    async run() {
      const lot = await plainHerdOf(world, 2);
      const own = await world.allDone('herder', Array(32).fill(holdingLots([lot])) as EventFields[]);
      const hold = await world.tried('county', holdingLots([lot]));
      await world.allDone('herder', own.map(releasing));
      return `the regulator’s hold ${hold}; after the release of the others a sale ${await world.tried('herder', fromPasture(lot))}`;
    },
  },
  {
    did: 'pushes a regulator’s hold out by 40 failed tests of its own, and has those released',
    by: 'producer, maker of the goods, and a regulator who knows of the tests only',
    why: 'no hold is dropped to make room for another failed test',
    async run() {
      const lot = await plainHerdOf(world, 2);
      await world.done('county', holdingLots([lot]));
      const own = await world.allDone('herder', Array(40).fill(failing(lot)) as EventFields[]);
      await world.allDone('regulator', own.map(releasing));
      return `the tests recorded; the sale ${await world.tried('herder', fromPasture(lot))}`;
    },
  },
  {
    did: 'makes lots at a site that it has registered in another province',
    by: 'producer',
    why: 'where goods were made its owner says: a regulator of its own division holds all that the party has',
    async run() {
      const site = { act: 'registerSite', site: 'FAR-2', kind: 'pasture', division: '130700' } as const;
      await world.done('grazier', site);
      const lot = newLot(world, 'hulunlamb');
      const plain = { claims: undefined, season: undefined, site: 'FAR-2' };
      await world.done('grazier', harvest(world, lot, lambs(2), plain));
      const onLot = await world.tried('othercounty', holdingLots([lot]));
      const subject = { kind: 'party', party: world.party('grazier') } as const;
      const fields = { act: 'hold', subject, reason: 'investigation' } as const;
      const onParty = await world.tried('othercounty', fields);
      const sale = await world.tried('grazier', selling(lot, lambs(1), 'FAR-2', atPasture));
      return `a hold on the lot ${onLot}, on the party ${onParty}; the sale ${sale}`;
    },
  },
  {
    did: 'makes recalled packs that came back fit for sale again',
    by: 'trader alone',
    why: 'a regulator who watches over the goods signs too',
    async run() {
      const lot = await slicesInShop(world, 4);
      await world.done('butcher', selling(lot, packs(4)));
      const recall = await world.done('regulator', recalling([lot], 'ordered'));
      await world.done('butcher', { act: 'takeBack', site: 'STORE-1', lines: [line(lot, packs(4))] });
      const lines = [{ lot, found: packs(4), remedied: packs(4) }];
      return world.tried('butcher', { act: 'remedy', recall, site: 'STORE-1', lines });
    },
  },
  {
    did: 'undoes the harvest that is on hold, so that it never was',
    by: 'producer',
    why: 'nothing is undone while a hold stands, or once a recall was there',
    async run() {
      const lot = newLot(world, 'lamb');
      const made = await world.done('herder', harvest(world, lot, lambs(1)));
      await world.done('county', holdingLots([lot]));
      return world.tried('herder', undoing(made));
    },
  },
  {
    did: 'counts a lot on hold down to nothing and up again',
    by: 'producer with its registrar',
    why: 'goods on hold never become more, and their holds stay on what was counted away',
    async run() {
      const lot = await plainHerdOf(world, 2);
      await world.done('county', holding(world, 'herder', 'PASTURE-1', [lot]));
      const registrar = 'registrar-ProducersMSP';
      const down = await world.tried('herder', counting(lot, { count: 0, massG: 0 }), registrar);
      return `down ${down}; up ${await world.tried('herder', counting(lot, lambs(2)), registrar)}`;
    },
  },
  {
    did: 'calls a recall that it was ordered to make a drill',
    by: 'producer, maker of the goods',
    why: 'a drill touches no lot, and the order’s own recall stands beside it',
    async run() {
      const lot = await plainHerdOf(world, 2);
      await world.done('county', recalling([lot], 'ordered'));
      const said = await world.tried('herder', { ...recalling([lot]), drill: true });
      return `${said}; the sale ${await world.tried('herder', fromPasture(lot))}`;
    },
  },
]);

const releasing = (hold: string): EventFields => ({ act: 'release', hold, reason: 'mistake' });
const counting = (lot: string, counted: Amount): EventFields => ({
  act: 'recount',
  site: 'PASTURE-1',
  lines: [{ lot, counted }],
  reason: 'stocktaking',
});
