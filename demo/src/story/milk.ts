import { netContentOf, typicalYieldG } from '../facts.ts';
import type { ActorName } from './cast.ts';
import { lotOf, type ProductName, piecesOf } from './catalogue.ts';
import { codeLines } from './codes.ts';
import { digestOf } from './digest.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

interface Milking {
  readonly by: ActorName;
  readonly product: ProductName;
  readonly massG: number;
}

const milkings: readonly Milking[] = [
  { by: 'dairyfarm', product: 'milk', massG: 12_400_000 },
  { by: 'dairyfarm2', product: 'milk2', massG: 7_850_000 },
  { by: 'dairyfarm3', product: 'milk3', massG: 3_900_000 },
];
const herdMilking: Milking = { by: 'milkherder', product: 'herdmilk', massG: 900_000 };

export const milk = {
  tank: lotOf('tank', 'K1120'),
  cartons: lotOf('carton', 'U1121'),
  hurood: lotOf('hurood', 'N1122'),
} as const;

const tankG = milkings.reduce((sum, milking) => sum + milking.massG, 0);
/** Milk has 1.03 g a millilitre. */
const cartonsMade = Math.floor((typicalYieldG('T11', 'P21', tankG) * 100) / 103 / netContentOf('P21'));
const huroodMade = Math.floor(typicalYieldG('T15', 'P24', herdMilking.massG) / netContentOf('P24'));
const lotOfMilking = ({ product }: Milking): string => lotOf(product, 'N1120');

/** 乳制品: three farms → one tank → UHT milk, and a herd's milk → hurood, both to one shop. */
export async function tellMilk(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('milk', [
    ...milkings.flatMap((milking) => milkingLines(steps, milking, 'dairy')),
    ...(await cartonLines(stage, steps)),
    ...milkingLines(steps, herdMilking, 'cheesemaker'),
    ...(await huroodLines(stage, steps)),
    ...shopLines(steps),
  ]);
}

/** Milk with its handover sheet; both hands test it before it goes in with other milk. */
function milkingLines(steps: Steps, milking: Milking, to: 'dairy' | 'cheesemaker'): Line[] {
  const { by, massG } = milking;
  const goods = { lot: lotOfMilking(milking), amount: { massG } };
  const papers = [steps.paper('rawMilkHandover', by, 4.1, 1)];
  return [
    steps.treat(
      { by, daysAgo: 13.5 },
      { site: 'BARN-1', input: 'DEMO-V02', milliMl: 200_000, endedDaysAgo: 40 },
    ),
    steps.harvest({ by, daysAgo: 4.2 }, { site: 'BARN-1', ...goods }),
    selfTest(steps, { by, site: 'BARN-1' }, goods.lot, 4.15),
    ...steps.handOver({
      from: { by, site: 'BARN-1' },
      to: { by: to, site: 'DAIRY-1' },
      number: 'M-1120',
      daysAgo: 4.1,
      arrivedDaysAgo: 3.95,
      carrier: 'carrier',
      lines: [goods],
      leaving: papers,
      arriving: papers,
    }),
    selfTest(steps, { by: to, site: 'DAIRY-1' }, goods.lot, 3.9),
  ];
}

function selfTest(
  steps: Steps,
  { by, site }: { readonly by: ActorName; readonly site: string },
  lot: string,
  daysAgo: number,
): Line {
  return steps.line(
    { by, daysAgo },
    { act: 'selfTest', site, lot, verdict: 'passed', report: digestOf(`${by} tests ${lot}`) },
  );
}

async function cartonLines(stage: Stage, steps: Steps): Promise<Line[]> {
  const by = 'dairy' as const;
  const pooled = { lot: milk.tank, amount: { massG: tankG } };
  return [
    steps.make(
      { by, daysAgo: 3.8 },
      {
        site: 'DAIRY-1',
        operation: 'pool',
        process: 'milk-pooling',
        inputs: milkings.map((milking) => ({
          lot: lotOfMilking(milking),
          amount: { massG: milking.massG },
        })),
        outputs: [pooled],
      },
    ),
    selfTest(steps, { by, site: 'DAIRY-1' }, milk.tank, 3.5),
    steps.make(
      { by, daysAgo: 3 },
      {
        site: 'DAIRY-1',
        operation: 'heatTreat',
        process: 'uht',
        inputs: [pooled],
        outputs: [{ lot: milk.cartons, amount: piecesOf('carton', cartonsMade) }],
      },
    ),
    ...(await codeLines(stage, steps, { by, daysAgo: 2.9, lot: milk.cartons, pieces: cartonsMade })),
  ];
}

async function huroodLines(stage: Stage, steps: Steps): Promise<Line[]> {
  const by = 'cheesemaker' as const;
  return [
    steps.make(
      { by, daysAgo: 3.5 },
      {
        site: 'DAIRY-1',
        operation: 'ferment',
        process: 'hurood-making',
        inputs: [{ lot: lotOfMilking(herdMilking), amount: { massG: herdMilking.massG } }],
        outputs: [{ lot: milk.hurood, amount: piecesOf('hurood', huroodMade) }],
      },
    ),
    ...(await codeLines(stage, steps, { by, daysAgo: 3.2, lot: milk.hurood, pieces: huroodMade })),
  ];
}

function shopLines(steps: Steps): Line[] {
  const shop = { by: 'butcher', site: 'STORE-1' } as const;
  const roads = [
    { by: 'dairy', number: 'D-1122', lot: milk.cartons, amount: piecesOf('carton', 24_000) },
    { by: 'cheesemaker', number: 'D-1123', lot: milk.hurood, amount: piecesOf('hurood', 400) },
  ] as const;
  return [
    ...roads.flatMap(({ by, number, lot, amount }) =>
      steps.handOver({
        from: { by, site: 'DAIRY-1' },
        to: shop,
        number,
        daysAgo: 2,
        arrivedDaysAgo: 1.5,
        carrier: 'carrier',
        lines: [{ lot, amount }],
        leaving: [steps.paper('testReport', lot, 2.5, 30)],
      }),
    ),
    steps.sell({ by: 'butcher', daysAgo: 0.5 }, 'STORE-1', [
      { lot: milk.cartons, amount: piecesOf('carton', 960) },
      { lot: milk.hurood, amount: piecesOf('hurood', 60) },
    ]),
  ];
}
