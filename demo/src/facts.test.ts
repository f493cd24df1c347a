import { describe, expect, it } from 'vitest';
import {
  bestBeforeOf,
  ceilingOfCropG,
  cropIntervalDays,
  heaviestG,
  meatIntervalDays,
  mongolianNameOf,
  netContentOf,
  productFact,
  typicalYieldG,
  yieldOf,
} from './facts.ts';

describe('the facts', () => {
  it('turn kilograms a mu into grams of 1,000 m²: 770 kg of paddy on 666.7 m²', () => {
    expect(ceilingOfCropG('水稻(稻谷)')).toBe(1_155_000);
  });

  it('give intervals in days, by the label', () => {
    expect(cropIntervalDays('仲丁威', '水稻')).toBe(21);
    expect(meatIntervalDays('伊维菌素注射液', '羊')).toBe(35);
  });

  it('give what comes out, rounded down, and the date until which it keeps', () => {
    expect(yieldOf('T18', 'P19')).toMatchObject({ min: 600, typical: 680, max: 750 });
    expect(typicalYieldG('T18', 'P19', 1_001)).toBe(680);
    expect(bestBeforeOf('P19', '2026-09-01T00:00:00.000Z')).toBe('2027-09-01');
  });

  it('give the size of a piece, and the heavier end of a range', () => {
    expect(netContentOf('P21')).toBe(200);
    expect(heaviestG('科尔沁牛', 'at_slaughter')).toBe(650_000);
  });

  it('give a Mongolian word only where it is known with some certainty', () => {
    expect(mongolianNameOf('P22')).toBe(productFact('P22').mn.text);
    expect(productFact('P18').mn.certainty).toBe('none');
    expect(mongolianNameOf('P18')).toBeUndefined();
  });

  it('throw for what they do not know, and make nothing up', () => {
    expect(() => productFact('P99')).toThrow('the facts have no product P99');
    expect(() => yieldOf('T18', 'P01')).toThrow(RangeError);
    expect(() => ceilingOfCropG('粮食平均')).toThrow(RangeError);
    expect(() => cropIntervalDays('仲丁威', '番茄')).toThrow(RangeError);
    expect(() => meatIntervalDays('阿莫西林', '羊')).toThrow(RangeError);
  });
});
