import type { ActorName } from './cast.ts';
import { lotOf, type ProductName, piecesOf } from './catalogue.ts';
import { codeLines } from './codes.ts';
import { declaration } from './declaration.ts';
import type { Line, Stage } from './stage.ts';
import type { Steps } from './steps.ts';

/** Fresh produce on its way: who grew it, who collects, splits and packs it, and who sells it. */
export interface Collecting {
  readonly grower: ActorName;
  readonly growersSite: string;
  readonly collector: ActorName;
  readonly crop: 'potato' | 'grape';
  readonly lot: string;
  readonly massG: number;
  /** Of what was collected, the part that is sorted and packed; the rest stays as it is. */
  readonly packedMassG: number;
  readonly collected: ProductName;
  readonly packed: ProductName;
  readonly lotNumber: string;
  readonly packs: number;
  readonly sold: number;
  readonly shop: ActorName;
}

const cellar = 'CELLAR-1';

/** 合格证 form 1 of the grower, collected by who takes the goods; split, form 2 of the collector, packed, coded, to the shop. */
export async function collectingLines(stage: Stage, steps: Steps, told: Collecting): Promise<Line[]> {
  const { collector: by, grower, growersSite, crop, lot, massG, lotNumber } = told;
  const parts = [told.packedMassG, massG - told.packedMassG].map((part, index) => ({
    lot: lotOf(told.collected, `${lotNumber}-${index + 1}`),
    amount: { massG: part },
  }));
  const whole = { lot, amount: { massG } };
  const split = parts.map((part) => declaration(steps, { by, daysAgo: 7.9, site: cellar, form: 2, ...part }));
  return [
    declaration(steps, { by: grower, daysAgo: 9.5, site: growersSite, form: 1, ...whole }),
    ...steps.handOver({
      from: { by: grower, site: growersSite },
      to: { by, site: cellar },
      number: `S-${lotNumber}`,
      daysAgo: 9,
      arrivedDaysAgo: 8.7,
      lines: [whole],
      leaving: [steps.paper('declaration', lot, 9.5, 30)],
      collected: 'declaration',
    }),
    steps.make(
      { by, daysAgo: 8 },
      {
        site: cellar,
        operation: 'split',
        process: `${crop}-splitting`,
        inputs: [whole],
        outputs: parts,
      },
    ),
    ...split,
    ...(await packingLines(stage, steps, told)),
    ...shopLines(steps, told),
  ];
}

async function packingLines(stage: Stage, steps: Steps, told: Collecting): Promise<Line[]> {
  const { collector: by, crop, collected, packed, lotNumber, packs } = told;
  const lot = lotOf(packed, lotNumber);
  return [
    steps.make(
      { by, daysAgo: 7 },
      {
        site: cellar,
        operation: 'sort',
        process: `${crop}-packing`,
        inputs: [{ lot: lotOf(collected, `${lotNumber}-1`), amount: { massG: told.packedMassG } }],
        outputs: [{ lot, amount: piecesOf(packed, packs) }],
      },
    ),
    declaration(steps, { by, daysAgo: 6.9, site: cellar, form: 2, lot, amount: piecesOf(packed, packs) }),
    ...(await codeLines(stage, steps, { by, daysAgo: 6.8, lot, pieces: packs })),
  ];
}

function shopLines(steps: Steps, told: Collecting): Line[] {
  const { collector, shop, packed, lotNumber, packs, sold } = told;
  const lot = lotOf(packed, lotNumber);
  return [
    ...steps.handOver({
      from: { by: collector, site: cellar },
      to: { by: shop, site: 'STORE-1' },
      number: `D-${lotNumber}`,
      daysAgo: 6,
      arrivedDaysAgo: 5.6,
      lines: [{ lot, amount: piecesOf(packed, packs) }],
      leaving: [steps.paper('declaration', lot, 6.9, 30)],
      collected: 'declaration',
    }),
    steps.sell({ by: shop, daysAgo: 3.5 }, 'STORE-1', [{ lot, amount: piecesOf(packed, sold) }]),
  ];
}
