import { exampleDigest, type Fields } from './model/testing.ts';
import {
  atPlant,
  atShop,
  bodies,
  bring,
  carcass,
  carcassesAtPlant,
  certificateFor,
  cut,
  dosing,
  type Example,
  example,
  harvest,
  heads,
  holding,
  lamb,
  lambsAtPlant,
  of,
  packs,
  packsAtPlant,
  packsAtShop,
  recalling,
  receiving,
  sending,
  shipmentOf,
  work,
} from './testing-law-goods.ts';
import type { Tale } from './testing-law-tale.ts';

/** A sample is taken in the plant with its signature, and the laboratory says what it found. */
async function inspected(
  tale: Tale,
  lot: string,
  verdict: 'passed' | 'failed',
  amount: object,
): Promise<string> {
  const { regulator, laboratory, actors } = tale.at;
  const sample = await tale.given(
    regulator,
    {
      act: 'sample',
      holder: actors.plant.id,
      site: 'PLANT-1',
      lot,
      amount,
      seal: exampleDigest(91),
      purpose: 'routine',
    },
    actors.plant.device,
  );
  return tale.told(laboratory, {
    act: 'inspect',
    sample,
    lot,
    certificate: certificateFor(tale.at, 'LABORATORY'),
    verdict,
    parameters: [{ method: 'GB 31650', verdict }],
    report: exampleDigest(92),
  });
}

const slaughter = work('slaughter@1', [of(lamb(), heads(10))], [of(carcass(), bodies(10))]);

const goodness: readonly Example[] = [
  example('A lamb was treated the day before (停药期 28 days) and is slaughtered', async (tale) => {
    const { herder, plant } = tale.at.actors;
    await tale.given(herder, harvest(lamb(), 10));
    await tale.given(herder, dosing(tale, lamb()));
    await bring(tale, lamb(), 10);
    await tale.told(plant, slaughter);
    tale.lotHold(carcass());
  }),
  example('The same lambs, slaughtered 28 days later', async (tale) => {
    const { herder, plant } = tale.at.actors;
    await tale.given(herder, harvest(lamb(), 10));
    await tale.given(herder, dosing(tale, lamb()));
    await bring(tale, lamb(), 10);
    tale.wait(28);
    await tale.told(plant, slaughter);
    tale.lotHold(carcass());
  }),
  example('The treatment is told only after the slaughter; then it is spread', async (tale) => {
    const { herder, plant } = tale.at.actors;
    await tale.given(herder, harvest(lamb(), 20, { eventTime: tale.instant(-2) }));
    await bring(tale, lamb(), 10);
    await tale.given(plant, slaughter);
    await tale.told(herder, dosing(tale, lamb()));
    const source = { kind: 'lot', lot: lamb() };
    await tale.told(plant, { act: 'spread', source, children: [carcass()] });
    tale.lotHold(carcass());
  }),
  example('Packs are sold to a consumer without the test that their category wants', async (tale) => {
    const { plant } = tale.at.actors;
    await packsAtPlant(tale);
    await tale.told(plant, atPlant('sell', [of(cut(), packs(10))], { to: 'consumer' }));
  }),
  example(
    'A backdated sale: packs are sold after their date, and told 15 days later as if it had been before',
    async (tale) => {
      const { shop } = tale.at.actors;
      const day = tale.instant(2).slice(0, 10);
      await packsAtShop(tale, { bestBefore: day });
      const eventTime = tale.instant(1);
      tale.wait(18);
      await tale.told(shop, atShop('sell', [of(cut(), packs(10))], { to: 'consumer', eventTime }));
    },
  ),
  example(
    'A laboratory finds a residue in carcasses; the certifier releases the hold; the regulator releases it',
    async (tale) => {
      const { certifier, regulator } = tale.at;
      await carcassesAtPlant(tale);
      const hold = await inspected(tale, carcass(), 'failed', { count: 0, massG: 500 });
      tale.lotHold(carcass());
      await tale.told(certifier, { act: 'release', hold, reason: 'cleared' });
      await tale.told(regulator, { act: 'release', hold, reason: 'retestPassed' });
      tale.lotHold(carcass());
    },
  ),
  example(
    'A trader’s own test of a lot of the plant’s fails: on whose goods does the hold lie?',
    async (tale) => {
      const { shop } = tale.at.actors;
      await packsAtShop(tale);
      const test = { act: 'selfTest', site: 'SHOP-1', lot: cut(), report: exampleDigest(93) };
      await tale.told(shop, { ...test, verdict: 'failed' });
      tale.goodsHold(shop, 'SHOP-1', cut());
      tale.lotHold(cut());
    },
  ),
  example('The shop gives packs away while a regulator’s hold stands, and destroys others', async (tale) => {
    const { shop } = tale.at.actors;
    await packsAtShop(tale);
    await tale.given(tale.at.regulator, holding([cut()]));
    await tale.told(shop, atShop('dispose', [of(cut(), packs(2))], { reason: 'gift' }));
    await tale.told(shop, atShop('dispose', [of(cut(), packs(2))], { reason: 'destruction' }));
  }),
];

const holds: readonly Example[] = [
  example('The plant treats lambs that the herder made', async (tale) => {
    const { plant } = tale.at.actors;
    await lambsAtPlant(tale, 10);
    const roles = { roles: ['processor', 'producer'], organisation: 'TradeMSP', division: '152502' };
    const changed = { act: 'changeParty', subject: plant.id, names: { zh: '示范企业' }, ...roles };
    await tale.given(tale.at.registrars.TradeMSP, changed);
    await tale.told(plant, { ...dosing(tale, lamb()), site: 'PLANT-1' });
  }),
  example('An inspector takes a sample alone', async (tale) => {
    await carcassesAtPlant(tale);
    const where = { holder: tale.at.actors.plant.id, site: 'PLANT-1', lot: carcass() };
    const what = { amount: { count: 0, massG: 500 }, seal: exampleDigest(91), purpose: 'routine' };
    await tale.told(tale.at.regulator, { act: 'sample', ...where, ...what });
  }),
  example(
    'The shop holds what it has itself, and releases it; a shop holds what lies at the plant',
    async (tale) => {
      const { shop, plant } = tale.at.actors;
      await packsAtShop(tale);
      const subject = { kind: 'holding', party: shop.id, site: 'SHOP-1', lots: [cut()] };
      const hold = await tale.told(shop, { act: 'hold', subject, reason: 'ownRequest' });
      await tale.told(shop, { act: 'release', hold, reason: 'cleared' });
      const other = { ...subject, party: plant.id, site: 'PLANT-1' };
      await tale.told(shop, { act: 'hold', subject: other, reason: 'suspicion' });
    },
  ),
  example('An order is given, answered, and answered again', async (tale) => {
    const { plant } = tale.at.actors;
    const order = await tale.told(tale.at.regulator, {
      act: 'order',
      subject: plant.id,
      matter: 'records',
      due: tale.instant(7),
      document: exampleDigest(95),
    });
    const answer = { act: 'answerOrder', order, answer: exampleDigest(96) };
    await tale.told(plant, answer);
    await tale.told(plant, { ...answer, answer: exampleDigest(97) });
  }),
];

const recalls: readonly Example[] = [
  example(
    'Recalled packs come back to the shop and are made good for sale: alone; with a regulator',
    async (tale) => {
      const { shop } = tale.at.actors;
      await packsAtShop(tale);
      await tale.given(shop, atShop('sell', [of(cut(), packs(5))], { to: 'consumer' }));
      const recall = await tale.given(
        tale.at.regulator,
        recalling(tale, [cut()], { reason: 'mislabelling' }),
      );
      await tale.given(shop, atShop('takeBack', [of(cut(), packs(5))]));
      const lines = [of(cut(), packs(5))].map(({ lot, amount }) => ({
        lot,
        found: amount,
        remedied: amount,
      }));
      await tale.told(shop, { act: 'remedy', recall, site: 'SHOP-1', lines });
      await tale.told(shop, { act: 'remedy', recall, site: 'SHOP-1', lines }, tale.at.regulator.device);
      tale.holds(shop, 'SHOP-1', cut());
    },
  ),
  example(
    'The regulator recalls lambs that were slaughtered before; the recall is spread; it is spread again',
    async (tale) => {
      const { plant } = tale.at.actors;
      await carcassesAtPlant(tale);
      await tale.told(tale.at.regulator, recalling(tale, [lamb()]));
      tale.recalled(carcass());
      const spread = { act: 'spread', source: { kind: 'lot', lot: lamb() }, children: [carcass()] };
      await tale.told(plant, spread);
      tale.recalled(carcass());
      await tale.told(plant, spread);
      tale.recalled(carcass());
    },
  ),
  example('A drill that touches no lot: the regulator drills a recall, and the shop sells', async (tale) => {
    const { shop } = tale.at.actors;
    await packsAtShop(tale);
    await tale.told(tale.at.regulator, recalling(tale, [cut()], { drill: true }));
    tale.recalled(cut());
    await tale.told(shop, atShop('sell', [of(cut(), packs(5))], { to: 'consumer' }));
  }),
  example('Dispatch and recall in one document, the recall first', async (tale) => {
    const { plant, herder } = tale.at.actors;
    await lambsAtPlant(tale, 10);
    const { shop } = tale.at.actors;
    await tale.toldAll([
      [tale.at.regulator, recalling(tale, [lamb()])],
      [plant, sending(tale, 'PLANT-1', shop, [of(lamb(), heads(4))])],
      [plant, sending(tale, 'PLANT-1', herder, [of(lamb(), heads(4))], { number: 'S2' })],
    ]);
  }),
  example(
    'Dispatch and recall in one document, the dispatch first; the addressee takes the goods',
    async (tale) => {
      const { plant, shop } = tale.at.actors;
      await lambsAtPlant(tale, 10);
      await tale.toldAll([
        [plant, sending(tale, 'PLANT-1', shop, [of(lamb(), heads(4))])],
        [tale.at.regulator, recalling(tale, [lamb()])],
      ]);
      const lines = [{ lot: lamb(), accepted: heads(4) }];
      await tale.told(shop, receiving(shipmentOf(plant), 'SHOP-1', lines));
      tale.recalled(lamb());
    },
  ),
  example('A shop recalls the plant’s packs: alone; with the plant’s signature', async (tale) => {
    const { plant, shop } = tale.at.actors;
    await packsAtShop(tale);
    const own = recalling(tale, [cut()], { kind: 'voluntary', level: 2 });
    await tale.told(shop, own);
    await tale.told(shop, own, plant.device);
    tale.recalled(cut());
  }),
  example(
    'The plant recalls its packs with the regulator’s signature, and closes the recall itself',
    async (tale) => {
      const { plant } = tale.at.actors;
      await packsAtPlant(tale);
      const event = recalling(tale, [cut()], { kind: 'voluntary' });
      const recall = await tale.given(plant, event, tale.at.regulator.device);
      await tale.told(plant, { act: 'closeRecall', recall, outcome: 'complete', report: exampleDigest(94) });
      tale.recalled(cut());
    },
  ),
];

const codes = (tale: Tale, act: string, more: Fields): Promise<string> =>
  tale.told(tale.at.actors.plant, { act, lot: cut(), set: 1, ...more });

const statements = ['noBannedInputs', 'residuesWithinLimits'];
const secondStatements = ['certificateCollected', 'noForbiddenAdditives'];
const declaring = (form: 1 | 2, more: Fields = {}): Fields => ({
  act: 'declare',
  site: 'PLANT-1',
  lot: cut(),
  amount: packs(60),
  form,
  basis: 'qualityControl',
  statements: form === 1 ? statements : secondStatements,
  ...more,
});

const labels: readonly Example[] = [
  example('Seventy codes are issued for a lot of 60 packs; 60 are activated, then one more', async (tale) => {
    await packsAtPlant(tale);
    await codes(tale, 'issueCodes', { count: 70, root: exampleDigest(96) });
    await codes(tale, 'activateCodes', { from: 0, to: 59 });
    await codes(tale, 'activateCodes', { from: 60, to: 60 });
    tale.activeCodes(tale.at.actors.plant, cut());
  }),
  example('One of the 60 codes is spoilt and void; another takes its place', async (tale) => {
    await packsAtPlant(tale);
    await codes(tale, 'issueCodes', { count: 70, root: exampleDigest(96) });
    await codes(tale, 'activateCodes', { from: 0, to: 59 });
    await codes(tale, 'voidCodes', { from: 7, to: 7, reason: 'spoilt' });
    await codes(tale, 'activateCodes', { from: 60, to: 60 });
  }),
  example('Codes of a lot on hold are activated', async (tale) => {
    await packsAtPlant(tale);
    await tale.given(tale.at.regulator, holding([cut()]));
    await codes(tale, 'issueCodes', { count: 60, root: exampleDigest(96) });
    await codes(tale, 'activateCodes', { from: 0, to: 59 });
  }),
  example('A 合格证 is signed by the plant’s server; by the hand of a named person', async (tale) => {
    await packsAtPlant(tale);
    await tale.told(tale.at.actors.plant, declaring(2));
    await tale.told(tale.at.hand, declaring(2));
  }),
  example('The plant, which is no producer, uses form 1', async (tale) => {
    await packsAtPlant(tale);
    await tale.told(tale.at.hand, declaring(1));
  }),
  example('A 合格证 for a lot on hold', async (tale) => {
    await packsAtPlant(tale);
    await tale.given(tale.at.regulator, holding([cut()]));
    await tale.told(tale.at.hand, declaring(2));
  }),
  example('A 合格证 on the ground of a test, without the report', async (tale) => {
    await packsAtPlant(tale);
    await tale.told(tale.at.hand, declaring(2, { basis: 'ownTest' }));
  }),
  example('Packs are admitted again from outside under a new number, to be labelled anew', async (tale) => {
    const { plant } = tale.at.actors;
    await packsAtPlant(tale);
    await tale.given(plant, atPlant('sell', [of(cut(), packs(60))], { to: 'consumer' }));
    const lot = cut(2);
    const outside = { source: 'outside', supplier: exampleDigest(98), document: exampleDigest(99) };
    await tale.told(plant, { act: 'admit', site: 'PLANT-1', lot, amount: packs(60), ...outside });
    tale.claim(lot);
    await tale.told(tale.at.hand, declaring(2, { lot }));
  }),
];

export const safetyExamples: readonly Example[] = [...goodness, ...holds, ...recalls, ...labels];
