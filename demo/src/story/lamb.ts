import { typicalYieldG } from '../facts.ts';
import { actor } from './cast.ts';
import { lotOf, piecesOf } from './catalogue.ts';
import { codeLines } from './codes.ts';
import { digestOf } from './digest.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

export const lamb = {
  live: lotOf('lamb', 'L0417'),
  carcasses: lotOf('carcass', 'C0419'),
  legs: lotOf('leg', 'T0421'),
  slices: lotOf('slices', 'J0421'),
} as const;

const driven = { count: 60, massG: 2_480_000 };
/** One lamb is lame and goes back; the scale shows 18 kg less than at the pasture: water lost on the road. */
const lame = { count: 1, massG: 41_000 };
const lostOnTheRoad = { count: 0, massG: 18_000 };
const weighed = { count: 59, massG: 2_421_000 };
const carcassAmount = { count: 59, massG: typicalYieldG('T01', 'P10/P13', weighed.massG) };
const cut = { count: 20, massG: 398_000 };
const legAmount = { count: 40, massG: 102_400 };
const slicesMade = 920;
const sliceAmount = piecesOf('slices', slicesMade);

const shipment = `${actor('herder').party}/S-0418`;
const pasture = { by: 'herder', site: 'PASTURE-1' } as const;
const cold = { by: 'slaughterhouse', site: 'COLD-1' } as const;
const shop = { by: 'butcher', site: 'STORE-1' } as const;

/** 锡林郭勒羊: pasture → slaughter → carcasses → cuts → shop. The two hands of the first handover disagree, and settle it; a customer brings something back. */
export async function tellLamb(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('lamb', [
    ...pastureLines(steps),
    ...disputeLines(steps),
    ...(await plantLines(stage, steps)),
    ...shopLines(steps),
  ]);
}

function pastureLines(steps: Steps): Line[] {
  return [
    steps.treat(
      { by: 'herder', daysAgo: 13.4 },
      { site: 'PASTURE-1', input: 'DEMO-V01', milliMl: 60_000, endedDaysAgo: 75 },
    ),
    steps.harvest(
      { by: 'herder', daysAgo: 12 },
      { site: 'PASTURE-1', lot: lamb.live, amount: driven, earTags: true },
    ),
  ];
}

/** Refused and missing, and how the sender closes it. */
function disputeLines(steps: Steps): Line[] {
  const papers = [steps.paper('quarantine', 'lamb live', 11)];
  const sent = steps.send({
    from: pasture,
    to: { by: 'slaughterhouse', site: 'PLANT-1' },
    number: 'S-0418',
    daysAgo: 11,
    arrivedDaysAgo: 10.5,
    carrier: 'carrier',
    lines: [{ lot: lamb.live, amount: driven }],
    leaving: papers,
  });
  const line = { lot: lamb.live, accepted: weighed, refused: lame, missing: lostOnTheRoad };
  const settled = { lot: lamb.live, takenBack: lame, writtenOff: lostOnTheRoad };
  return [
    sent,
    steps.line(
      { by: 'slaughterhouse', daysAgo: 10.5 },
      { act: 'receive', shipment, site: 'PLANT-1', papers, lines: [line] },
    ),
    steps.line(
      { by: 'herder', daysAgo: 10.2 },
      { act: 'settle', shipment, site: 'PASTURE-1', lines: [settled] },
    ),
  ];
}

async function plantLines(stage: Stage, steps: Steps): Promise<Line[]> {
  const by = 'slaughterhouse' as const;
  return [
    steps.make(
      { by, daysAgo: 10 },
      {
        site: 'PLANT-1',
        operation: 'slaughter',
        process: 'lamb-slaughter',
        inputs: [{ lot: lamb.live, amount: weighed }],
        outputs: [{ lot: lamb.carcasses, amount: carcassAmount }],
      },
    ),
    steps.line(
      { by, daysAgo: 9.5 },
      { act: 'move', from: 'PLANT-1', to: 'COLD-1', lines: [{ lot: lamb.carcasses, amount: carcassAmount }] },
    ),
    steps.make(
      { by, daysAgo: 8 },
      {
        site: 'COLD-1',
        operation: 'cut',
        process: 'lamb-cutting',
        inputs: [{ lot: lamb.carcasses, amount: cut }],
        outputs: [
          { lot: lamb.legs, amount: legAmount },
          { lot: lamb.slices, amount: sliceAmount },
        ],
      },
    ),
    ...(await codeLines(stage, steps, { by, daysAgo: 7.5, lot: lamb.slices, pieces: slicesMade })),
    ...chilledRoad(stage, steps),
  ];
}

/** To the shop in a cold van, whose thermometer is read. */
function chilledRoad(stage: Stage, steps: Steps): Line[] {
  const [sent, arrived] = steps.handOver({
    from: cold,
    to: shop,
    number: 'D-0423',
    daysAgo: 6,
    arrivedDaysAgo: 5,
    carrier: 'carrier',
    lines: [
      { lot: lamb.legs, amount: legAmount },
      { lot: lamb.slices, amount: sliceAmount },
    ],
    leaving: [
      steps.paper('quarantine', 'lamb meat', 6, 7),
      steps.paper('meatInspection', 'lamb meat', 8, 30),
    ],
  });
  const observed = steps.line(
    { by: 'carrier', daysAgo: 5.1 },
    {
      act: 'observe',
      shipment: `${actor('slaughterhouse').party}/D-0423`,
      quantity: 'temperature',
      minMilli: -1_800,
      maxMilli: 3_600,
      meanMilli: 900,
      count: 288,
      from: stage.at(5.9),
      to: stage.at(5.1),
      series: digestOf('temperature of D-0423'),
    },
  );
  return [sent, observed, arrived].filter((line) => line !== undefined);
}

function shopLines(steps: Steps): Line[] {
  const by = 'butcher' as const;
  const broughtBack = { lot: lamb.slices, amount: piecesOf('slices', 12) };
  return [
    steps.sell({ by, daysAgo: 3 }, 'STORE-1', [
      { lot: lamb.legs, amount: { count: 6, massG: 15_300 } },
      { lot: lamb.slices, amount: piecesOf('slices', 96) },
    ]),
    steps.line({ by, daysAgo: 2 }, { act: 'takeBack', site: 'STORE-1', lines: [broughtBack] }),
    steps.line(
      { by, daysAgo: 1.9 },
      { act: 'dispose', site: 'STORE-1', lines: [{ ...broughtBack, returned: true }], reason: 'destruction' },
    ),
  ];
}
