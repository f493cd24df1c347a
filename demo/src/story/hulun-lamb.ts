import { typicalYieldG } from '../facts.ts';
import { lotOf, piecesOf } from './catalogue.ts';
import { inspection } from './inspection.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

export const hulunLamb = {
  live: lotOf('hulunlamb', 'L0902'),
  carcasses: lotOf('huluncarcass', 'C0903'),
  ribs: lotOf('ribs', 'P0905'),
  /** The one that the laboratory fails. */
  failedRibs: lotOf('ribs', 'P0906'),
} as const;

const driven = { count: 80, massG: 3_120_000 };
const carcassAmount = { count: 80, massG: typicalYieldG('T01', 'P10/P13', driven.massG) };
const cut = { count: 20, massG: 360_000 };
const ribsMade = 600;

const plant = { by: 'hulunplant', site: 'PLANT-1' } as const;
const shop = { by: 'hulunshop', site: 'STORE-1' } as const;

/** 呼伦贝尔草原羊: one lot of ribs reaches the shop; a sample of the next fails in the laboratory, and what is left of it stays where it is. */
export async function tellHulunLamb(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('hulun-lamb', [
    ...pastureLines(steps),
    ...plantLines(steps),
    ...steps.handOver({
      from: plant,
      to: shop,
      number: 'D-0907',
      daysAgo: 6.5,
      arrivedDaysAgo: 6.2,
      lines: [{ lot: hulunLamb.ribs, amount: piecesOf('ribs', ribsMade) }],
      leaving: [steps.paper('quarantine', 'ribs', 6.5, 7), steps.paper('meatInspection', 'ribs', 8, 30)],
    }),
    steps.sell({ by: 'hulunshop', daysAgo: 4 }, 'STORE-1', [
      { lot: hulunLamb.ribs, amount: piecesOf('ribs', 140) },
    ]),
    ...inspection(steps, {
      ...plant,
      lot: hulunLamb.failedRibs,
      amount: piecesOf('ribs', 2),
      daysAgo: 6,
      verdict: 'failed',
      method: 'GB/T 21312',
    }),
    steps.line(
      { by: 'hulunplant', daysAgo: 3 },
      {
        act: 'dispose',
        site: 'PLANT-1',
        lines: [{ lot: hulunLamb.failedRibs, amount: piecesOf('ribs', 300) }],
        reason: 'destruction',
      },
    ),
  ]);
}

function pastureLines(steps: Steps): Line[] {
  const papers = [steps.paper('quarantine', 'Hulunbuir lambs', 11)];
  return [
    steps.treat(
      { by: 'grazier', daysAgo: 13.4 },
      { site: 'PASTURE-1', input: 'DEMO-V01', milliMl: 80_000, endedDaysAgo: 90 },
    ),
    steps.harvest(
      { by: 'grazier', daysAgo: 12 },
      { site: 'PASTURE-1', lot: hulunLamb.live, amount: driven, earTags: true },
    ),
    ...steps.handOver({
      from: { by: 'grazier', site: 'PASTURE-1' },
      to: plant,
      number: 'S-0902',
      daysAgo: 11,
      arrivedDaysAgo: 10.7,
      carrier: 'carrier',
      lines: [{ lot: hulunLamb.live, amount: driven }],
      leaving: papers,
      arriving: papers,
    }),
  ];
}

function plantLines(steps: Steps): Line[] {
  const by = 'hulunplant' as const;
  return [
    steps.make(
      { by, daysAgo: 10 },
      {
        site: 'PLANT-1',
        operation: 'slaughter',
        process: 'lamb-slaughter',
        inputs: [{ lot: hulunLamb.live, amount: driven }],
        outputs: [{ lot: hulunLamb.carcasses, amount: carcassAmount }],
      },
    ),
    ...[hulunLamb.ribs, hulunLamb.failedRibs].map((lot, index) =>
      steps.make(
        { by, daysAgo: 8 - index / 2 },
        {
          site: 'PLANT-1',
          operation: 'cut',
          process: 'lamb-cutting',
          inputs: [{ lot: hulunLamb.carcasses, amount: cut }],
          outputs: [{ lot, amount: piecesOf('ribs', ribsMade) }],
        },
      ),
    ),
  ];
}
