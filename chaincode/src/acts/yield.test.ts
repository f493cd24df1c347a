import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Amount, limits, type ProcessRecord } from '../model/index.ts';
import { type Part, principalInputs, yieldBreaches } from './yield.ts';

const breach = ['YIELD_OUT_OF_BAND'];
const grams = (category: string, massG: number): Part => ({ category, amount: { massG } });
const milling = (maxPermille: number, more: Partial<ProcessRecord> = {}): ProcessRecord => ({
  names: { zh: '碾米' },
  principal: ['paddy'],
  outputs: [{ category: 'rice', bands: [{ from: 'massG', to: 'massG', maxPermille }] }],
  ...more,
});

describe('without a process', () => {
  it('no more mass comes out than went in, over all inputs and outputs', () => {
    const inputs = [grams('a', 600), grams('b', 400)];
    expect(yieldBreaches(inputs, [grams('c', 1), grams('d', 999)], undefined)).toEqual([]);
    expect(yieldBreaches(inputs, [grams('c', 2), grams('d', 999)], undefined)).toEqual(breach);
  });

  it('each measure is kept by itself, where all state it', () => {
    const both = (massG: number, volumeMl: number): Part => ({ category: 'a', amount: { massG, volumeMl } });
    expect(yieldBreaches([both(10, 10)], [both(10, 10)], undefined)).toEqual([]);
    expect(yieldBreaches([both(10, 10)], [both(10, 11)], undefined)).toEqual(breach);
    expect(yieldBreaches([both(10, 10)], [grams('b', 10)], undefined)).toEqual([]);
    const litres: Part = { category: 'b', amount: { volumeMl: 999 } };
    expect(yieldBreaches([grams('a', 1)], [litres], undefined)).toEqual([]);
  });
});

describe('with a process', () => {
  it('counts only its principal inputs', () => {
    const outputs = [grams('rice', 700)];
    expect(yieldBreaches([grams('paddy', 1000)], outputs, milling(700))).toEqual([]);
    expect(yieldBreaches([grams('paddy', 999), grams('husk', 1000)], outputs, milling(700))).toEqual(breach);
    expect(yieldBreaches([grams('husk', 1000)], [grams('bran', 1)], milling(700))).toEqual(breach);
  });

  it('crosses measures, far beyond a thousand permille', () => {
    const wine: ProcessRecord = {
      names: { zh: '酿造' },
      principal: ['grape'],
      outputs: [{ category: 'wine', bands: [{ from: 'massG', to: 'volumeMl', maxPermille: 750 }] }],
    };
    const out = (volumeMl: number): Part => ({ category: 'wine', amount: { volumeMl } });
    expect(yieldBreaches([grams('grape', 1000)], [out(750)], wine)).toEqual([]);
    expect(yieldBreaches([grams('grape', 1000)], [out(751)], wine)).toEqual(breach);
    const max = limits.bandPermilleMax;
    const head: ProcessRecord = {
      names: { zh: '屠宰' },
      principal: ['ox'],
      outputs: [{ category: 'beef', bands: [{ from: 'count', to: 'massG', maxPermille: max }] }],
    };
    const oxen: Part = { category: 'ox', amount: { count: 1_000_000 } };
    expect(yieldBreaches([oxen], [grams('beef', 10 ** 12)], head)).toEqual([]);
    expect(yieldBreaches([oxen], [grams('beef', 10 ** 12), grams('beef', 1)], head)).toEqual(breach);
  });

  it('asks every band, and takes a measure that nobody states for nothing', () => {
    const pieces = milling(1000, {
      outputs: [
        {
          category: 'rice',
          bands: [
            { from: 'massG', to: 'massG', maxPermille: 1000 },
            { from: 'massG', to: 'count', maxPermille: 2 },
          ],
        },
      ],
    });
    const out = (count: number): Part => ({ category: 'rice', amount: { massG: 1000, count } });
    expect(yieldBreaches([grams('paddy', 1000)], [out(2)], pieces)).toEqual([]);
    expect(yieldBreaches([grams('paddy', 1000)], [out(3)], pieces)).toEqual(breach);
    const counted: Part = { category: 'paddy', amount: { count: 5 } };
    expect(yieldBreaches([counted], [grams('rice', 1)], milling(1000))).toEqual(breach);
  });

  it('is exact for any amounts and rates: as rational numbers say', () => {
    const amount = fc.oneof(
      fc.integer({ min: 1, max: limits.amountMax }),
      fc.integer({ min: limits.amountMax - 1000, max: limits.amountMax }),
      fc.integer({ min: 1, max: 2000 }),
    );
    const parts = fc.array(amount, { minLength: 1, maxLength: 8 });
    const rate = fc.oneof(
      fc.integer({ min: 1, max: limits.bandPermilleMax }),
      fc.integer({ min: 1, max: 2000 }),
    );
    fc.assert(
      fc.property(parts, parts, rate, fc.integer({ min: -2, max: 2 }), (inputs, extra, max, nudge) => {
        const sum = (list: readonly number[]) => list.reduce((total, one) => total + BigInt(one), 0n);
        const most = (sum(inputs) * BigInt(max)) / 1000n + BigInt(nudge);
        // Near the edge where the edge is an amount, anywhere else.
        const outs = most >= 1n && most <= BigInt(limits.amountMax) ? [Number(most)] : extra;
        const process: ProcessRecord = {
          names: { zh: '酿造' },
          principal: ['grape'],
          outputs: [{ category: 'wine', bands: [{ from: 'massG', to: 'volumeMl', maxPermille: max }] }],
        };
        const wine = outs.map((volumeMl): Part => ({ category: 'wine', amount: { volumeMl } }));
        const found = yieldBreaches(
          inputs.map((massG) => grams('grape', massG)),
          wine,
          process,
        );
        expect(found).toEqual(sum(outs) * 1000n <= sum(inputs) * BigInt(max) ? [] : breach);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('additions', () => {
  const salted = milling(1000, { additions: [{ category: 'salt', maxPermille: 30 }] });
  const out = [grams('rice', 1)];

  it('are bounded by the mass of the principal inputs', () => {
    const of = (salt: number) => [grams('paddy', 1000), grams('salt', salt)];
    expect(yieldBreaches(of(30), out, salted)).toEqual([]);
    expect(yieldBreaches(of(31), out, salted)).toEqual(breach);
    const twice = [...of(15), grams('salt', 16)];
    expect(yieldBreaches(twice, out, salted)).toEqual(breach);
  });

  it('do not count for inheritance; all other inputs do', () => {
    const inputs = [grams('paddy', 1), grams('salt', 1), grams('millet', 1)];
    const of = (process: ProcessRecord | undefined) =>
      principalInputs(inputs, process).map(({ category }) => category);
    expect(of(salted)).toEqual(['paddy', 'millet']);
    expect(of(milling(1000))).toEqual(['paddy', 'salt', 'millet']);
    expect(of(undefined)).toEqual(['paddy', 'salt', 'millet']);
  });

  it('bring mass that may come out again, within the band of the output', () => {
    const gain = milling(1030, { additions: [{ category: 'salt', maxPermille: 30 }] });
    const inputs = [grams('paddy', 1000), grams('salt', 30)];
    const of = (massG: number): Part[] => [grams('rice', massG)];
    expect(yieldBreaches(inputs, of(1030), gain)).toEqual([]);
    expect(yieldBreaches(inputs, of(1031), gain)).toEqual(breach);
    const amount: Amount = { massG: 1001 };
    expect(yieldBreaches([grams('paddy', 1000)], [{ category: 'rice', amount }], gain)).toEqual(breach);
  });
});
