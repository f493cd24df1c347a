import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Amount,
  add,
  type Band,
  type CategoryRecord,
  covers,
  LedgerError,
  type Measure,
  measures,
  nothing,
  type ProcessRecord,
} from '../model/index.ts';
import { requireSoundProcess } from './soundness.ts';
import { afterProcess, amountOf, boundless, type Goods, maximalYield } from './testing-maximal-yield.ts';
import { type Part, yieldBreaches } from './yield.ts';

/** MENGSU_SEED repeats a run; what failed is shrunk and printed with its seed. */
const seed = Number(process.env.MENGSU_SEED ?? Date.now() % 2 ** 31);
beforeAll(() => console.log(`processes: MENGSU_SEED=${seed}`));

const codes = ['a', 'b', 'c', 'd'] as const;
type Categories = ReadonlyMap<string, CategoryRecord>;

const categoryArbitrary: fc.Arbitrary<CategoryRecord> = fc
  .record({
    stage: fc.integer({ min: 0, max: 2 }),
    stated: fc.constantFrom<readonly Measure[]>(
      ['massG'],
      ['massG'],
      ['count', 'massG'],
      ['count'],
      ['volumeMl'],
    ),
  })
  .map(({ stage, stated }) => ({
    commodity: 'food',
    names: { zh: '品类' },
    measures: stated,
    remits: ['market'],
    stage,
  }));

const categoriesArbitrary: fc.Arbitrary<Categories> = fc
  .array(categoryArbitrary, { minLength: codes.length, maxLength: codes.length })
  .map(
    (records) =>
      new Map(codes.flatMap((code, index) => (records[index] ? [[code, records[index]] as const] : []))),
  );

/** Bands that are often right: mostly from a measure to itself, mostly at most the whole. */
const bandsArbitrary: fc.Arbitrary<Band[]> = fc
  .uniqueArray(
    fc.record({
      from: fc.constantFrom(...measures),
      to: fc.constantFrom(...measures),
      isSame: fc.integer({ min: 0, max: 3 }).map((roll) => roll > 0),
      maxPermille: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(300, 500, 700, 1000) },
        { weight: 1, arbitrary: fc.integer({ min: 1001, max: 3_000_000 }) },
      ),
    }),
    { minLength: 1, maxLength: 3, selector: ({ from, to, isSame }) => (isSame ? to : `${from} ${to}`) },
  )
  .map((bands) =>
    bands.map(({ from, to, isSame, maxPermille }) => ({ from: isSame ? to : from, to, maxPermille })),
  );

/** A process as it is drawn, before it knows how its categories are counted. */
interface Drawn {
  readonly principal: readonly string[];
  readonly outputs: readonly {
    readonly category: string;
    readonly bands: readonly Band[];
    /** Where it is stated: this much of every measure, in place of the bands. */
    readonly share: number | null;
  }[];
}

const drawnArbitrary: fc.Arbitrary<Drawn> = fc.record({
  principal: fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1, maxLength: 2 }),
  outputs: fc.uniqueArray(
    fc.record({
      category: fc.constantFrom(...codes),
      bands: bandsArbitrary,
      share: fc.option(fc.constantFrom(300, 500, 1000, 1001)),
    }),
    { minLength: 1, maxLength: 2, selector: ({ category }) => category },
  ),
});

/** Only bands that the categories can state: otherwise hardly a process would be accepted. */
function fitted({ principal, outputs }: Drawn, categories: Categories): ProcessRecord {
  const statedBy = (code: string): readonly Measure[] => categories.get(code)?.measures ?? [];
  const bandsOf = ({ category, bands, share }: Drawn['outputs'][number]): Band[] => {
    const shares = statedBy(category).map((one) => ({ from: one, to: one, maxPermille: share ?? 1 }));
    return (share === null ? bands : shares).filter(
      ({ from, to }) =>
        statedBy(category).includes(to) && principal.every((code) => statedBy(code).includes(from)),
    );
  };
  return {
    names: { zh: '工艺' },
    principal,
    outputs: outputs.map((output) => ({ category: output.category, bands: bandsOf(output) })),
  };
}

function isAccepted(drawn: ProcessRecord, categories: Categories): boolean {
  try {
    requireSoundProcess(drawn, categories);
    return true;
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'PROCESS_UNSOUND') return false;
    throw error;
  }
}

interface Step {
  readonly pick: number;
  readonly tenths: number;
}
interface Network {
  readonly categories: Categories;
  readonly processes: readonly ProcessRecord[];
  readonly start: string;
  readonly steps: readonly Step[];
}

const networkArbitrary: fc.Arbitrary<Network> = fc
  .record({
    categories: categoriesArbitrary,
    drawn: fc.array(drawnArbitrary, { minLength: 20, maxLength: 40 }),
    start: fc.constantFrom(...codes),
    steps: fc.array(fc.record({ pick: fc.nat(), tenths: fc.integer({ min: 1, max: 10 }) }), {
      minLength: 1,
      maxLength: 40,
    }),
  })
  .map(({ drawn, ...network }) => ({
    ...network,
    processes: drawn.map((one) => fitted(one, network.categories)),
  }));

const acceptedOf = (network: Network): Network => ({
  ...network,
  processes: network.processes.filter((one) => isAccepted(one, network.categories)),
});

const startAmount = 100_000;
function startOf({ start, categories }: Network): Goods {
  const stated = categories.get(start)?.measures ?? [];
  return new Map([[start, Object.fromEntries(stated.map((measure) => [measure, startAmount]))]]);
}

/** The goods after every step; ends where sums would no longer be exact. */
function* goodsAfterSteps({ processes, categories, steps, ...rest }: Network): Generator<Goods> {
  let goods = startOf({ processes, categories, steps, ...rest });
  for (const { pick, tenths } of steps) {
    const process = processes[pick % processes.length];
    if (!process) return;
    goods = afterProcess(goods, process, categories, tenths);
    yield goods;
    const amounts = [...goods.values()].flatMap((amount) => Object.values(amount));
    if (amounts.some((value = 0) => value > 1e11)) return;
  }
}

/** The first measure of which more came back than went in. */
function mintedBy(network: Network): Measure | undefined {
  for (const goods of goodsAfterSteps(network)) {
    const amount = amountOf(goods, network.start);
    const minted = measures.find((measure) => (amount[measure] ?? 0) > startAmount);
    if (minted) return minted;
  }
  return undefined;
}

/** True where goods became another kind of the same stage, and some of it became the first kind again. */
function goesRound(network: Network): boolean {
  const seen = [...goodsAfterSteps(network)].map((goods) => amountOf(goods, network.start));
  return seen.some((amount, index) =>
    measures.some((measure) => (amount[measure] ?? 0) > (seen[index - 1]?.[measure] ?? startAmount)),
  );
}

const runs = { seed, numRuns: 1000 };

describe('processes that are accepted', () => {
  it('never return more of a category than went in, in any measure, along any circle at the highest bands', () => {
    let round = 0;
    fc.assert(
      fc.property(networkArbitrary, (network) => {
        const accepted = acceptedOf(network);
        if (goesRound(accepted)) round += 1;
        expect(mintedBy(accepted)).toBeUndefined();
      }),
      { seed, numRuns: 4000 },
    );
    // The claim is about circles: it says something only where goods came back.
    expect(round).toBeGreaterThan(20);
  });

  it('never let the goods of one stage grow but by what came from earlier ones', () => {
    fc.assert(
      fc.property(networkArbitrary, (network) => {
        const accepted = acceptedOf(network);
        const stageOf = (code: string) => network.categories.get(code)?.stage;
        const peers = codes.filter((code) => stageOf(code) === stageOf(network.start));
        for (const goods of goodsAfterSteps(accepted)) {
          for (const measure of measures) {
            const sum = peers.reduce((total, code) => total + (amountOf(goods, code)[measure] ?? 0), 0);
            expect(sum).toBeLessThanOrEqual(startAmount);
          }
        }
      }),
      runs,
    );
  });
});

/** One process that is accepted, with what goes in and what is said to come out. */
const transformArbitrary = fc
  .record({
    categories: categoriesArbitrary,
    drawn: drawnArbitrary,
    amounts: fc.infiniteStream(fc.integer({ min: 1, max: 1_000_000 })),
  })
  .map(({ categories, drawn, amounts }) => {
    const process = fitted(drawn, categories);
    const partOf = (category: string) => {
      const stated = categories.get(category)?.measures ?? [];
      const amount = Object.fromEntries(stated.map((measure) => [measure, amounts.next().value]));
      return { category, amount };
    };
    return {
      categories,
      process,
      inputs: process.principal.map(partOf),
      outputs: process.outputs.map(({ category }) => partOf(category)),
    };
  });

const principalOf = (parts: readonly Part[]): Amount =>
  parts.reduce<Amount>((sum, { amount }) => add(sum, amount), nothing);

describe('the reference', () => {
  it('sees what is minted where nobody asks for soundness', () => {
    const minted = fc.sample(networkArbitrary, runs).filter((network) => mintedBy(network) !== undefined);
    expect(minted.length).toBeGreaterThan(100);
  });

  it('is no less than what the law lets pass', () => {
    fc.assert(
      fc.property(transformArbitrary, ({ categories, process, inputs, outputs }) => {
        fc.pre(isAccepted(process, categories) && yieldBreaches(inputs, outputs, process).length === 0);
        const most = maximalYield(principalOf(inputs), process, categories);
        for (const { category, amount } of outputs)
          expect(covers(most.get(category) ?? nothing, amount)).toBe(true);
      }),
      runs,
    );
  });

  it('is the very edge: one more in a bounded measure is a breach', () => {
    fc.assert(
      fc.property(transformArbitrary, ({ categories, process, inputs }) => {
        fc.pre(isAccepted(process, categories));
        const most = maximalYield(principalOf(inputs), process, categories);
        for (const [category, amount] of most) {
          for (const measure of measures) {
            const edge = amount[measure] ?? boundless;
            if (edge >= boundless) continue;
            const more = [{ category, amount: { ...amount, [measure]: edge + 1 } }];
            expect(yieldBreaches(inputs, more, process)).toEqual(['YIELD_OUT_OF_BAND']);
          }
        }
      }),
      runs,
    );
  });
});
