import { bestBeforeOf, typicalYieldG } from '../facts.ts';
import { type ActorName, actor } from './cast.ts';
import { products } from './catalogue.ts';
import type { Line, Stage } from './stage.ts';

const paddy = `${products.paddy.gtin}/G2609`;
const paddy2 = `${products.paddy2.gtin}/G2609`;
const riceA = `${products.rice.gtin}/R01`;
const riceB = `${products.rice.gtin}/R02`;
const riceBlend = `${products.rice.gtin}/R03`;
const bran = `${products.bran.gtin}/B01`;
const bagsPure = `${products.bag.gtin}/D01`;
const bagsBlend = `${products.bag.gtin}/D02`;

const paddyG = 61_000_000;
const paddy2G = 45_000_000;
const riceAG = typicalYieldG('T18', 'P19', paddyG);
const riceBG = typicalYieldG('T18', 'P19', paddy2G);
const branG = typicalYieldG('T18', 'M14 米糠', paddyG);
const bagG = 5_000;
/** The first milling is split: half is packed alone, half goes into the blend. */
const pureG = Math.floor(riceAG / 2 / bagG) * bagG;
const blendG = riceAG - pureG + riceBG;
const pureBags = pureG / bagG;
const blendBags = Math.floor(blendG / bagG);

export const ricePages = [bagsBlend, bagsPure];

/** 兴安大米: two fields → mill → split and mix → bags → shop. */
export async function tellRice(stage: Stage): Promise<void> {
  await Promise.all([
    harvest(stage, { by: 'ricefarm', lot: paddy, massG: paddyG }),
    harvest(stage, { by: 'ricefarm2', lot: paddy2, massG: paddy2G }),
  ]);
  await stage.say('rice-mill', millLines(stage));
  await stage.say('rice-shop', shopLines());
}

async function harvest(
  stage: Stage,
  crop: { readonly by: ActorName; readonly lot: string; readonly massG: number },
): Promise<void> {
  const amount = { massG: crop.massG };
  const to = actor('mill').party;
  const lines = [{ lot: crop.lot, amount }];
  await stage.say(`rice-${crop.by}`, [
    { by: crop.by, daysAgo: 13, fields: { act: 'commission', site: 'FIELD-1', lot: crop.lot, amount } },
    {
      by: crop.by,
      daysAgo: 12,
      fields: { act: 'dispatch', number: 'S-1', site: 'FIELD-1', to, departure: stage.at(11.9), lines },
    },
  ]);
  const shipment = `${actor(crop.by).party}/S-1`;
  await stage.say(`rice-${crop.by}-arrival`, [
    {
      by: 'mill',
      daysAgo: 11.5,
      fields: { act: 'receive', shipment, site: 'MILL-1', lines: [{ lot: crop.lot, accepted: amount }] },
    },
  ]);
}

function millLines(stage: Stage): Line[] {
  const by = 'mill' as const;
  const bestBefore = bestBeforeOf('P19', stage.at(7));
  const transform = (
    daysAgo: number,
    fields: Omit<Extract<Line['fields'], { act: 'transform' }>, 'act' | 'site'>,
  ): Line => ({
    by,
    daysAgo,
    fields: { act: 'transform', site: 'MILL-1', ...fields },
  });
  const dispatched = [
    { lot: bagsPure, amount: { count: pureBags, massG: pureG } },
    { lot: bagsBlend, amount: { count: blendBags, massG: blendBags * bagG } },
  ];
  return [
    transform(10, {
      operation: 'mill',
      inputs: [{ lot: paddy, amount: { massG: paddyG } }],
      outputs: [
        { lot: riceA, amount: { massG: riceAG } },
        { lot: bran, amount: { massG: branG } },
      ],
    }),
    transform(9.5, {
      operation: 'mill',
      inputs: [{ lot: paddy2, amount: { massG: paddy2G } }],
      outputs: [{ lot: riceB, amount: { massG: riceBG } }],
    }),
    transform(9, {
      operation: 'pack',
      inputs: [{ lot: riceA, amount: { massG: pureG } }],
      outputs: [{ lot: bagsPure, amount: { count: pureBags, massG: pureG }, bestBefore }],
    }),
    transform(8, {
      operation: 'mix',
      inputs: [
        { lot: riceA, amount: { massG: riceAG - pureG } },
        { lot: riceB, amount: { massG: riceBG } },
      ],
      outputs: [{ lot: riceBlend, amount: { massG: blendG } }],
    }),
    transform(7, {
      operation: 'pack',
      inputs: [{ lot: riceBlend, amount: { massG: blendBags * bagG } }],
      outputs: [{ lot: bagsBlend, amount: { count: blendBags, massG: blendBags * bagG }, bestBefore }],
    }),
    {
      by,
      daysAgo: 5,
      fields: {
        act: 'dispatch',
        number: 'D-7',
        site: 'MILL-1',
        to: actor('grocer').party,
        departure: stage.at(4.9),
        lines: dispatched,
      },
    },
  ];
}

function shopLines(): Line[] {
  const shipment = `${actor('mill').party}/D-7`;
  const lines = [
    { lot: bagsPure, accepted: { count: pureBags, massG: pureG } },
    { lot: bagsBlend, accepted: { count: blendBags, massG: blendBags * bagG } },
  ];
  const sold = [{ lot: bagsBlend, amount: { count: 120, massG: 120 * bagG } }];
  return [
    { by: 'grocer', daysAgo: 4, fields: { act: 'receive', shipment, site: 'STORE-1', lines } },
    {
      by: 'grocer',
      daysAgo: 1,
      fields: { act: 'sell', site: 'STORE-1', lines: sold, to: 'consumer', division: '150502' },
    },
  ];
}
