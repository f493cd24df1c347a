import { eventIdOf, gs1CheckDigit, webCrypto } from '@mengsu/chaincode/model';
import type { EventFieldsOf } from '@mengsu/client';
import { afterAll, beforeAll } from 'vitest';
import { lotOf } from '../../demo/src/story/catalogue.ts';
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
  receiving,
  selling,
  sending,
  sent,
  slicesInPlant,
  slicesInShop,
  undoing,
} from '../system/attack-goods.ts';
import { attackGroup } from '../system/attack-group.ts';
import { AttackWorld, instant } from '../system/attack-world.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';

let system: RunningSystem;
let world: AttackWorld;
beforeAll(async () => {
  system = await runSystem();
  world = await AttackWorld.on(system);
});
afterAll(() => system?.remove());

const pasture = { by: 'herder', site: 'PASTURE-1' };
const plant = { by: 'slaughterhouse', site: 'PLANT-1' };
const shop = { by: 'butcher', site: 'STORE-1' };
const atPasture = { papers: meatPapers };

/** Two lambs on their way to the slaughterhouse. */
async function onTheRoad(more: Partial<EventFieldsOf<'dispatch'>> = {}) {
  const lot = await herdOf(world, 2);
  const fields = sending(world, 'slaughterhouse', 'PASTURE-1', [line(lot, lambs(2))], more);
  return { lot, shipment: await sent(world, 'herder', fields) };
}

const all = (lot: string) => [{ lot, accepted: lambs(2), collected: 'other' as const }];

attackGroup('Sell twice', () => world, [
  {
    did: 'sells the same packs twice, in one document',
    by: 'trader',
    why: 'events of a document see each other’s writes',
    async run() {
      const lot = await slicesInShop(world, 10);
      const events = [
        await world.sign('butcher', selling(lot, packs(10))),
        await world.sign('butcher', selling(lot, packs(10))),
      ];
      return world.posted(events, 'each');
    },
  },
  {
    did: 'sells the same packs over two connections at once',
    by: 'trader',
    why: 'of two transactions on one holding the later is tried again, and finds it empty',
    async run() {
      const lot = await slicesInShop(world, 10);
      const both = await Promise.all([1, 2].map(() => world.tried('butcher', selling(lot, packs(10)))));
      return both.sort().join('; ');
    },
  },
  {
    did: 'sends the same lambs to two buyers',
    by: 'producer',
    why: 'what is sent has left the holding',
    async run() {
      const lot = await herdOf(world, 2);
      const lines = [line(lot, lambs(2))];
      const events = [
        await world.sign('herder', sending(world, 'slaughterhouse', 'PASTURE-1', lines)),
        await world.sign('herder', sending(world, 'hulunplant', 'PASTURE-1', lines)),
      ];
      return world.posted(events, 'each');
    },
  },
  {
    did: 'sells what lies on a pallet, and sends the pallet',
    by: 'producer',
    why: 'what is loaded is not available',
    async run() {
      const lot = await herdOf(world, 2);
      const lines = [line(lot, lambs(2))];
      await world.done('herder', { act: 'load', unit: sscc(), site: 'PASTURE-1', lines });
      return world.tried('herder', selling(lot, lambs(1), 'PASTURE-1', atPasture));
    },
  },
  {
    did: 'sends half of what is on a pallet under its number',
    by: 'producer',
    why: 'the lines of a unit are all that is on it',
    async run() {
      const [lot, unit] = [await herdOf(world, 2), sscc()];
      await world.done('herder', { act: 'load', unit, site: 'PASTURE-1', lines: [line(lot, lambs(2))] });
      const goods = [{ ...line(lot, lambs(1)), unit }];
      return world.tried('herder', sending(world, 'slaughterhouse', 'PASTURE-1', goods));
    },
  },
  {
    did: 'takes back from customers more than it sold',
    by: 'trader',
    why: 'a seller takes back at most what it sold',
    async run() {
      const lot = await slicesInShop(world, 10);
      await world.done('butcher', selling(lot, packs(2)));
      return world.tried('butcher', { act: 'takeBack', site: 'STORE-1', lines: [line(lot, packs(3))] });
    },
  },
  {
    did: 'undoes a correction by correcting it, to undo the first event once more',
    by: 'producer',
    why: 'an event is corrected once, and a correction has no amounts',
    async run() {
      const lot = await plainHerdOf(world, 2);
      const { steps } = await world.lot(lot);
      const made = steps.find(({ act }) => act === 'commission')?.eventId ?? '';
      const undone = await world.done('herder', undoing(made));
      const again = await world.tried('herder', undoing(undone));
      return `${again}; the lot ${await world.fate(lot)}`;
    },
  },
]);

attackGroup('Move another’s goods', () => world, [
  {
    did: 'receives a shipment that is addressed to another',
    by: 'trader',
    why: 'only the addressee speaks',
    async run() {
      const { lot, shipment } = await onTheRoad();
      return world.tried('butcher', receiving(shipment, 'STORE-1', all(lot)));
    },
  },
  {
    did: 'receives more than was sent',
    by: 'addressee',
    why: 'accepted, refused and missing are what was sent, in every measure',
    async run() {
      const { lot, shipment } = await onTheRoad();
      const lines = [{ lot, accepted: lambs(3) }];
      return world.tried('slaughterhouse', receiving(shipment, 'PLANT-1', lines));
    },
  },
  {
    did: 'receives the same shipment twice',
    by: 'addressee',
    why: 'the second hand is given once',
    async run() {
      const { lot, shipment } = await onTheRoad();
      await world.done('slaughterhouse', receiving(shipment, 'PLANT-1', all(lot)));
      return world.tried('slaughterhouse', receiving(shipment, 'PLANT-1', all(lot)));
    },
  },
  {
    did: 'says that lambs are missing which it has driven home, and sells them',
    by: 'addressee',
    why: 'what was not accepted is nobody’s to sell; the sender sees the dispute at once',
    async run() {
      const { lot, shipment } = await onTheRoad();
      const said = await world.tried(
        'slaughterhouse',
        receiving(shipment, 'PLANT-1', [{ lot, missing: lambs(2) }]),
      );
      return `${said}; the sale ${await world.tried('slaughterhouse', selling(lot, lambs(2), 'PLANT-1', atPasture))}`;
    },
  },
  {
    did: 'fetches goods back after they have left',
    by: 'sender alone',
    why: 'after the said departure the addressee signs too',
    async run() {
      const { shipment } = await onTheRoad();
      return world.tried('herder', { act: 'cancelDispatch', shipment });
    },
  },
  {
    did: 'cancels the shipment of a rival before its departure',
    by: 'producer',
    why: 'a shipment is its sender’s',
    async run() {
      const { shipment } = await onTheRoad({ departure: instant(1) });
      return world.tried('grazier', { act: 'cancelDispatch', shipment });
    },
  },
  {
    did: 'puts missing goods back into its own stock',
    by: 'sender alone',
    why: 'missing goods return only with the addressee’s signature; alone they are written off',
    async run() {
      const { lot, shipment } = await onTheRoad();
      await world.done('slaughterhouse', receiving(shipment, 'PLANT-1', [{ lot, missing: lambs(2) }]));
      const lines = [{ lot, returned: lambs(2) }];
      return world.tried('herder', { act: 'settle', shipment, site: 'PASTURE-1', lines });
    },
  },
  {
    did: 'settles the dispute in the sender’s place, and takes the refused lambs',
    by: 'addressee',
    why: 'refused goods are the sender’s',
    async run() {
      const { lot, shipment } = await onTheRoad();
      await world.done('slaughterhouse', receiving(shipment, 'PLANT-1', [{ lot, refused: lambs(2) }]));
      const lines = [{ lot, takenBack: lambs(2) }];
      return world.tried('slaughterhouse', { act: 'settle', shipment, site: 'PLANT-1', lines });
    },
  },
  {
    did: 'undoes the receipt, so that the sender must answer for the goods again',
    by: 'addressee alone',
    why: 'neither hand undoes a handover alone',
    async run() {
      const lot = await herdOf(world, 2);
      const { receipt } = await handedOver(world, pasture, plant, line(lot, lambs(2)));
      return world.tried('slaughterhouse', undoing(receipt));
    },
  },
  {
    did: 'sells from the shop of a rival',
    by: 'trader with its own device',
    why: 'site and holding are looked for among the event’s own party’s',
    async run() {
      const lot = await slicesInShop(world, 5);
      return world.tried('market', selling(lot, packs(5)));
    },
  },
  {
    did: 'speaks for a rival without its mandate',
    by: 'trader with its own device',
    why: 'a device speaks for its own party, or under a mandate',
    async run() {
      const lot = await slicesInShop(world, 5);
      return world.tried('market', { ...selling(lot, packs(5)), party: world.party('butcher') });
    },
  },
  {
    did: 'uses a mandate to sell for giving goods to itself',
    by: 'trader with a mandate for `sell`',
    why: 'a mandate names its acts',
    async run() {
      const lot = await slicesInShop(world, 5);
      await mandate('butcher', 'market');
      const fields = sending(world, 'market', 'STORE-1', [line(lot, packs(5))]);
      return world.tried('market', { ...fields, party: world.party('butcher') });
    },
  },
  {
    did: 'goes on selling after the mandate was ended, with events said before',
    by: 'trader whose mandate for `sell` was ended',
    why: 'an end also stops what is still on its way',
    async run() {
      const lot = await slicesInShop(world, 5);
      await mandate('butcher', 'grocer');
      const fields = { ...selling(lot, packs(5)), party: world.party('butcher') };
      const kept = await world.sign('grocer', fields);
      const end = { principal: world.party('butcher'), delegate: world.party('grocer') };
      await world.done('butcher', { act: 'endDelegation', ...end });
      return world.posted([kept]);
    },
  },
  {
    did: 'tells the event of a rival to be wrong and undoes it',
    by: 'producer',
    why: 'a party corrects its own events',
    async run() {
      const lot = await herdOf(world, 2);
      const { steps } = await world.lot(lot);
      const made = steps.find(({ act }) => act === 'commission')?.eventId ?? '';
      return world.tried('grazier', undoing(made));
    },
  },
]);

async function mandate(from: string, to: string): Promise<void> {
  const [principal, delegate] = [world.party(from), world.party(to)];
  const fields = {
    act: 'delegate',
    principal,
    delegate,
    acts: ['sell'],
    gtins: [],
    until: instant(5),
  } as const;
  await world.done(from, { ...fields, acts: ['sell'], gtins: [] });
}

function sscc(): string {
  const digits = `0952150080000${world.next()}`;
  return digits + gs1CheckDigit(digits);
}

attackGroup('Poison: hurt a rival’s goods or numbers', () => world, [
  {
    did: 'uses up the next lot numbers of a rival',
    by: 'producer',
    why: 'lots are made by the owner of the GTIN, or its licensee',
    run: () => world.tried('grazier', harvest(world, newLot(world, 'lamb'), lambs(1), { claims: undefined })),
  },
  {
    did: 'issues item codes for the next lot of a rival',
    by: 'producer',
    why: 'codes are the maker’s, and kept apart for each party',
    run: () =>
      world.tried('grazier', {
        act: 'issueCodes',
        lot: newLot(world, 'slices'),
        set: 1,
        count: 10,
        root: digestOf('codes'),
      }),
  },
  {
    did: 'takes the number of a rival’s next shipment',
    by: 'producer',
    why: 'shipments are numbered by their sender',
    async run() {
      const number = `S-${world.next()}`;
      const lot = lotOf('hulunlamb', `A${world.next()}`);
      await world.done('grazier', harvest(world, lot, lambs(1), { claims: undefined, season: undefined }));
      const lines = [line(lot, lambs(1))];
      const first = await world.tried('grazier', sending(world, 'butcher', 'PASTURE-1', lines, { number }));
      const own = [line(await herdOf(world, 1), lambs(1))];
      const second = await world.tried('herder', sending(world, 'butcher', 'PASTURE-1', own, { number }));
      return `the attacker’s ${first}; the rival’s ${second}`;
    },
  },
  {
    did: 'registers the GTIN of a rival as its own',
    by: 'producer alone',
    why: 'a registrar who has seen the licence of the GTIN signs too',
    run: () =>
      world.tried('grazier', {
        act: 'registerProduct',
        gtin: world.newGtin(),
        category: 'lamb-live',
        names: { zh: '抢注' },
      }),
  },
  {
    did: 'puts a rival’s new key under its own name before the rival enrols it',
    by: 'producer that has seen the public key',
    why: 'a new key signs its own enrolment',
    async run() {
      const { publicKey } = await world.key('new-phone');
      const fields = { act: 'enrolDevice', subject: world.party('grazier'), key: publicKey } as const;
      return world.tried('grazier', { ...fields, role: 'operator' });
    },
  },
  {
    did: 'revokes a rival’s device',
    by: 'producer',
    why: 'a device ends by its own party or by its registrar',
    async run() {
      const { kid } = await world.key('herder');
      return world.tried('grazier', { act: 'revokeDevice', subject: kid, reason: 'stolen' });
    },
  },
  {
    did: 'withdraws an event that a rival has signed and not yet handed in',
    by: 'producer that has seen the event',
    why: 'a withdrawal counts for its own signer alone',
    async run() {
      const event = await world.sign('herder', harvest(world, newLot(world, 'lamb'), lambs(1)));
      const id = await eventIdOf(event.payload, webCrypto);
      const said = await world.tried('grazier', { act: 'withdraw', event: id });
      return `the withdrawal ${said}; the rival’s event ${await world.posted([event])}`;
    },
  },
  {
    did: 'places a hold on the whole lot of which it has bought a part',
    by: 'trader, holder of a part',
    why: 'a lot is held by its maker, a certifier or a regulator; a holder holds what lies in its own hands',
    async run() {
      const lot = await slicesInShop(world, 10);
      return world.tried('butcher', holdingLots([lot]));
    },
  },
  {
    did: 'says that its own test of bought packs failed',
    by: 'trader, holder of a part',
    why: 'who is not the maker holds back its own part alone',
    async run() {
      const lot = await slicesInPlant(world, 10);
      await handedOver(world, plant, shop, line(lot, packs(4)));
      const test = { act: 'selfTest', site: 'STORE-1', lot, verdict: 'failed' } as const;
      const said = await world.tried('butcher', { ...test, report: digestOf('own') });
      const rival = await world.tried('slaughterhouse', selling(lot, packs(6), 'PLANT-1', atPasture));
      return `${said}; the maker’s sale of the rest ${rival}`;
    },
  },
  {
    did: 'recalls a rival’s goods',
    by: 'producer',
    why: 'a recall is the maker’s or a regulator’s, or carries the signature of either',
    run: async () => world.tried('grazier', recalling([await herdOf(world, 1)])),
  },
  {
    did: 'tells that it has treated lambs which it has bought, to hold back the seller’s rest',
    by: 'producer, holder of a part',
    why: 'an interval lies on the whole lot, so only its maker tells of it',
    async run() {
      const lot = await herdOf(world, 2);
      await handedOver(world, pasture, { by: 'grazier', site: 'PASTURE-1' }, line(lot, lambs(1)));
      return world.tried('grazier', {
        act: 'treat',
        site: 'PASTURE-1',
        lot,
        input: 'DEMO-V01',
        dose: { milli: 1, unit: 'mL' },
        from: instant(-0.1),
        to: instant(-0.05),
      });
    },
  },
  {
    did: 'spreads a hold from its own lot to a rival’s, as if this were made of it',
    by: 'anyone',
    why: 'children are what the ledger says was made of the lot',
    async run() {
      const [own, rival] = [lotOf('hulunlamb', `A${world.next()}`), await herdOf(world, 1)];
      await world.done('grazier', harvest(world, own, lambs(1), { claims: undefined, season: undefined }));
      await world.done('grazier', holdingLots([own], 'failedTest'));
      const fields = { act: 'spread', source: { kind: 'lot', lot: own }, children: [rival] } as const;
      return world.tried('grazier', { ...fields, children: [rival] });
    },
  },
  {
    did: 'holds its own lots of two provinces as failed, so that no regulator can ever release what others bought',
    by: 'producer, maker of the lots, which registers a site elsewhere',
    why: 'over two provinces the highest regulator of either may release',
    async run() {
      const lots = [newLot(world, 'lamb'), newLot(world, 'lamb')];
      const site = { act: 'registerSite', site: 'FAR-1', kind: 'pasture', division: '130700' } as const;
      await world.done('herder', site);
      const plain = { claims: undefined, season: undefined };
      const [first = '', second = ''] = lots;
      await world.done('herder', harvest(world, first, lambs(2), plain));
      await world.done('herder', harvest(world, second, lambs(1), { ...plain, site: 'FAR-1' }));
      await handedOver(world, pasture, plant, line(first, lambs(2)));
      const hold = await world.done('herder', holdingLots(lots, 'failedTest'));
      const said = await world.tried('regulator', { act: 'release', hold, reason: 'mistake' });
      return `recorded; the regulator’s release ${said}; the buyer’s lot ${await world.fate(first)}`;
    },
  },
  {
    did: 'hands a little over under 32 holds of its own, so that the buyer’s stock of the lot is under them too',
    by: 'processor, sender',
    why: 'goods lie with the buyer only once it has accepted them, holds and all; it may refuse',
    async run() {
      const lot = await slicesInPlant(world, 10);
      await handedOver(world, plant, shop, line(lot, packs(5)));
      const own = Array.from({ length: 32 }, () => holding(world, 'slaughterhouse', 'PLANT-1', [lot]));
      await world.allDone('slaughterhouse', own);
      const fields = sending(world, 'butcher', 'PLANT-1', [line(lot, packs(1))]);
      const said = await world.tried('slaughterhouse', fields);
      const shipment = `${world.party('slaughterhouse')}/${fields.number}`;
      const refusing = receiving(shipment, 'STORE-1', [{ lot, refused: packs(1) }]);
      const refused = await world.tried('butcher', refusing);
      return `${said}; the buyer’s refusal ${refused}; its sale ${await world.tried('butcher', selling(lot, packs(5)))}`;
    },
  },
  {
    did: 'posts rubbish together with the events of others, so that their document is refused',
    by: 'anyone who can post',
    why: 'what cannot be believed fails its own document; the others’ events are good when posted again',
    async run() {
      const good = await world.sign('herder', harvest(world, newLot(world, 'lamb'), lambs(1)));
      const stranger = world.calls('stranger', world.party('grazier'));
      const rubbish = await world.forge(stranger, { act: 'withdraw', event: digestOf('x') });
      const said = await world.posted([good, rubbish], 'each');
      return `${said}; alone ${await world.posted([good])}`;
    },
  },
]);
