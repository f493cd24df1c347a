import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { commissionFields, rewrite, say, tradeWorld } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';
import { laterOf, requireMadeAmount, requireShelfLife } from './made-lots.ts';

const lot = `${gtin(1)}/L1`;
const product = {
  owner: 'x',
  category: 'rice',
  commodity: 'rice',
  names: { zh: '米' },
  measures: ['count', 'massG'],
} as const;
const amounts = (count: number, massG: number) => ({ lot, amount: { count, massG } });

describe('what a piece holds', () => {
  it('is kept to the gram where no tolerance is registered', async () => {
    const packed = { ...product, netContent: { massG: 500 } };
    requireMadeAmount(amounts(10, 5_000), packed);
    for (const massG of [4_999, 5_001])
      await expectRefusal('MEASURE_MISMATCH', () => requireMadeAmount(amounts(10, massG), packed));
  });

  it('is kept within the tolerance, exactly, up to the largest amounts', async () => {
    const packed = { ...product, netContent: { massG: 1_000_000 }, netContentPermille: 1 };
    const count = 1_000_000;
    const whole = count * 1_000_000;
    requireMadeAmount(amounts(count, whole - whole / 1000), packed);
    await expectRefusal('MEASURE_MISMATCH', () =>
      requireMadeAmount(amounts(count, whole - whole / 1000 - 1), packed),
    );
    await expectRefusal('MEASURE_MISMATCH', () => requireMadeAmount(amounts(10 ** 12, 10 ** 12), packed));
  });

  it('is not asked where the product is not packed, and measures are asked first', async () => {
    requireMadeAmount(amounts(10, 1), product);
    const packed = { ...product, netContent: { massG: 500 } };
    await expectRefusal('MEASURE_MISMATCH', () => requireMadeAmount({ lot, amount: { count: 1 } }, packed));
  });
});

describe('shelf life', () => {
  const made = (bestBefore?: string) => ({ ...amounts(1, 1), bestBefore });
  const perishable = { ...product, shelfLifeDays: 30 };

  it('ends so many days after the day in 北京时间 on which it was made', async () => {
    requireShelfLife(made('2026-10-01'), '2026-09-01T15:59:59.999Z', perishable);
    await expectRefusal('LIMIT_EXCEEDED', () =>
      requireShelfLife(made('2026-10-02'), '2026-09-01T15:59:59.999Z', perishable),
    );
    requireShelfLife(made('2026-10-02'), '2026-09-01T16:00:00.000Z', perishable);
  });

  it('is not asked where no date is said, or the product has none', () => {
    requireShelfLife(made(), '2026-09-01T00:00:00.000Z', perishable);
    requireShelfLife(made('2099-01-01'), '2026-09-01T00:00:00.000Z', product);
  });

  it('is asked of a commission', async () => {
    const at = await tradeWorld();
    rewrite(at, keyOf.product(gtin(1)), { shelfLifeDays: 1 });
    const fields = commissionFields(lot, { count: 1, massG: 1 });
    await expectRefusal('LIMIT_EXCEEDED', () => say(at, at.herder, { ...fields, bestBefore: '2026-09-03' }));
    await say(at, at.herder, { ...fields, bestBefore: '2026-09-02' });
  });
});

describe('the later of two intervals', () => {
  const early = '2026-09-01T00:00:00.000Z';
  const late = '2026-09-02T00:00:00.000Z';
  it('is taken use by use, and nothing is forgotten', () => {
    expect(laterOf(undefined, undefined)).toBeUndefined();
    expect(laterOf({ milk: early }, undefined)).toEqual({ milk: early });
    expect(laterOf(undefined, { milk: early })).toEqual({ milk: early });
    expect(laterOf({ milk: early, meat: late }, { milk: late, crop: early })).toEqual({
      milk: late,
      meat: late,
      crop: early,
    });
    expect(laterOf({ meat: late }, { meat: early })).toEqual({ meat: late });
  });
});
