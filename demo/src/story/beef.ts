import { heaviestG, typicalYieldG } from '../facts.ts';
import { lotOf, piecesOf } from './catalogue.ts';
import { codeLines } from './codes.ts';
import { digestOf } from './digest.ts';
import { inspection } from './inspection.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

export const beef = {
  live: lotOf('cattle', 'N0701'),
  sides: lotOf('side', 'E0703'),
  steaks: lotOf('steak', 'X0706'),
  salt: lotOf('salt', 'Y0601'),
  /** Recalled (oversight.ts). */
  jerky: lotOf('jerky', 'G0711'),
} as const;

/** Every animal weighs 50 kg less than the heaviest. */
const driven = { count: 30, massG: 30 * (heaviestG('科尔沁牛', 'at_slaughter') - 50_000) };
const sideAmount = { count: 60, massG: typicalYieldG('T03', 'P15', driven.massG) };
const cut = { count: 20, massG: 3_300_000 };
const steaksMade = Math.floor(typicalYieldG('T08', 'P16', cut.massG) / 200);
const dried = piecesOf('steak', 6_000);
const saltG = 60_000;
export const jerkyMade = Math.floor(typicalYieldG('T10', 'P17', dried.massG ?? 0) / 100);

const barn = { by: 'cattlefarm', site: 'BARN-1' } as const;
const plant = { by: 'beefplant', site: 'PLANT-1' } as const;
const grocer = { by: 'grocer', site: 'STORE-1' } as const;
const market = { by: 'market', site: 'STORE-1' } as const;

/** 科尔沁牛: barn → sides → steaks → jerky, with salt from outside, to two shops. The jerky is recalled later (oversight.ts). */
export async function tellBeef(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('beef', [
    ...barnLines(steps),
    ...plantLines(steps),
    ...saltLines(stage, steps),
    ...(await jerkyLines(stage, steps)),
    ...shopLines(steps),
  ]);
}

function barnLines(steps: Steps): Line[] {
  const papers = [steps.paper('quarantine', 'Horqin cattle', 12)];
  return [
    steps.treat(
      { by: 'cattlefarm', daysAgo: 13.6 },
      { site: 'BARN-1', input: 'DEMO-V02', milliMl: 300_000, endedDaysAgo: 50 },
    ),
    steps.harvest(
      { by: 'cattlefarm', daysAgo: 13 },
      { site: 'BARN-1', lot: beef.live, amount: driven, earTags: true },
    ),
    ...steps.handOver({
      from: barn,
      to: plant,
      number: 'S-0701',
      daysAgo: 12,
      arrivedDaysAgo: 11.8,
      carrier: 'carrier',
      lines: [{ lot: beef.live, amount: driven }],
      leaving: papers,
      arriving: papers,
    }),
  ];
}

function plantLines(steps: Steps): Line[] {
  const by = 'beefplant' as const;
  return [
    steps.make(
      { by, daysAgo: 11.5 },
      {
        site: 'PLANT-1',
        operation: 'slaughter',
        process: 'cattle-slaughter',
        inputs: [{ lot: beef.live, amount: driven }],
        outputs: [{ lot: beef.sides, amount: sideAmount }],
      },
    ),
    steps.make(
      { by, daysAgo: 10 },
      {
        site: 'PLANT-1',
        operation: 'cut',
        process: 'beef-cutting',
        inputs: [{ lot: beef.sides, amount: cut }],
        outputs: [{ lot: beef.steaks, amount: piecesOf('steak', steaksMade) }],
      },
    ),
  ];
}

/** An ingredient from outside: admitted with its supplier's papers, and tested. */
function saltLines(stage: Stage, steps: Steps): Line[] {
  const admitted = steps.line(
    { by: 'beefplant', daysAgo: 12.5 },
    {
      act: 'admit',
      site: 'PLANT-1',
      lot: beef.salt,
      amount: { massG: 500_000 },
      source: 'outside',
      supplier: digestOf('a supplier of salt'),
      document: digestOf('delivery note of the salt'),
      producedOn: stage.dayAt(60),
      papers: [steps.paper('invoice', 'salt', 13, 365), steps.paper('testReport', 'salt', 60, 365)],
    },
  );
  const tested = inspection(steps, {
    ...plant,
    lot: beef.salt,
    amount: { massG: 1_000 },
    daysAgo: 12.4,
    verdict: 'passed',
    method: 'GB 5009.42',
  });
  return [admitted, ...tested];
}

async function jerkyLines(stage: Stage, steps: Steps): Promise<Line[]> {
  const by = 'beefplant' as const;
  return [
    steps.make(
      { by, daysAgo: 9 },
      {
        site: 'PLANT-1',
        operation: 'dry',
        process: 'jerky-drying',
        inputs: [
          { lot: beef.steaks, amount: dried },
          { lot: beef.salt, amount: { massG: saltG } },
        ],
        outputs: [{ lot: beef.jerky, amount: piecesOf('jerky', jerkyMade) }],
      },
    ),
    ...(await codeLines(stage, steps, { by, daysAgo: 8.5, lot: beef.jerky, pieces: jerkyMade })),
  ];
}

function shopLines(steps: Steps): Line[] {
  const meat = [steps.paper('quarantine', 'steaks', 7, 7), steps.paper('meatInspection', 'steaks', 10, 30)];
  return [
    ...steps.handOver({
      from: plant,
      to: grocer,
      number: 'D-0713',
      daysAgo: 7,
      arrivedDaysAgo: 6.8,
      lines: [
        { lot: beef.steaks, amount: piecesOf('steak', 500) },
        { lot: beef.jerky, amount: piecesOf('jerky', 800) },
      ],
      leaving: meat,
    }),
    ...steps.handOver({
      from: plant,
      to: market,
      number: 'D-0714',
      daysAgo: 7,
      arrivedDaysAgo: 5.5,
      lines: [{ lot: beef.jerky, amount: piecesOf('jerky', 1_200) }],
    }),
    steps.sell({ by: 'grocer', daysAgo: 5 }, 'STORE-1', [
      { lot: beef.steaks, amount: piecesOf('steak', 60) },
      { lot: beef.jerky, amount: piecesOf('jerky', 150) },
    ]),
    steps.sell({ by: 'market', daysAgo: 4 }, 'STORE-1', [{ lot: beef.jerky, amount: piecesOf('jerky', 90) }]),
  ];
}
