import {
  type Amount,
  add,
  type CategoryRecord,
  type Measure,
  nothing,
  type ProcessRecord,
} from '../model/index.ts';

/** What is there of each category, in each measure. */
export type Goods = ReadonlyMap<string, Amount>;

export const amountOf = (goods: Goods, category: string): Amount => goods.get(category) ?? nothing;

/** More pieces than any number that the tests start with: what nothing bounds. */
export const boundless = 1_000_000_000;

/**
 * The reference of what a process may yield at most: each measure of each output ⌊in · maxPermille / 1000⌋ of the least of its bands, `boundless`
 * where it has none. Written apart from yield.ts, which judges what was yielded; nothing but the bands is asked, so it is no less than the law allows.
 */
export function maximalYield(
  principal: Amount,
  process: ProcessRecord,
  categories: ReadonlyMap<string, CategoryRecord>,
): Map<string, Amount> {
  return new Map(
    process.outputs.map(({ category, bands }) => {
      const stated: readonly Measure[] = categories.get(category)?.measures ?? [];
      const most = stated.map((measure) => {
        const bounds = bands
          .filter(({ to }) => to === measure)
          .map(({ from, maxPermille }) => Math.floor(((principal[from] ?? 0) * maxPermille) / 1000));
        return [measure, Math.min(boundless, ...bounds)] as const;
      });
      return [category, Object.fromEntries(most)] as const;
    }),
  );
}

/** The goods after a share (in tenths) of all principal inputs of a process was used up, and it yielded the most. */
export function afterProcess(
  goods: Goods,
  process: ProcessRecord,
  categories: ReadonlyMap<string, CategoryRecord>,
  tenths: number,
): Goods {
  const next = new Map(goods);
  let principal = nothing;
  for (const category of process.principal) {
    const held = amountOf(goods, category);
    const used = scaled(held, (value) => Math.floor((value * tenths) / 10));
    principal = add(principal, used);
    next.set(
      category,
      scaled(held, (value, measure) => value - (used[measure] ?? 0)),
    );
  }
  for (const [category, amount] of maximalYield(principal, process, categories)) {
    // What comes into being is at least 1 in every measure.
    if (Object.values(amount).every((value = 0) => value >= 1))
      next.set(category, add(amountOf(next, category), amount));
  }
  return next;
}

function scaled(amount: Amount, change: (value: number, measure: Measure) => number): Amount {
  const entries = Object.entries(amount) as [Measure, number][];
  return Object.fromEntries(entries.map(([measure, value]) => [measure, change(value, measure)]));
}
