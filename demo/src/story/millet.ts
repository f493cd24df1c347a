import { typicalYieldG } from '../facts.ts';
import { lotOf, piecesOf } from './catalogue.ts';
import { codeLines } from './codes.ts';
import type { Line, Stage } from './stage.ts';
import { Steps } from './steps.ts';

export const millet = {
  /** Told late: the phone was out of reach. */
  grain: lotOf('milletgrain', 'Z0908'),
  /** Typed with a 3 for a 1, and undone. */
  mistyped: lotOf('milletgrain', 'Z0910'),
  second: lotOf('milletgrain', 'Z0910-R'),
  hulled: lotOf('millet', 'X0915'),
  bags: lotOf('milletbag', 'D0917'),
} as const;

const grainG = 18_000_000;
const hulledG = typicalYieldG('T19', 'P18', grainG);
const bagsMade = 20_000;

/** 赤峰小米: field → hulling → bags → shop. The harvest is told late, and a registrar vouches for it; a weight is mistyped, and undone; a date is wrong, and annotated. */
export async function tellMillet(stage: Stage): Promise<void> {
  const steps = new Steps(stage);
  await stage.say('millet', [
    ...fieldLines(steps),
    ...(await millLines(stage, steps)),
    ...shopLines(steps),
    ...correctionLines(steps),
  ]);
}

function fieldLines(steps: Steps): Line[] {
  const field = { by: 'milletfarm', site: 'FIELD-1' } as const;
  return [
    steps.harvest(
      { by: 'milletfarm', daysAgo: 16, cosigners: ['registrar-ProducersMSP'] },
      { site: 'FIELD-1', lot: millet.grain, amount: { massG: grainG } },
    ),
    ...steps.handOver({
      from: field,
      to: { by: 'milletmill', site: 'MILL-1' },
      number: 'S-0909',
      daysAgo: 12,
      arrivedDaysAgo: 11.5,
      lines: [{ lot: millet.grain, amount: { massG: grainG } }],
    }),
    steps.harvest(
      { by: 'milletfarm', daysAgo: 11, name: 'mistyped harvest' },
      { site: 'FIELD-1', lot: millet.mistyped, amount: { massG: 31_000_000 } },
    ),
  ];
}

async function millLines(stage: Stage, steps: Steps): Promise<Line[]> {
  const by = 'milletmill' as const;
  const packed = piecesOf('milletbag', bagsMade);
  return [
    steps.make(
      { by, daysAgo: 10 },
      {
        site: 'MILL-1',
        operation: 'mill',
        process: 'millet-hulling',
        inputs: [{ lot: millet.grain, amount: { massG: grainG } }],
        outputs: [{ lot: millet.hulled, amount: { massG: hulledG } }],
      },
    ),
    steps.make(
      { by, daysAgo: 9, name: 'millet packing' },
      {
        site: 'MILL-1',
        operation: 'pack',
        process: 'millet-packing',
        inputs: [{ lot: millet.hulled, amount: { massG: packed.massG ?? 0 } }],
        outputs: [{ lot: millet.bags, amount: packed }],
      },
    ),
    ...(await codeLines(stage, steps, { by, daysAgo: 8.5, lot: millet.bags, pieces: bagsMade })),
  ];
}

function shopLines(steps: Steps): Line[] {
  return [
    ...steps.handOver({
      from: { by: 'milletmill', site: 'MILL-1' },
      to: { by: 'market', site: 'STORE-1' },
      number: 'D-0919',
      daysAgo: 7,
      arrivedDaysAgo: 6.3,
      lines: [{ lot: millet.bags, amount: piecesOf('milletbag', 2_400) }],
    }),
    steps.sell({ by: 'market', daysAgo: 4 }, 'STORE-1', [
      { lot: millet.bags, amount: piecesOf('milletbag', 180) },
    ]),
  ];
}

/** 更正: the mistyped weight is reversed and told anew; that the packing was a day later is annotated, for bags of it are sold already. */
function correctionLines(steps: Steps): Line[] {
  return [
    steps.line({ by: 'milletfarm', daysAgo: 3 }, (said) => ({
      act: 'correct',
      event: said('mistyped harvest'),
      reason: 'typingError',
      reverse: true,
    })),
    steps.harvest(
      { by: 'milletfarm', daysAgo: 2.9 },
      { site: 'FIELD-1', lot: millet.second, amount: { massG: 13_000_000 } },
    ),
    steps.line({ by: 'milletmill', daysAgo: 2.5 }, (said) => ({
      act: 'correct',
      event: said('millet packing'),
      reason: 'wrongTime',
    })),
  ];
}
