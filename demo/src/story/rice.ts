import { typicalYieldG } from '../facts.ts';
import { lotOf, piecesOf, products } from './catalogue.ts';
import { type CodedLot, codeLines, codesMadeFor } from './codes.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

export const rice = {
  paddy: lotOf('paddy', 'G2609'),
  paddy2: lotOf('paddy2', 'G2609'),
  first: lotOf('rice', 'R01'),
  second: lotOf('rice', 'R02'),
  blend: lotOf('rice', 'R03'),
  bran: lotOf('bran', 'B01'),
  pure: lotOf('bag', 'D01'),
  blended: lotOf('bag', 'D02'),
} as const;

/** The mill's pallet: an SSCC of the demonstration range. */
const pallet = '095215000000000013';

const paddyG = 61_000_000;
const paddy2G = 45_000_000;
const firstG = typicalYieldG('T18', 'P19', paddyG);
const secondG = typicalYieldG('T18', 'P19', paddy2G);
const bagG = products.bag.netContent.massG ?? 1;
/** The first milling is split: half is packed alone, half goes into the blend. */
const pureBags = Math.floor(firstG / 2 / bagG);
const blendG = firstG - pureBags * bagG + secondG;
const blendedBags = Math.floor(blendG / bagG);

const mill = { by: 'mill', site: 'MILL-1' } as const;
const shop = { by: 'grocer', site: 'STORE-1' } as const;

/** The bags with codes, and how many codes. */
export const codedRice: CodedLot = { by: 'mill', lot: rice.blended, count: codesMadeFor(blendedBags) };

/** 兴安大米: two fields → mill → split and mix → bags → a pallet → shop. */
export async function tellRice(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('rice', [
    ...fieldLines(steps, 'ricefarm', rice.paddy, paddyG),
    ...fieldLines(steps, 'ricefarm2', rice.paddy2, paddy2G),
    ...millLines(steps),
    ...packLines(steps),
    ...(await codeLines(stage, steps, { by: 'mill', daysAgo: 6.5, lot: rice.blended, pieces: blendedBags })),
    ...shopLines(steps),
  ]);
}

function fieldLines(steps: Steps, by: 'ricefarm' | 'ricefarm2', lot: string, massG: number): Line[] {
  const paddy = { lot, amount: { massG } };
  return [
    steps.treat(
      { by, daysAgo: 13.5 },
      { site: 'FIELD-1', input: 'DEMO-P02', milliMl: 6_000_000, endedDaysAgo: 55 },
    ),
    steps.harvest({ by, daysAgo: 13 }, { site: 'FIELD-1', ...paddy }),
    ...steps.handOver({
      from: { by, site: 'FIELD-1' },
      to: mill,
      number: 'S-1',
      daysAgo: 12,
      arrivedDaysAgo: 11.5,
      lines: [paddy],
    }),
  ];
}

function millLines(steps: Steps): Line[] {
  const { by, site } = mill;
  const milling = { site, operation: 'mill', process: 'rice-milling' } as const;
  return [
    steps.make(
      { by, daysAgo: 10 },
      {
        ...milling,
        inputs: [{ lot: rice.paddy, amount: { massG: paddyG } }],
        outputs: [
          { lot: rice.first, amount: { massG: firstG } },
          { lot: rice.bran, amount: { massG: typicalYieldG('T18', 'M14 米糠', paddyG) } },
        ],
      },
    ),
    steps.make(
      { by, daysAgo: 9.5 },
      {
        ...milling,
        inputs: [{ lot: rice.paddy2, amount: { massG: paddy2G } }],
        outputs: [{ lot: rice.second, amount: { massG: secondG } }],
      },
    ),
    steps.make(
      { by, daysAgo: 8 },
      {
        site,
        operation: 'mix',
        process: 'rice-mixing',
        inputs: [
          { lot: rice.first, amount: { massG: firstG - pureBags * bagG } },
          { lot: rice.second, amount: { massG: secondG } },
        ],
        outputs: [{ lot: rice.blend, amount: { massG: blendG } }],
      },
    ),
  ];
}

function packLines(steps: Steps): Line[] {
  const parts = [
    { from: rice.first, lot: rice.pure, bags: pureBags, daysAgo: 7.5 },
    { from: rice.blend, lot: rice.blended, bags: blendedBags, daysAgo: 7 },
  ];
  return parts.map(({ from, lot, bags, daysAgo }) =>
    steps.make(
      { by: 'mill', daysAgo },
      {
        site: 'MILL-1',
        operation: 'pack',
        process: 'rice-packing',
        inputs: [{ lot: from, amount: { massG: bags * bagG } }],
        outputs: [{ lot, amount: piecesOf('bag', bags) }],
      },
    ),
  );
}

/** The blend goes on a pallet, the other bags beside it. */
function shopLines(steps: Steps): Line[] {
  const onPallet = { lot: rice.blended, amount: piecesOf('bag', 1_600) };
  const loose = { lot: rice.pure, amount: piecesOf('bag', 2_000) };
  return [
    steps.line(
      { by: 'mill', daysAgo: 5.5 },
      { act: 'load', unit: pallet, site: 'MILL-1', lines: [onPallet] },
    ),
    ...steps.handOver({
      from: mill,
      to: shop,
      number: 'D-7',
      daysAgo: 5,
      arrivedDaysAgo: 4,
      lines: [{ ...onPallet, unit: pallet }, loose],
    }),
    steps.sell({ by: 'grocer', daysAgo: 1 }, 'STORE-1', [
      { lot: rice.blended, amount: piecesOf('bag', 120) },
    ]),
    // One bag burst, and nobody wrote it down.
    steps.line(
      { by: 'grocer', daysAgo: 0.5 },
      {
        act: 'recount',
        site: 'STORE-1',
        lines: [{ lot: rice.blended, counted: piecesOf('bag', 1_479) }],
        reason: 'stocktaking',
      },
    ),
  ];
}
