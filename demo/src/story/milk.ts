import { bestBeforeOf, typicalYieldG } from '../facts.ts';
import { type ActorName, actor } from './cast.ts';
import { products } from './catalogue.ts';
import type { Line, Stage } from './stage.ts';

interface Milking {
  readonly by: ActorName;
  readonly lot: string;
  readonly massG: number;
}

const milkings: readonly Milking[] = [
  { by: 'dairyfarm', lot: `${products.milk.gtin}/N1120`, massG: 12_400_000 },
  { by: 'dairyfarm2', lot: `${products.milk2.gtin}/N1120`, massG: 7_850_000 },
  { by: 'dairyfarm3', lot: `${products.milk3.gtin}/N1120`, massG: 3_900_000 },
];
const tank = `${products.tank.gtin}/K1120`;
const cartons = `${products.carton.gtin}/U1121`;

const tankG = milkings.reduce((sum, milking) => sum + milking.massG, 0);
const cartonMl = 250;
/** Milk has 1.03 g a millilitre. */
const cartonCount = Math.floor((typicalYieldG('T11', 'P21', tankG) * 100) / 103 / cartonMl);
const cartonAmount = { count: cartonCount, volumeMl: cartonCount * cartonMl };

export const milkPages = [cartons];

/** UHT milk: three farms → one tank → dairy → cartons → shop. */
export async function tellMilk(stage: Stage): Promise<void> {
  await Promise.all(milkings.map((milking) => tellMilking(stage, milking)));
  await stage.say('milk-dairy', dairyLines(stage));
  await stage.say('milk-shop', shopLines());
}

async function tellMilking(stage: Stage, { by, lot, massG }: Milking): Promise<void> {
  const to = actor('dairy').party;
  const lines = [{ lot, amount: { massG } }];
  await stage.say(`milk-${by}`, [
    { by, daysAgo: 4.2, fields: { act: 'commission', site: 'BARN-1', lot, amount: { massG } } },
    {
      by,
      daysAgo: 4.1,
      fields: { act: 'dispatch', number: 'M-1120', site: 'BARN-1', to, departure: stage.at(4.05), lines },
    },
  ]);
  const shipment = `${actor(by).party}/M-1120`;
  await stage.say(`milk-${by}-arrival`, [
    {
      by: 'dairy',
      daysAgo: 3.9,
      fields: { act: 'receive', shipment, site: 'DAIRY-1', lines: [{ lot, accepted: { massG } }] },
    },
  ]);
}

function dairyLines(stage: Stage): Line[] {
  const by = 'dairy' as const;
  const bestBefore = bestBeforeOf('P21', stage.at(3));
  const inputs = milkings.map(({ lot, massG }) => ({ lot, amount: { massG } }));
  const lines = [{ lot: cartons, amount: cartonAmount }];
  return [
    {
      by,
      daysAgo: 3.8,
      fields: {
        act: 'transform',
        site: 'DAIRY-1',
        operation: 'pool',
        inputs,
        outputs: [{ lot: tank, amount: { massG: tankG } }],
      },
    },
    {
      by,
      daysAgo: 3,
      fields: {
        act: 'transform',
        site: 'DAIRY-1',
        operation: 'heatTreat',
        inputs: [{ lot: tank, amount: { massG: tankG } }],
        outputs: [{ lot: cartons, amount: cartonAmount, bestBefore }],
      },
    },
    {
      by,
      daysAgo: 2,
      fields: {
        act: 'dispatch',
        number: 'D-1122',
        site: 'DAIRY-1',
        to: actor('butcher').party,
        departure: stage.at(1.9),
        lines,
      },
    },
  ];
}

function shopLines(): Line[] {
  const by = 'butcher' as const;
  const shipment = `${actor('dairy').party}/D-1122`;
  return [
    {
      by,
      daysAgo: 1.5,
      fields: {
        act: 'receive',
        shipment,
        site: 'STORE-1',
        lines: [{ lot: cartons, accepted: cartonAmount }],
      },
    },
    {
      by,
      daysAgo: 0.5,
      fields: {
        act: 'sell',
        site: 'STORE-1',
        lines: [{ lot: cartons, amount: { count: 960, volumeMl: 960 * cartonMl } }],
        to: 'consumer',
        division: '150105',
      },
    },
  ];
}
