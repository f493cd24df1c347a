import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';
import {
  type Amount,
  AmountSchema,
  add,
  CreatedAmountSchema,
  covers,
  isNothing,
  MeasuresSchema,
  measures,
  nothing,
  sameAmount,
  say,
  statesMeasures,
  subtract,
} from './quantity.ts';

const safeMax = Number.MAX_SAFE_INTEGER;
const value = fc.oneof(
  fc.nat(1000),
  fc.nat(limits.amountMax),
  fc.integer({ min: safeMax - 3, max: safeMax }),
);
const amounts: fc.Arbitrary<Amount> = fc.record(
  { count: value, massG: value, volumeMl: value },
  { requiredKeys: [] },
);
const small = fc.record(
  { count: fc.nat(limits.amountMax), massG: fc.nat(limits.amountMax) },
  { requiredKeys: [] },
);
const exact = (amount: Amount): bigint[] => measures.map((measure) => BigInt(amount[measure] ?? 0));

describe('sums of amounts', () => {
  it('are exact, or refused', () => {
    void fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        const sums = exact(left).map((item, index) => item + (exact(right)[index] ?? 0n));
        if (sums.some((sum) => sum > safeMax)) expect(() => add(left, right)).toThrow(RangeError);
        else expect(exact(add(left, right))).toEqual(sums);
      }),
    );
  });

  it('do not depend on order, and nothing changes nothing', () => {
    void fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(add(a, nothing)).toEqual(a);
        expect(subtract(a, nothing)).toEqual(a);
      }),
    );
  });

  it('are undone by differences', () => {
    void fc.assert(
      fc.property(small, small, (a, b) => {
        expect(sameAmount(subtract(add(a, b), b), a)).toBe(true);
        expect(covers(add(a, b), a)).toBe(true);
      }),
    );
  });

  it('have a difference exactly where one covers the other', () => {
    void fc.assert(
      fc.property(amounts, amounts, (held, wanted) => {
        if (covers(held, wanted)) expect(covers(held, subtract(held, wanted))).toBe(true);
        else expect(() => subtract(held, wanted)).toThrow(RangeError);
      }),
    );
  });

  it('state the measures that either states, and no other', () => {
    expect(add({ count: 1 }, { massG: 2 })).toEqual({ count: 1, massG: 2 });
    expect(subtract({ count: 1 }, { count: 1, massG: 0 })).toEqual({ count: 0, massG: 0 });
    expect(Object.keys(add({}, {}))).toEqual([]);
  });

  it('refuse what 2^53 − 1 cannot hold', () => {
    expect(add({ massG: safeMax - 1 }, { massG: 1 })).toEqual({ massG: safeMax });
    expect(() => add({ massG: safeMax }, { massG: 1 })).toThrow(
      new RangeError(`massG would be ${safeMax + 1}`),
    );
    expect(() => add({ massG: safeMax }, { massG: safeMax })).toThrow(RangeError);
    expect(() => add({ massG: 0.5 }, { massG: 1 })).toThrow(RangeError);
    expect(() => subtract({ massG: 1 }, { massG: 2 })).toThrow(RangeError);
    expect(() => add({ massG: Number.NaN }, {})).toThrow(RangeError);
  });
});

describe('covers', () => {
  it('is an order: of itself, of what its parts cover, and both ways only of the same', () => {
    void fc.assert(
      fc.property(amounts, amounts, amounts, (a, b, c) => {
        expect(covers(a, a)).toBe(true);
        expect(covers(a, nothing)).toBe(true);
        if (covers(a, b) && covers(b, c)) expect(covers(a, c)).toBe(true);
        expect(sameAmount(a, b)).toBe(covers(a, b) && covers(b, a));
      }),
    );
  });

  it('takes no measure for another', () => {
    expect(covers({ count: 40 }, { massG: 1 })).toBe(false);
    expect(covers({ count: 40, massG: 5 }, { count: 1, massG: 6 })).toBe(false);
    expect(sameAmount({ count: 1 }, { count: 1, massG: 1 })).toBe(false);
    expect(sameAmount({ count: 1, massG: 0 }, { count: 1 })).toBe(true);
  });
});

describe('an amount', () => {
  it.each([[{ count: 1 }], [{ massG: 1, volumeMl: limits.amountMax }], [{ count: 40, massG: 720_000 }]])(
    'may be made: %o',
    (amount) => {
      expect(CreatedAmountSchema.safeParse(amount).data).toEqual(amount);
      expect(AmountSchema.safeParse(amount).data).toEqual(amount);
    },
  );

  it.each([
    ['a measure of 0', { count: 0 }],
    ['one of two measures 0', { count: 1, massG: 0 }],
  ])('is never made with %s', (_, amount) => {
    expect(CreatedAmountSchema.safeParse(amount).success).toBe(false);
  });

  it('may be taken with one of two measures 0, but not with all', () => {
    expect(AmountSchema.safeParse({ count: 0, massG: 5 }).success).toBe(true);
    expect(AmountSchema.safeParse({ count: 0, massG: 0 }).success).toBe(false);
    expect(AmountSchema.safeParse({ count: 0 }).success).toBe(false);
  });

  it.each([
    ['no measure', {}],
    ['three measures', { count: 1, massG: 1, volumeMl: 1 }],
    ['an unknown measure', { count: 1, lengthMm: 1 }],
    ['a negative number', { count: -1 }],
    ['a fraction', { massG: 1.5 }],
    ['more than the most', { massG: limits.amountMax + 1 }],
    ['2^53', { massG: 2 ** 53 }],
    ['an infinite number', { massG: Number.POSITIVE_INFINITY }],
    ['a number as text', { massG: '1' }],
    ['null', { massG: null }],
    ['a list', [1]],
    ['a number alone', 1],
  ])('is refused with %s', (_, amount) => {
    expect(CreatedAmountSchema.safeParse(amount).success).toBe(false);
    expect(AmountSchema.safeParse(amount).success).toBe(false);
  });

  it('is said in words with its units', () => {
    expect(say({ count: 12, massG: 480_000 })).toBe('12 pieces, 480000 g');
    expect(say({ volumeMl: 5 })).toBe('5 mL');
    expect(say(nothing)).toBe('nothing');
  });
});

describe('measures', () => {
  it('are one or two, in one order', () => {
    const lists = [[], ...measures.flatMap((a) => [[a], ...measures.map((b) => [a, b])]), [...measures]];
    expect(lists.filter((list) => MeasuresSchema.safeParse(list).success)).toEqual([
      ['count'],
      ['count', 'massG'],
      ['count', 'volumeMl'],
      ['massG'],
      ['massG', 'volumeMl'],
      ['volumeMl'],
    ]);
  });

  it('are stated exactly, neither fewer nor more', () => {
    expect(statesMeasures({ count: 1, massG: 0 }, ['count', 'massG'])).toBe(true);
    expect(statesMeasures({ count: 1 }, ['count', 'massG'])).toBe(false);
    expect(statesMeasures({ count: 1, massG: 1 }, ['count'])).toBe(false);
  });

  it('of nothing are none or all 0', () => {
    expect([nothing, { count: 0 }, { count: 0, massG: 0 }, { massG: 1 }].map(isNothing)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
