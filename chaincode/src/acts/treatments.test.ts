import { describe, expect, it } from 'vitest';
import { type LotRecord, limits } from '../model/index.ts';
import { earliestFromLot, earliestFromSite, inheritEarliest, treatLot, treatSite } from './treatments.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, number)).toISOString();
const told = (from: number, meat: number, milk?: number) => ({
  from: day(from),
  earliest: { meat: day(meat), ...(milk === undefined ? {} : { milk: day(milk) }) },
});
const lot = { maker: 'someone' } as LotRecord;

describe('the treatments of a site', () => {
  it('mean the latest end of all that had begun', () => {
    const site = [told(1, 10), told(5, 8, 30)].reduce(treatSite, treatSite(undefined, told(20, 40)));
    expect(site.earliest).toEqual({ meat: day(40), milk: day(30) });
    expect(earliestFromSite(site, day(0))).toBeUndefined();
    expect(earliestFromSite(site, day(1))).toEqual({ meat: day(10) });
    expect(earliestFromSite(site, day(6))).toEqual({ meat: day(10), milk: day(30) });
    expect(earliestFromSite(site, day(20))).toEqual({ meat: day(40), milk: day(30) });
  });

  it('are told once, in the order of their begin, whatever the order of telling', () => {
    const tell = (all: readonly ReturnType<typeof told>[]) =>
      all.reduce(treatSite, treatSite(undefined, told(9, 9)));
    const all = [told(3, 20), told(4, 19), told(1, 5), told(3, 20)];
    expect(tell(all).spans).toEqual([told(1, 5), told(3, 20)]);
    expect(tell([...all].reverse()).spans).toEqual([told(1, 5), told(3, 20)]);
  });

  it('beyond the limit forget what ended first', () => {
    const all = Array.from({ length: limits.treatmentSpansMax + 2 }, (_, index) => told(index, index + 10));
    const { spans } = all.reduce(treatSite, treatSite(undefined, told(0, 1)));
    expect(spans).toEqual(all.slice(2));
  });

  it('without an interval say nothing', () => {
    expect(treatSite(undefined, { from: day(1), earliest: {} })).toEqual({ earliest: {}, spans: [] });
  });
});

describe('the treatments of a lot', () => {
  it('mean nothing for what was made of it before, unlike what it inherited', () => {
    const treated = treatLot({ ...lot, earliest: { meat: day(3) } }, told(10, 40));
    expect(treated).toMatchObject({ maker: 'someone', earliest: { meat: day(40) } });
    expect(earliestFromLot(treated, day(5))).toEqual({ meat: day(3) });
    expect(earliestFromLot(treated, day(10))).toEqual({ meat: day(40) });
    expect(earliestFromLot({ ...lot, earliest: { meat: day(3) } }, day(5))).toEqual({ meat: day(3) });
    expect(earliestFromLot(lot, day(5))).toBeUndefined();
  });

  it('without an interval leave the lot as it is', () => {
    expect(treatLot(lot, { from: day(1), earliest: {} })).toBe(lot);
  });

  it('are kept apart from what comes down later', () => {
    const child = inheritEarliest(treatLot(lot, told(10, 40)), { meat: day(12) });
    expect(child.earliest).toEqual({ meat: day(40) });
    expect(earliestFromLot(child, day(5))).toEqual({ meat: day(12) });
    expect(inheritEarliest(lot, { milk: day(2) })).toEqual({ ...lot, earliest: { milk: day(2) } });
  });
});
