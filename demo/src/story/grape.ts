import { netContentOf, yieldOf } from '../facts.ts';
import { lotOf, piecesOf } from './catalogue.ts';
import { codeLines } from './codes.ts';
import { type Collecting, collectingLines } from './collecting.ts';
import { declaration } from './declaration.ts';
import { digestOf } from './digest.ts';
import { inspection } from './inspection.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

/** Bottled before the winery joined: admitted as opening stock, by years of harvest before this one. */
const olderVintages = [3, 2, 1] as const;

export const grape = {
  picked: lotOf('grape', 'P0905'),
  boxes: lotOf('grapebox', 'H0908'),
  pressed: lotOf('winegrape', 'W0903'),
  bulk: lotOf('winebulk', 'Y0910'),
  bottles: lotOf('wine', 'G0915'),
  vintage: (yearsAgo: number) => lotOf('wine', `NIAN-${yearsAgo}`),
} as const;

const road: Collecting = {
  grower: 'vineyard',
  growersSite: 'ORCHARD-1',
  collector: 'grapetrader',
  crop: 'grape',
  lot: grape.picked,
  massG: 6_000_000,
  packedMassG: 2_400_000,
  collected: 'sortedgrape',
  packed: 'grapebox',
  lotNumber: 'H0908',
  packs: 4_200,
  sold: 350,
  shop: 'market',
};

const pressedG = 8_000_000;
const bulkMl = (pressedG * yieldOf('T23', 'P09').typical) / 1000;
const bottlesMade = Math.floor((bulkMl * 0.98) / netContentOf('P09'));

/** 乌海葡萄: table grapes with 合格证, and wine, with three older vintages. */
export async function tellGrape(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  const fresh = collectingLines(stage, steps, road);
  await stage.say('grape', [...orchardLines(steps), ...(await fresh)]);
  await stage.say('wine', [
    ...vintageLines(stage, steps),
    ...pressLines(steps),
    ...(await cellarLines(stage, steps)),
    ...shopLines(steps),
  ]);
}

function orchardLines(steps: Steps): Line[] {
  return [
    ...['ORCHARD-1', 'ORCHARD-2'].map((site) =>
      steps.treat(
        { by: 'vineyard', daysAgo: 13.4 },
        { site, input: 'DEMO-P04', milliMl: 3_000_000, endedDaysAgo: 45 },
      ),
    ),
    steps.harvest(
      { by: 'vineyard', daysAgo: 10 },
      { site: 'ORCHARD-1', lot: grape.picked, amount: { massG: road.massG } },
    ),
  ];
}

function vintageLines(stage: Stage, steps: Steps): Line[] {
  const by = 'winery' as const;
  const admitted = olderVintages.map((yearsAgo) =>
    steps.line(
      { by, daysAgo: 13 },
      {
        act: 'admit',
        site: 'CELLAR-1',
        lot: grape.vintage(yearsAgo),
        amount: piecesOf('wine', 1_200 - 200 * yearsAgo),
        source: 'opening',
        document: digestOf(`stock list of the vintage ${yearsAgo} years ago`),
        producedOn: stage.dayAt(365 * yearsAgo),
      },
    ),
  );
  const tested = inspection(steps, {
    by,
    site: 'CELLAR-1',
    lot: grape.vintage(1),
    amount: piecesOf('wine', 3),
    daysAgo: 12.5,
    verdict: 'passed',
    method: 'GB/T 15038',
  });
  return [...admitted, ...tested];
}

function pressLines(steps: Steps): Line[] {
  const pressed = { lot: grape.pressed, amount: { massG: pressedG } };
  return [
    steps.harvest({ by: 'vineyard', daysAgo: 12 }, { site: 'ORCHARD-2', ...pressed }),
    declaration(steps, { by: 'vineyard', daysAgo: 11.9, site: 'ORCHARD-2', form: 1, ...pressed }),
    ...steps.handOver({
      from: { by: 'vineyard', site: 'ORCHARD-2' },
      to: { by: 'winery', site: 'CELLAR-1' },
      number: 'S-0903',
      daysAgo: 11.8,
      arrivedDaysAgo: 11.6,
      lines: [pressed],
      leaving: [steps.paper('declaration', 'wine grapes', 11.9, 30)],
      collected: 'declaration',
    }),
  ];
}

async function cellarLines(stage: Stage, steps: Steps): Promise<Line[]> {
  const by = 'winery' as const;
  return [
    steps.make(
      { by, daysAgo: 6 },
      {
        site: 'CELLAR-1',
        operation: 'ferment',
        process: 'wine-making',
        inputs: [{ lot: grape.pressed, amount: { massG: pressedG } }],
        outputs: [{ lot: grape.bulk, amount: { volumeMl: bulkMl } }],
      },
    ),
    steps.make(
      { by, daysAgo: 5 },
      {
        site: 'CELLAR-1',
        operation: 'fill',
        process: 'wine-bottling',
        inputs: [{ lot: grape.bulk, amount: { volumeMl: bulkMl } }],
        outputs: [{ lot: grape.bottles, amount: piecesOf('wine', bottlesMade) }],
      },
    ),
    ...(await codeLines(stage, steps, { by, daysAgo: 4.8, lot: grape.bottles, pieces: bottlesMade })),
  ];
}

function shopLines(steps: Steps): Line[] {
  const lines = [
    { lot: grape.bottles, amount: piecesOf('wine', 600) },
    { lot: grape.vintage(1), amount: piecesOf('wine', 240) },
  ];
  return [
    ...steps.handOver({
      from: { by: 'winery', site: 'CELLAR-1' },
      to: { by: 'market', site: 'STORE-1' },
      number: 'D-0920',
      daysAgo: 4,
      arrivedDaysAgo: 3.6,
      lines,
    }),
    steps.sell({ by: 'market', daysAgo: 2.5 }, 'STORE-1', [
      { lot: grape.bottles, amount: piecesOf('wine', 24) },
      { lot: grape.vintage(1), amount: piecesOf('wine', 12) },
    ]),
  ];
}
