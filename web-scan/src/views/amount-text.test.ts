import { describe, expect, it } from 'vitest';
import { catalogues } from '../words/index.ts';
import { amountHtml, amountText, countNounOf } from './amount-text.ts';

const { zh, en } = catalogues;

describe('an amount in words', () => {
  it.each([
    [{ count: 20, massG: 760_000 }, 'live-lamb', '20 只 · 760 kg', '20 sheep · 760 kg'],
    [{ count: 1 }, 'cattle', '1 头', '1 head'],
    [{ count: 1 }, 'rice', '1 袋', '1 bag'],
    [{ count: 12_345 }, 'dairy', '12,345 盒', '12,345 cartons'],
    [{ massG: 999 }, 'jerky', '999 g', '999 g'],
    [{ massG: 1234 }, 'jerky', '1.234 kg', '1.234 kg'],
    [{ massG: 9_999_999 }, 'paddy', '9,999.999 kg', '9,999.999 kg'],
    [{ massG: 12_500_000 }, 'paddy', '12.5 t', '12.5 t'],
    [{ massG: 12_345_678 }, 'paddy', '约 12.35 t', 'about 12.35 t'],
    [{ volumeMl: 250 }, 'dairy', '250 mL', '250 mL'],
    [{ volumeMl: 9_731_000 }, 'dairy-raw', '9,731 L', '9,731 L'],
    [{}, 'rice', '0 袋', '0 bags'],
    [{ count: 0, massG: 5 }, 'lamb', '5 g', '5 g'],
    [{ count: 0 }, 'unheard-of', '0 件', '0 pieces'],
  ])('%j of %s', (amount, category, inChinese, inEnglish) => {
    expect(amountText(amount, category, zh)).toBe(inChinese);
    expect(amountText(amount, category, en)).toBe(inEnglish);
  });

  it('carries the exact base units', () => {
    expect(amountHtml({ massG: 12_345_678 }, 'paddy', zh).text).toContain('title="12345678 g"');
  });

  it('counts a carcass and a cut of lamb otherwise than a lamb', () => {
    expect(['lamb', 'lamb-carcass', 'lamb-cut'].map(countNounOf)).toEqual(['sheep', 'carcass', 'piece']);
  });
});
