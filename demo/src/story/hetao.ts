import { typicalYieldG } from '../facts.ts';
import { lotOf, piecesOf } from './catalogue.ts';
import { codeLines } from './codes.ts';
import { declaration } from './declaration.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

export const hetao = {
  wheat: lotOf('wheat', 'M0715'),
  flour: lotOf('flour', 'F0718'),
  bran: lotOf('wheatbran', 'F0718'),
  /** Drilled (oversight.ts). */
  bags: lotOf('flourbag', 'D0720'),
  tomatoes: lotOf('tomato', 'Q0822'),
  /** Held (oversight.ts). */
  paste: lotOf('paste', 'J0823'),
} as const;

const wheatG = 42_000_000;
const flourG = typicalYieldG('T20', 'P01', wheatG);
const bagsMade = 6_000;
const tomatoG = 80_000_000;
const pasteMade = 6_000;
const tomatoUsedG = 3_100_000;

/** 天赋河套: wheat → flour → bags, and tomatoes → paste, both to one shop. */
export async function tellHetao(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('hetao', [
    ...wheatLines(steps),
    ...(await bagLines(stage, steps)),
    ...tomatoLines(steps),
    ...shopLines(steps),
  ]);
}

function wheatLines(steps: Steps): Line[] {
  return [
    steps.treat(
      { by: 'wheatfarm', daysAgo: 13.6 },
      { site: 'FIELD-1', input: 'DEMO-P01', milliMl: 16_000_000, endedDaysAgo: 60 },
    ),
    steps.harvest(
      { by: 'wheatfarm', daysAgo: 13 },
      { site: 'FIELD-1', lot: hetao.wheat, amount: { massG: wheatG } },
    ),
    ...steps.handOver({
      from: { by: 'wheatfarm', site: 'FIELD-1' },
      to: { by: 'flourmill', site: 'MILL-1' },
      number: 'S-0716',
      daysAgo: 12,
      arrivedDaysAgo: 11.6,
      lines: [{ lot: hetao.wheat, amount: { massG: wheatG } }],
    }),
    steps.make(
      { by: 'flourmill', daysAgo: 10 },
      {
        site: 'MILL-1',
        operation: 'mill',
        process: 'wheat-milling',
        inputs: [{ lot: hetao.wheat, amount: { massG: wheatG } }],
        outputs: [
          { lot: hetao.flour, amount: { massG: flourG } },
          { lot: hetao.bran, amount: { massG: typicalYieldG('T20', 'M14 麸皮', wheatG) } },
        ],
      },
    ),
  ];
}

async function bagLines(stage: Stage, steps: Steps): Promise<Line[]> {
  const by = 'flourmill' as const;
  const packed = piecesOf('flourbag', bagsMade);
  return [
    steps.make(
      { by, daysAgo: 9 },
      {
        site: 'MILL-1',
        operation: 'pack',
        process: 'flour-packing',
        inputs: [{ lot: hetao.flour, amount: { massG: packed.massG ?? 0 } }],
        outputs: [{ lot: hetao.bags, amount: packed }],
      },
    ),
    ...(await codeLines(stage, steps, { by, daysAgo: 8.5, lot: hetao.bags, pieces: bagsMade })),
  ];
}

function tomatoLines(steps: Steps): Line[] {
  const tomatoes = { lot: hetao.tomatoes, amount: { massG: tomatoG } };
  return [
    steps.treat(
      { by: 'tomatofarm', daysAgo: 13.5 },
      { site: 'FIELD-1', input: 'DEMO-P05', milliMl: 4_000_000, endedDaysAgo: 30 },
    ),
    steps.harvest({ by: 'tomatofarm', daysAgo: 11 }, { site: 'FIELD-1', ...tomatoes }),
    declaration(steps, { by: 'tomatofarm', daysAgo: 10.9, site: 'FIELD-1', form: 1, ...tomatoes }),
    ...steps.handOver({
      from: { by: 'tomatofarm', site: 'FIELD-1' },
      to: { by: 'pastemaker', site: 'PLANT-1' },
      number: 'S-0822',
      daysAgo: 10.8,
      arrivedDaysAgo: 10.5,
      lines: [tomatoes],
      leaving: [steps.paper('declaration', 'tomatoes', 10.9, 30)],
      collected: 'declaration',
    }),
    steps.make(
      { by: 'pastemaker', daysAgo: 10 },
      {
        site: 'PLANT-1',
        operation: 'heatTreat',
        process: 'tomato-concentrating',
        inputs: [{ lot: hetao.tomatoes, amount: { massG: tomatoUsedG } }],
        outputs: [{ lot: hetao.paste, amount: piecesOf('paste', pasteMade) }],
      },
    ),
  ];
}

function shopLines(steps: Steps): Line[] {
  const market = { by: 'market', site: 'STORE-1' } as const;
  return [
    ...steps.handOver({
      from: { by: 'flourmill', site: 'MILL-1' },
      to: market,
      number: 'D-0722',
      daysAgo: 7,
      arrivedDaysAgo: 6.5,
      lines: [{ lot: hetao.bags, amount: piecesOf('flourbag', 1_500) }],
    }),
    ...steps.handOver({
      from: { by: 'pastemaker', site: 'PLANT-1' },
      to: market,
      number: 'D-0826',
      daysAgo: 6,
      arrivedDaysAgo: 5.5,
      lines: [{ lot: hetao.paste, amount: piecesOf('paste', 2_000) }],
    }),
    steps.sell({ by: 'market', daysAgo: 4.5 }, 'STORE-1', [
      { lot: hetao.bags, amount: piecesOf('flourbag', 220) },
      { lot: hetao.paste, amount: piecesOf('paste', 310) },
    ]),
  ];
}
