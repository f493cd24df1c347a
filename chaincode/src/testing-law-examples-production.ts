import { exampleDigest } from './model/testing.ts';
import {
  admitting,
  flour,
  grain,
  milkOfFortyFarms,
  registerMill,
  registerWine,
  tank,
  wine,
} from './testing-law-catalogue.ts';
import {
  atPlant,
  bodies,
  bring,
  carcass,
  carcassesAtPlant,
  claimedHarvest,
  claimedWork,
  claims,
  cut,
  dosing,
  type Example,
  example,
  harvest,
  heads,
  lamb,
  lambsAtPlant,
  of,
  packs,
  recalling,
  work,
} from './testing-law-goods.ts';
import type { Tale } from './testing-law-tale.ts';

const origin: readonly Example[] = [
  example('A pasture certified for 30 ewes: 30 lambs are brought in under 蒙字标', async (tale) => {
    await tale.told(tale.at.actors.herder, claimedHarvest(tale.at, lamb(), 30));
    tale.claim(lamb());
    tale.quotaLeft();
  }),
  example('A pasture certified for 30 ewes: 31 lambs are brought in under 蒙字标', async (tale) => {
    await tale.told(tale.at.actors.herder, claimedHarvest(tale.at, lamb(), 31));
    tale.claim(lamb());
    tale.lotHold(lamb());
    tale.quotaLeft();
  }),
  example(
    'A bumper harvest of 38: 30 are told as one lot under 蒙字标, 8 as another lot that claims nothing',
    async (tale) => {
      const { herder } = tale.at.actors;
      await tale.told(herder, claimedHarvest(tale.at, lamb(1), 30));
      tale.claim(lamb(1));
      await tale.told(herder, harvest(lamb(2), 8));
      tale.claim(lamb(2));
      tale.lotHold(lamb(2));
    },
  ),
  example('Two harvests of 20 lambs under 蒙字标 in one document, of a quota of 30', async (tale) => {
    const { herder } = tale.at.actors;
    await tale.toldAll([
      [herder, claimedHarvest(tale.at, lamb(1), 20)],
      [herder, claimedHarvest(tale.at, lamb(2), 20)],
    ]);
    tale.claim(lamb(2));
    tale.quotaLeft();
  }),
  example('Heads within the quota, 30 of 30, but 1,201 kg of 1,200 kg', async (tale) => {
    const amount = { count: 30, massG: 1_201_000 };
    await tale.told(tale.at.actors.herder, claimedHarvest(tale.at, lamb(), 30, { amount }));
    tale.lotHold(lamb());
  }),
  example('Lambs born in the barn under the certificate of the pasture', async (tale) => {
    await tale.told(tale.at.actors.herder, claimedHarvest(tale.at, lamb(), 10, { site: 'BARN-1' }));
    tale.claim(lamb());
    tale.lotHold(lamb());
  }),
  example('The certificate is suspended; then a harvest of the day before is told', async (tale) => {
    const { herder } = tale.at.actors;
    const [claim] = claims(tale.at, 'herder');
    const subject = { kind: 'certificate', certificate: claim?.certificate };
    await tale.given(tale.at.certifier, { act: 'restrict', subject, to: 'suspended', reason: 'other' });
    await tale.told(herder, claimedHarvest(tale.at, lamb(), 10, { eventTime: tale.instant(-1) }));
    tale.claim(lamb());
    tale.lotHold(lamb());
  }),
  example('Opening stock of three vintages of wine, in one document', async (tale) => {
    await registerWine(tale);
    const { plant } = tale.at.actors;
    const stock = (year: number) =>
      admitting(wine(year), { count: 400, volumeMl: 300_000 }, { producedOn: `${year}-10-01` });
    await tale.toldAll([2023, 2024, 2025].map((year) => [plant, stock(year)] as const));
    tale.claim(wine(2025));
  }),
  example('Codes for the opening stock: issued, and activated', async (tale) => {
    await registerWine(tale);
    const { plant } = tale.at.actors;
    await tale.given(plant, admitting(wine(2025), { count: 400, volumeMl: 300_000 }));
    const named = { lot: wine(2025), set: 1 };
    await tale.told(plant, { act: 'issueCodes', ...named, count: 400, root: exampleDigest(96) });
    await tale.told(plant, { act: 'activateCodes', ...named, from: 0, to: 399 });
  }),
  example('Opening stock is found 91 days after the enrolment', async (tale) => {
    await registerWine(tale);
    tale.wait(61);
    await tale.told(tale.at.actors.plant, admitting(wine(2025), { count: 400, volumeMl: 300_000 }));
  }),
];

const tenLambs = of(lamb(), heads(10));

const processing: readonly Example[] = [
  example('Ten lambs of 40 kg, at most 540 g of 1,000 g: 216,000 g of carcass', async (tale) => {
    await lambsAtPlant(tale, 10);
    const outputs = [of(carcass(), { count: 10, massG: 216_000 })];
    await tale.told(tale.at.actors.plant, claimedWork(tale.at, 'slaughter@1', [tenLambs], outputs));
    tale.claim(carcass());
    tale.holds(tale.at.actors.plant, 'PLANT-1', carcass());
  }),
  example('The same lambs: 216,001 g of carcass', async (tale) => {
    await lambsAtPlant(tale, 10);
    const outputs = [of(carcass(), { count: 10, massG: 216_001 })];
    await tale.told(tale.at.actors.plant, claimedWork(tale.at, 'slaughter@1', [tenLambs], outputs));
    tale.claim(carcass());
    tale.lotHold(carcass());
  }),
  example('The same input twice in one transform', async (tale) => {
    await lambsAtPlant(tale, 10);
    const half = of(lamb(), heads(5));
    await tale.told(tale.at.actors.plant, work('slaughter@1', [half, half], [of(carcass(), bodies(10))]));
  }),
  example('The same ten lambs in two transforms of one document', async (tale) => {
    const { plant } = tale.at.actors;
    await lambsAtPlant(tale, 10);
    await tale.toldAll([
      [plant, work('slaughter@1', [tenLambs], [of(carcass(1), bodies(10))])],
      [plant, work('slaughter@1', [tenLambs], [of(carcass(2), bodies(10))])],
    ]);
  }),
  example('Carcasses claim 蒙字标 by a certificate that was never issued', async (tale) => {
    await lambsAtPlant(tale, 10);
    const event = claimedWork(tale.at, 'slaughter@1', [tenLambs], [of(carcass(), bodies(10))]);
    const unknown = [{ scheme: 'mengzibiao', certificate: `${tale.at.certifier.id}/NOBODY` }];
    await tale.told(tale.at.actors.plant, { ...event, claims: unknown });
  }),
  example('Measures that do not fit: lambs are slaughtered by the kilogram alone', async (tale) => {
    await lambsAtPlant(tale, 10);
    const inputs = [of(lamb(), { massG: 400_000 })];
    await tale.told(tale.at.actors.plant, work('slaughter@1', inputs, [of(carcass(), bodies(10))]));
  }),
  example('Sixty packs of 500 g that weigh 30,500 g', async (tale) => {
    await carcassesAtPlant(tale);
    const outputs = [of(cut(), { count: 60, massG: 30_500 })];
    await tale.told(tale.at.actors.plant, work('cut@1', [of(carcass(), bodies(2))], outputs));
  }),
  example('Milk of 40 farms in one tank: forty lots, one transform', async (tale) => {
    const inputs = await milkOfFortyFarms(tale, 0);
    const outputs = [of(tank, { volumeMl: 40_000_000 })];
    await tale.told(tale.at.actors.plant, work('pool@1', inputs, outputs));
    tale.holds(tale.at.actors.plant, 'PLANT-1', tank);
    tale.lotHold(tank);
  }),
  example('Milk of 40 farms in one tank, one of which used a medicine the day before', async (tale) => {
    const inputs = await milkOfFortyFarms(tale, 1);
    const outputs = [of(tank, { volumeMl: 40_000_000 })];
    await tale.told(tale.at.actors.plant, work('pool@1', inputs, outputs));
    tale.lotHold(tank);
  }),
  example(
    'The largest lot, 1,000,000 t of grain at 800 g of 1,000 g: one gram of flour too much, to the gram',
    async (tale) => {
      const { plant } = tale.at.actors;
      await registerMill(tale);
      await tale.given(plant, admitting(grain, { massG: 1_000_000_000_000 }));
      const inputs = [of(grain, { massG: 500_000_000_000 })];
      await tale.told(plant, work('mill@1', inputs, [of(flour(1), { massG: 400_000_000_001 })]));
      await tale.told(plant, work('mill@1', inputs, [of(flour(2), { massG: 400_000_000_000 })]));
    },
  ),
  example('Amounts near 2^53: a lot of 9,007,199,254,740,992 g', async (tale) => {
    await registerMill(tale);
    await tale.told(tale.at.actors.plant, admitting(grain, { massG: 2 ** 53 }));
  }),
  example('Returned food as an ingredient: carcasses that a customer gave back are cut', async (tale) => {
    const { plant } = tale.at.actors;
    await carcassesAtPlant(tale);
    const lines = [of(carcass(), bodies(2))];
    await tale.given(plant, atPlant('sell', lines, { to: 'consumer' }));
    await tale.given(plant, atPlant('takeBack', lines));
    const inputs = [of(carcass(), bodies(2), { returned: true })];
    await tale.told(plant, claimedWork(tale.at, 'cut@1', inputs, [of(cut(), packs(60))]));
    tale.claim(cut());
    tale.lotHold(cut());
  }),
];

/** Ten claimed lambs (lot 1) and ten that claim nothing (lot 2) are at the plant. */
async function twoKinds(tale: Tale): Promise<void> {
  await lambsAtPlant(tale, 10);
  await tale.given(tale.at.actors.herder, harvest(lamb(2), 10));
  await bring(tale, lamb(2), 10);
}

/** Splits lot 2, mixes a half of it with half of lot 1, splits the mixture: lots 11, 12; 13; 14. */
async function splitMixSplit(tale: Tale, isClaimed: boolean): Promise<void> {
  const { plant } = tale.at.actors;
  const turn = (inputs: readonly object[], outputs: readonly object[]) =>
    isClaimed ? claimedWork(tale.at, 'split@1', inputs, outputs) : work('split@1', inputs, outputs);
  const halves = [of(lamb(11), heads(5)), of(lamb(12), heads(5))];
  await tale.told(plant, turn([of(lamb(2), heads(10))], halves));
  const inputs = [of(lamb(11), heads(5)), of(lamb(1), heads(5))];
  await tale.told(plant, turn(inputs, [of(lamb(13), heads(10))]));
  await tale.told(plant, turn([of(lamb(13), heads(5))], [of(lamb(14), heads(5))]));
}

const laundering: readonly Example[] = [
  example(
    'Split–mix–split to launder a claim: lambs that claim nothing are split, mixed with claimed ones, split again',
    async (tale) => {
      await twoKinds(tale);
      await splitMixSplit(tale, true);
      tale.claim(lamb(14));
    },
  ),
  example(
    'Split–mix–split to launder an interval: treated lambs are split, mixed, split, and slaughtered',
    async (tale) => {
      const { herder, plant } = tale.at.actors;
      await lambsAtPlant(tale, 10);
      await tale.given(herder, harvest(lamb(2), 10));
      await tale.given(herder, dosing(tale, lamb(2)));
      await bring(tale, lamb(2), 10);
      await splitMixSplit(tale, false);
      await tale.told(plant, work('slaughter@1', [of(lamb(14), heads(5))], [of(carcass(), bodies(5))]));
      tale.lotHold(carcass());
    },
  ),
  example('Split–mix–split to launder a recall', async (tale) => {
    await twoKinds(tale);
    await tale.given(tale.at.regulator, recalling(tale, [lamb(2)]));
    await splitMixSplit(tale, false);
    tale.recalled(lamb(14));
    tale.lotHold(lamb(14));
  }),
];

export const productionExamples: readonly Example[] = [...origin, ...processing, ...laundering];
