import type { EventFields } from '@mengsu/client';
import { afterAll, beforeAll } from 'vitest';
import { digestOf } from '../../demo/src/story/digest.ts';
import { certificateOf } from '../../demo/src/story/grants.ts';
import {
  harvest,
  herdOf,
  holdingLots,
  lambs,
  meatPapers,
  newLot,
  plainHerdOf,
  recalling,
  selling,
  undoing,
} from '../system/attack-goods.ts';
import { attackGroup } from '../system/attack-group.ts';
import { AttackWorld, day, instant } from '../system/attack-world.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';

let system: RunningSystem;
let world: AttackWorld;
beforeAll(async () => {
  system = await runSystem();
  world = await AttackWorld.on(system);
  await world.enrolRegulator('county', 'agriculture', '152523');
  await world.enrolRegulator('othercounty', 'agriculture', '150724');
  await world.enrolRegulator('grainbureau', 'grain', '15');
});
afterAll(() => system?.remove());

const atPasture = { papers: meatPapers };
const fromPasture = (lot: string, count = 1) => selling(lot, lambs(count), 'PASTURE-1', atPasture);
const releasing = (hold: string): EventFields => ({ act: 'release', hold, reason: 'mistake' });

const suspending = (who: string, to: 'suspended' | 'withdrawn' = 'suspended') =>
  ({
    act: 'restrict',
    subject: { kind: 'party', party: world.party(who) },
    to,
    reason: 'other',
  }) as const;
const sampling = (lot: string): EventFields => ({
  act: 'sample',
  holder: world.party('herder'),
  site: 'PASTURE-1',
  lot,
  amount: lambs(1),
  seal: digestOf('seal'),
  purpose: 'spotCheck',
});
const newcomer = (more: object): EventFields =>
  ({
    act: 'enrolParty',
    subject: world.newParty(),
    names: { zh: '新主体' },
    roles: ['producer'],
    organisation: 'ProducersMSP',
    division: '152523',
    ...more,
  }) as EventFields;

attackGroup('Abuse an office', () => world, [
  {
    did: 'grants a quota',
    by: 'certifier alone',
    why: 'granting needs a certifier’s and a regulator’s signature',
    run: () =>
      world.tried('certifier', {
        act: 'certifySite',
        holder: world.party('herder'),
        site: 'PASTURE-1',
        commodity: 'sheep',
        capacities: [{ class: 'breeding-ewe', unit: 'head', amount: 10_000 }],
      }),
  },
  {
    did: 'issues a certificate',
    by: 'regulator alone',
    why: 'a certifier says it, a regulator signs too',
    run: () =>
      world.tried('regulator', {
        act: 'issueCertificate',
        number: 'OWN-1',
        scheme: 'mengzibiao',
        holder: world.party('herder'),
        products: [],
        categories: ['lamb-live'],
        sites: ['PASTURE-1'],
        from: day(-1),
        until: day(9),
      }),
  },
  {
    did: 'enrols a certifier of its own choice',
    by: 'BrandMSP’s registrar alone',
    why: 'who mints trust is enrolled by both organisations’ registrars',
    run: () =>
      world.tried('registrar-BrandMSP', newcomer({ roles: ['certifier'], organisation: 'BrandMSP' })),
  },
  {
    did: 'enrols one party as certifier and regulator, to grant alone',
    by: 'registrars of BrandMSP and RegulatorMSP together',
    why: 'certifiers live in BrandMSP, regulators in RegulatorMSP, and a party in one organisation',
    run: () =>
      world.tried(
        'registrar-BrandMSP',
        newcomer({
          roles: ['certifier', 'regulator'],
          organisation: 'BrandMSP',
          remits: ['market'],
          divisionPrefix: '15',
        }),
        'registrar-RegulatorMSP',
      ),
  },
  {
    did: 'enrols a producer for another organisation',
    by: 'TradeMSP’s registrar',
    why: 'a registrar speaks of parties of its own organisation',
    run: () => world.tried('registrar-TradeMSP', newcomer({})),
  },
  {
    did: 'makes an enrolled producer a regulator afterwards',
    by: 'ProducersMSP’s registrar',
    why: 'a party told anew is judged like a new one',
    run: () =>
      world.tried('registrar-ProducersMSP', {
        ...newcomer({ roles: ['regulator'], remits: ['market'], divisionPrefix: '15' }),
        act: 'changeParty',
        subject: world.party('grazier'),
      } as EventFields),
  },
  {
    did: 'sells a member’s goods',
    by: 'registrar with its own key',
    why: 'a registrar’s key enrols and vouches; goods are an operator’s',
    async run() {
      const fields = { ...fromPasture(await herdOf(world, 1)), party: world.party('herder') };
      return world.tried('registrar-ProducersMSP', fields);
    },
  },
  {
    did: 'enrols a key of its own for a member, and sells the member’s goods with it',
    by: 'registrar that is dishonest',
    why: 'a registrar can do this, and not unseen: the enrolment is an event that the member and everybody else reads',
    async run() {
      const lot = await plainHerdOf(world, 1);
      world.calls('inserted', world.party('herder'));
      const enrolment = await world.sign(
        'registrar-ProducersMSP',
        await world.deviceFields('inserted'),
        'inserted',
      );
      const { results } = await world.client.postEvents({ mode: 'all', events: [enrolment] });
      const said = await world.tried('inserted', fromPasture(lot));
      const seen = await world.client.event(results[0]?.id ?? '');
      return `${said}; the event \`${seen.act}\` of the registrar’s is read by all`;
    },
  },
  {
    did: 'lends a member’s voice to a friend with two keys of its own as two registrars',
    by: 'registrar that is dishonest',
    why: 'two keys of one registrar are one hand, which could enrol a key for the member as well (above): mandate, paper’s digest and both keys are read by all, and the member ends it',
    async run() {
      const own = world.calls('registrar-two', world.party('registrar-ProducersMSP'));
      const fields = { ...(await world.deviceFields(own)), role: 'registrar' } as EventFields;
      await world.done('registrar-ProducersMSP', fields, own);
      const [principal, delegate] = [world.party('herder'), world.party('market')];
      const lend = { act: 'delegate', principal, delegate, acts: ['sell'], gtins: [], until: instant(9) };
      const paper = { paper: digestOf('made up') };
      return world.tried('registrar-ProducersMSP', { ...lend, ...paper } as EventFields, own);
    },
  },
  {
    did: 'founds an organisation anew with its own keys',
    by: 'anyone who can post',
    why: 'a founding is submitted by the organisation’s own admin',
    async run() {
      const keys = await Promise.all(
        ['own-registrar', 'own-log', 'own-service'].map((name) => world.key(name)),
      );
      const [registrarKey, logKey, serviceKey] = keys.map(({ publicKey }) => publicKey);
      world.calls('own-registrar', world.party('registrar-BrandMSP'));
      return world.posted([
        await world.forge('own-registrar', {
          act: 'found',
          version: 1,
          organisation: 'BrandMSP',
          names: { zh: '假机构' },
          division: '150000',
          ...{ registrarKey, logKey, serviceKey },
        }),
      ]);
    },
  },
  {
    did: 'holds goods of another county',
    by: 'county regulator',
    why: 'a regulator watches over its own division',
    run: async () => world.tried('othercounty', holdingLots([await herdOf(world, 1)])),
  },
  {
    did: 'recalls lambs',
    by: 'regulator of grain',
    why: 'a regulator watches over its own remit',
    run: async () => world.tried('grainbureau', recalling([await herdOf(world, 1)], 'ordered')),
  },
  {
    did: 'releases a hold of the county where a friend makes goods',
    by: 'regulator of another county',
    why: 'as wide as the goods, or not at all',
    async run() {
      const hold = await world.done('county', holdingLots([await herdOf(world, 1)]));
      return world.tried('othercounty', releasing(hold));
    },
  },
  {
    did: 'suspends the regulator that watches it',
    by: 'certifier alone',
    why: 'who mints trust is restricted by both together',
    run: () => world.tried('certifier', suspending('county')),
  },
  {
    did: 'suspends the party that keeps an organisation’s registrar',
    by: 'certifier and regulator together',
    why: 'nobody can stop an organisation from revoking a stolen key',
    run: () => world.tried('certifier', suspending('registrar-ProducersMSP'), 'regulator'),
  },
  {
    did: 'ends a producer for good',
    by: 'certifier alone',
    why: 'a suspension is one office’s, an end is both’s',
    run: () => world.tried('certifier', suspending('grazier', 'withdrawn')),
  },
  {
    did: 'suspends a producer out of spite, and lifts it for a favour',
    by: 'certifier alone',
    why: 'one office stops at once, as it must when there is danger; it takes both to lift it, and all is told',
    async run() {
      const said = await world.tried('certifier', suspending('cattlefarm'));
      const { subject } = suspending('cattlefarm');
      return `${said}; the lifting ${await world.tried('certifier', { act: 'reinstate', subject })}`;
    },
  },
  {
    did: 'goes on making claims while suspended',
    by: 'producer that is suspended',
    why: 'what a suspended party must still say, it can: receive, dispose, acknowledge, answer',
    async run() {
      await world.done('regulator', suspending('vineyard'));
      const lot = newLot(world, 'hulunlamb');
      return world.tried('vineyard', harvest(world, lot, lambs(1), { claims: undefined }));
    },
  },
  {
    did: 'takes a sample that nobody has seen',
    by: 'inspector alone',
    why: 'the holder or a second inspector signs too',
    run: async () => world.tried('county', sampling(await herdOf(world, 2))),
  },
  {
    did: 'witnesses its own sample with a second device',
    by: 'inspector with two devices',
    why: 'two devices are two inspectors only where both say whose they are, and not the same',
    async run() {
      world.calls('county-two', world.party('county'));
      await world.done('county', await world.deviceFields('county-two', 'inspector 1'), 'county-two');
      return world.tried('county', sampling(await herdOf(world, 2)), 'county-two');
    },
  },
  {
    did: 'passes goods without being qualified for them',
    by: 'laboratory, with another party’s certificate',
    why: 'a laboratory inspects within its own qualification',
    async run() {
      const lot = await herdOf(world, 2);
      const sample = await world.done('county', sampling(lot), 'herder');
      return world.tried('laboratory', {
        act: 'inspect',
        sample,
        lot,
        certificate: certificateOf('production-licence', 'slaughterhouse'),
        verdict: 'passed',
        parameters: [{ method: 'GB 31650', verdict: 'passed' }],
        report: digestOf('report'),
      });
    },
  },
  {
    did: 'undoes the amounts of a producer’s event',
    by: 'regulator',
    why: 'a regulator may tell an event to be wrong; amounts are undone by their own party alone',
    async run() {
      const lot = newLot(world, 'lamb');
      return world.tried('regulator', undoing(await world.done('herder', harvest(world, lot, lambs(1)))));
    },
  },
  {
    did: 'lends the power to hold and recall to a friend',
    by: 'regulator',
    why: 'nobody speaks for who mints trust',
    run: () =>
      world.tried('regulator', {
        act: 'delegate',
        principal: world.party('regulator'),
        delegate: world.party('market'),
        acts: ['hold'],
        gtins: [],
        until: instant(9),
      }),
  },
]);
