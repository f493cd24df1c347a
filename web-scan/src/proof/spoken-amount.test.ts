import { type Amount, say } from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { amountText } from '../views/amount-text.ts';
import { catalogues, languages } from '../words/index.ts';
import { addAmounts, amountIn, exactText, saysAmount } from './spoken-amount.ts';

const amounts: readonly Amount[] = [
  { count: 1 },
  { count: 12_345 },
  { count: 20, massG: 760_000 },
  { massG: 0 },
  { massG: 999 },
  { massG: 1_234 },
  { massG: 9_999_999 },
  { massG: 12_500_000 },
  { massG: 12_345_678 },
  { massG: 1_234_565_000 },
  { volumeMl: 250 },
  { volumeMl: 9_731_000 },
  { volumeMl: 31_000_001 },
  { count: 0, massG: 5 },
  { count: 3, massG: 0 },
  { count: 0, massG: 0 },
  { count: 2, massG: 1, volumeMl: 3 },
  {},
];
const categories = ['live-lamb', 'cattle', 'rice', 'dairy', 'meat-carcass', 'wine-bottle', 'unheard-of'];

describe('an amount in words', () => {
  it.each(amounts)('%j is said by what the pages write of it, in every language', (amount) => {
    for (const language of languages)
      for (const category of categories)
        expect(saysAmount(amountText(amount, category, catalogues[language]), exactText(amount))).toBe(true);
  });

  it.each(amounts)('%j has the exact text that the pages put beside it', (amount) => {
    expect(exactText(amount)).toBe(say(amount));
  });

  it.each([
    ['21 只 · 760 kg', '20 pieces, 760000 g'],
    ['20 只 · 761 kg', '20 pieces, 760000 g'],
    ['20 只', '20 pieces, 760000 g'],
    ['760 kg', '20 pieces, 760000 g'],
    ['20 只 · 760 kg · 3 L', '20 pieces, 760000 g'],
    ['760 kg · 20 只', '20 pieces, 760000 g'],
    ['760 g', '760000 g'],
    ['760 L', '760000 g'],
    ['约 12.36 t', '12345678 g'],
    ['12.5 kg', '12500000 g'],
    ['5 只', '0 pieces'],
    ['0 只', '5 pieces'],
    ['', '5 pieces'],
    ['', 'nothing'],
    ['许多', '5 pieces'],
    ['5 件 不止 9 件', '9 pieces'],
    ['5 件，共 9 件', '5 pieces'],
    ['5 件', '5 heaps'],
    ['5 件', 'five pieces'],
    ['-5 件', '5 pieces'],
    ['1,2 件', '12 pieces'],
  ])('%j does not say %j', (spoken, exact) => {
    expect(saysAmount(spoken, exact)).toBe(false);
  });
});

describe('amounts', () => {
  it('add measure by measure', () => {
    expect(addAmounts({ count: 1 }, { count: 2, massG: 5 })).toEqual({ count: 3, massG: 5 });
    expect(addAmounts({}, {})).toEqual({});
  });

  it.each([
    [undefined],
    [null],
    [3],
    ['3'],
    [[]],
    [{}],
    [{ count: 1.5 }],
    [{ count: '1' }],
    [{ count: 1, milli: 2 }],
  ])('%j is none', (value) => {
    expect(amountIn(value)).toBeUndefined();
  });

  it('are found by their measures', () => {
    expect(amountIn({ count: 0, massG: 5 })).toEqual({ count: 0, massG: 5 });
  });
});
