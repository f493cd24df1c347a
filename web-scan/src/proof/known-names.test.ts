import { describe, expect, it } from 'vitest';
import { readingOf } from '../views/reading.ts';
import { knownNames } from './known-names.ts';
import { lot, maker, parent, proven, vouching } from './testing-proven.ts';

const inChinese = knownNames(vouching, readingOf('zh'));
const inEnglish = knownNames(vouching, readingOf('en'));

describe('names that proven events say', () => {
  it('are of parties, products and places, as the page of the language words them', () => {
    expect(inChinese.party(maker)).toBe('草原公司');
    expect(inEnglish.party(maker)).toBe('Steppe Company');
    expect(inChinese.product(lot.slice(0, 14))).toBe('羊肉');
    expect(knownNames(vouching, readingOf('mn-Mong')).product(lot.slice(0, 14))).toBe('ᠮᠢᠬ᠎ᠠ 羊肉');
    expect(knownNames(vouching, readingOf('mn-Mong')).product(parent.slice(0, 14))).toBe('羔羊');
    expect(inChinese.place(maker, 'P1')).toBe('锡林浩特市 · 牧场');
    expect(inEnglish.place(maker, 'P1')).toBe('Xilinhot City · pasture');
    expect(inChinese.division(maker, 'P1')).toBe('锡林郭勒盟锡林浩特市');
    expect(inChinese.place(maker, 'W1')).toBe('北京市 · 加工厂');
  });

  it('are the last that were given', () => {
    const renamed = proven({ act: 'changeParty', subject: maker, names: { zh: '新名' } });
    expect(knownNames([...vouching, renamed], readingOf('zh')).party(maker)).toBe('新名');
    expect(knownNames([...vouching, renamed], readingOf('en')).party(maker)).toBe('新名');
    const founded = proven({ act: 'found', party: 'ONE', names: { zh: '机构' } });
    expect(knownNames([founded], readingOf('zh')).party('ONE')).toBe('机构');
  });

  it('are none of anybody else, and one for all natural persons', () => {
    expect(inChinese.party('SOMEBODY')).toBeUndefined();
    expect(inChinese.product('00000000000000')).toBeUndefined();
    expect(inChinese.place(maker, 'P9')).toBeUndefined();
    expect(inChinese.place('SOMEBODY', 'P1')).toBeUndefined();
    expect(inChinese.division(maker, 'P9')).toBeUndefined();
    expect(inChinese.party('P0123')).toBe('农牧户');
  });

  it.each([[undefined], [null], ['羊肉'], [{}], [{ en: 'Mutton' }]])(
    'are none where %j stands for them',
    (names) => {
      const told = proven({ act: 'registerProduct', gtin: '1', names });
      expect(knownNames([told], readingOf('zh')).product('1')).toBeUndefined();
    },
  );
});
