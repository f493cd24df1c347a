import {
  canonicalize,
  eventIdOf,
  protectedHeader,
  signingInput,
  toBase64url,
  webCrypto,
} from '@mengsu/chaincode/model';
import type { EventFields } from '@mengsu/client';
import { afterAll, beforeAll } from 'vitest';
import { lotOf } from '../../demo/src/story/catalogue.ts';
import { digestOf } from '../../demo/src/story/digest.ts';
import { claimsOf } from '../../demo/src/story/grants.ts';
import {
  harvest,
  herdOf,
  lambs,
  line,
  meatPapers,
  newLot,
  plainHerdOf,
  recalling,
  selling,
} from '../system/attack-goods.ts';
import { attackGroup } from '../system/attack-group.ts';
import { AttackWorld, day, instant } from '../system/attack-world.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';

let system: RunningSystem;
let world: AttackWorld;
beforeAll(async () => {
  system = await runSystem();
  world = await AttackWorld.on(system);
});
afterAll(() => system?.remove());

const someHarvest = () => harvest(world, newLot(world, 'lamb'), lambs(1));
/** A harvest of the herder's with everything stated, for hands that build payloads themselves. */
const rawHarvest = (more: object = {}) => ({ ...someHarvest(), party: world.party('herder'), ...more });

const quotaFields = (): EventFields => ({
  act: 'certifySite',
  holder: world.party('herder'),
  site: 'PASTURE-1',
  commodity: 'sheep',
  capacities: [{ class: 'breeding-ewe', unit: 'head', amount: 900_000 }],
});

attackGroup('Forge and replay', () => world, [
  {
    did: 'signs a producer’s harvest with a key that nobody has enrolled',
    by: 'anyone',
    why: 'signers are devices of the ledger',
    async run() {
      world.calls('stranger', world.party('herder'));
      return world.tried('stranger', someHarvest());
    },
  },
  {
    did: 'names a producer’s device and signs with its own key',
    by: 'anyone',
    why: 'the signature is checked against the device’s key',
    async run() {
      const victim = await world.key('herder');
      const forged = await world.forge('stranger', rawHarvest());
      const payload = canonicalize({ ...JSON.parse(forged.payload), device: victim.kid });
      const signatures = await signaturesOf(payload, 'stranger', ['herder']);
      return world.posted([{ payload, signatures }]);
    },
  },
  {
    did: 'changes the amount of a signed sale on its way',
    by: 'whoever relays it',
    why: 'the signature is over every byte of the payload',
    async run() {
      const signed = await world.sign('herder', someHarvest());
      const payload = signed.payload.replace('"count":1', '"count":9');
      return world.posted([{ ...signed, payload }]);
    },
  },
  {
    did: 'posts a signed harvest again and again',
    by: 'whoever relays it',
    why: 'the event’s id is the digest of its payload: counted once',
    async run() {
      const fields = someHarvest();
      const signed = await world.sign('herder', fields);
      const both = [await world.posted([signed]), await world.posted([signed])];
      const { created, amounts } = await world.lot('lot' in fields ? String(fields.lot) : '');
      const isOnce = JSON.stringify(created) === JSON.stringify(amounts.available);
      return `${both.join('; ')}; counted ${isOnce ? 'once' : 'twice'}`;
    },
  },
  {
    did: 'brings an event that was signed for another network',
    by: 'whoever has it',
    why: 'the payload names its network',
    run: async () => world.posted([await world.forge('herder', rawHarvest({ network: 'another-network' }))]),
  },
  {
    did: 'grants capacity with the regulator named, and signed by the certifier in its place',
    by: 'certifier',
    why: 'each signature belongs to the signer that the payload names at its place',
    async run() {
      const { payload } = await world.sign('certifier', quotaFields(), 'regulator');
      const signatures = await signaturesOf(payload, 'certifier', ['certifier', 'regulator']);
      return world.posted([{ payload, signatures }]);
    },
  },
  {
    did: 'leaves the cosigner’s signature out',
    by: 'certifier',
    why: 'an envelope has one signature for each named signer, in their order',
    async run() {
      const signed = await world.sign('certifier', quotaFields(), 'regulator');
      return world.posted([{ ...signed, signatures: signed.signatures.slice(0, 1) }]);
    },
  },
  {
    did: 'names its own device among the cosigners, to count twice',
    by: 'certifier',
    why: 'each signer is named once',
    run: async () => world.posted([await world.forge('certifier', quotaFields(), 'certifier')]),
  },
  {
    did: 'signs with a stolen phone that its owner has revoked',
    by: 'whoever stole it',
    why: 'after a revocation nothing of the key is recorded, whenever it was said',
    async run() {
      world.calls('old-phone', world.party('grazier'));
      await world.done('grazier', await world.deviceFields('old-phone'), 'old-phone');
      const kept = await world.sign('old-phone', plainHarvest());
      const { kid } = await world.key('old-phone');
      await world.done('grazier', { act: 'revokeDevice', subject: kid, reason: 'stolen' });
      return world.posted([kept]);
    },
  },
  {
    did: 'signs with a key after its last day',
    by: 'whoever has it',
    why: 'what a key says lies within its days',
    async run() {
      world.calls('short-phone', world.party('grazier'));
      const fields = await world.deviceFields('short-phone');
      await world.done('grazier', { ...fields, validUntil: instant(-1 / 48) } as EventFields, 'short-phone');
      return world.tried('short-phone', plainHarvest());
    },
  },
  {
    did: 'hands in a sale that its signer has withdrawn',
    by: 'whoever relays it',
    why: 'a withdrawal of any signer refuses the event for good',
    async run() {
      const signed = await world.sign('herder', someHarvest());
      await world.done('herder', { act: 'withdraw', event: await eventIdOf(signed.payload, webCrypto) });
      return world.posted([signed]);
    },
  },
  {
    did: 'keeps a signed mandate back and hands it in after the mandate was ended',
    by: 'delegate',
    why: 'an end stops what was said before it',
    async run() {
      const [principal, delegate] = [world.party('herder'), world.party('grazier')];
      const give = { act: 'delegate', principal, delegate, acts: ['sell'], gtins: [], until: instant(9) };
      await world.done('herder', give as EventFields);
      const kept = await world.sign('herder', { ...give, until: instant(8) } as EventFields);
      await world.done('herder', { act: 'endDelegation', principal, delegate });
      return world.posted([kept]);
    },
  },
  {
    did: 'enrols a key that another party has',
    by: 'producer that holds both keys',
    why: 'a key is enrolled once, for one device, for good',
    async run() {
      const { publicKey } = await world.key('herder');
      const fields = { act: 'enrolDevice', subject: world.party('grazier'), key: publicKey } as const;
      return world.tried('grazier', { ...fields, role: 'operator' }, 'herder');
    },
  },
  {
    did: 'sells with an organisation’s service key',
    by: 'gateway, by its service key',
    why: 'a service key carries holds and recalls on, and nothing else',
    async run() {
      world.calls('service-ProducersMSP', world.party('registrar-ProducersMSP'));
      return world.tried('service-ProducersMSP', selling(await herdOf(world, 1), lambs(1), 'PASTURE-1'));
    },
  },
  {
    did: 'cosigns a checkpoint of the log',
    by: 'producer',
    why: 'only the log key of an organisation witnesses',
    run: () =>
      world.tried('herder', {
        act: 'cosign',
        note: `mengsu\n1\n${Buffer.alloc(32).toString('base64')}\n`,
        signature: Buffer.alloc(60).toString('base64'),
      }),
  },
]);

const plainHarvest = (): EventFields => {
  const lot = lotOf('hulunlamb', `A${world.next()}`);
  return harvest(world, lot, lambs(1), { claims: undefined, season: undefined });
};

/** Signatures over a payload under the headers of the named devices, all made by one key. */
async function signaturesOf(payload: string, by: string, named: readonly string[]) {
  const signer = await world.key(by);
  return Promise.all(
    named.map(async (name) => {
      const header = protectedHeader((await world.key(name)).kid);
      return { protected: header, signature: toBase64url(await signer.sign(signingInput(header, payload))) };
    }),
  );
}

attackGroup('Backdate and late', () => world, [
  {
    did: 'hands in an event after its last moment',
    by: 'whoever relays it',
    why: '`notAfter` bounds how long a relay may wait',
    run: async () => world.posted([await world.forge('herder', rawHarvest({ notAfter: instant(-0.01) }))]),
  },
  {
    did: 'signs an event that would be good for a year',
    by: 'producer',
    why: '`notAfter` lies at most 30 days ahead',
    run: async () => world.posted([await world.forge('herder', rawHarvest({ notAfter: instant(365) }))]),
  },
  {
    did: 'says a harvest of next week',
    by: 'producer',
    why: 'nothing is said ahead of the ledger’s clock but for 5 minutes',
    run: async () => world.posted([await world.forge('herder', rawHarvest({ eventTime: instant(7) }))]),
  },
  {
    did: 'says a harvest of the time before its device was enrolled',
    by: 'producer',
    why: 'what a key says lies within its days',
    run: async () => world.posted([await world.forge('herder', rawHarvest({ eventTime: instant(-60) }))]),
  },
  {
    did: 'tells of a harvest 15 days late, with claims',
    by: 'producer alone',
    why: 'who tells production late makes no claims without a registrar',
    async run() {
      const lot = newLot(world, 'lamb');
      const late = harvest(world, lot, lambs(1), { eventTime: instant(-15.5) });
      const said = await world.tried('herder', late);
      return `${said}; the lot ${await world.fate(lot)}`;
    },
  },
  {
    did: 'says that it sold recalled lambs before the recall',
    by: 'producer',
    why: 'holds and recalls are judged by what the ledger knows when it records',
    async run() {
      const lot = await plainHerdOf(world, 2);
      await world.done('regulator', recalling([lot], 'ordered'));
      const sale = selling(lot, lambs(1), 'PASTURE-1', { papers: meatPapers, eventTime: instant(-5) });
      return world.tried('herder', sale);
    },
  },
  {
    did: 'says that it sold expired packs in time, three weeks ago',
    by: 'trader',
    why: 'what is told more than 14 days late is judged by the day of recording, less 14 days, too',
    async run() {
      const lot = lotOf('slices', `A${world.next()}`);
      await world.done('slaughterhouse', {
        act: 'admit',
        site: 'PLANT-1',
        lot,
        amount: { count: 4, massG: 1000 },
        bestBefore: day(-16),
        source: 'opening',
        document: digestOf('stock list'),
        eventTime: instant(-18),
      });
      const sale = { ...selling(lot, { count: 4, massG: 1000 }, 'PLANT-1'), papers: meatPapers };
      return world.tried('slaughterhouse', { ...sale, eventTime: instant(-17.5) });
    },
  },
  {
    did: 'brings in opening stock with claims',
    by: 'producer',
    why: 'goods from before the ledger, or from outside, claim nothing: the event has no place for it',
    run: async () =>
      world.posted([
        await world.forge('herder', {
          act: 'admit',
          site: 'PASTURE-1',
          lot: newLot(world, 'lamb'),
          amount: lambs(1),
          source: 'opening',
          document: digestOf('stock list'),
          claims: claimsOf('herder', ['mengzibiao']),
        }),
      ]),
  },
]);

attackGroup('Break the ledger with bad input', () => world, [
  {
    did: 'adds a key that no schema knows',
    by: 'producer',
    why: 'schemas are strict',
    run: async () => world.posted([await world.forge('herder', rawHarvest({ extra: 1 }))]),
  },
  {
    did: 'states an amount of 2^53',
    by: 'producer',
    why: 'amounts are integers up to 10^12',
    run: async () =>
      world.posted([await world.forge('herder', rawHarvest({ amount: { count: 2 ** 53, massG: 1 } }))]),
  },
  {
    did: 'states a negative amount, to take from a rival’s sum',
    by: 'producer',
    why: 'amounts are integers from 0, of what is made from 1',
    run: async () =>
      world.posted([await world.forge('herder', rawHarvest({ amount: { count: -5, massG: -1 } }))]),
  },
  {
    did: 'states the amount as text',
    by: 'producer',
    why: 'schemas are strict',
    run: async () =>
      world.posted([await world.forge('herder', rawHarvest({ amount: { count: '1', massG: 1 } }))]),
  },
  {
    did: 'writes one key twice, so that two readers read two events',
    by: 'producer',
    why: 'a payload has one canonical text',
    async run() {
      const signed = await world.sign('herder', someHarvest());
      const payload = signed.payload.replace('{', '{"act":"sell",');
      return world.posted([{ ...signed, payload }]);
    },
  },
  {
    did: 'names a lot twice in one sale, each time within what is there',
    by: 'producer',
    why: 'each lot stands once',
    async run() {
      const lot = await herdOf(world, 2);
      const lines = [line(lot, lambs(2)), line(lot, lambs(2))];
      return world.posted([
        await world.forge('herder', { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines }),
      ]);
    },
  },
  {
    did: 'hides a character in a product’s name that turns the text around',
    by: 'producer with its registrar',
    why: 'names hold nothing that nobody sees',
    run: async () =>
      world.posted([
        await world.forge(
          'herder',
          {
            act: 'registerProduct',
            gtin: world.newGtin(),
            category: 'lamb-live',
            names: { zh: '羊\u202e肉' },
          },
          'registrar-ProducersMSP',
        ),
      ]),
  },
  {
    did: 'names a lot whose number leads out of its key',
    by: 'producer',
    why: 'no part of a key but the last holds a stroke, and lot numbers are of GS1’s characters',
    run: async () =>
      world.posted([
        await world.forge('herder', rawHarvest({ lot: `${newLot(world, 'lamb').split('/')[0]}/../lot/x y` })),
      ]),
  },
  {
    did: 'posts 201 events at once',
    by: 'anyone',
    why: 'a document has at most 200',
    async run() {
      const events = Array.from({ length: 201 }, (_, index) => ({
        payload: `{"n":${index}}`,
        signatures: [],
      }));
      return world.posted(events);
    },
  },
]);
