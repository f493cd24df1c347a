import { describe, expect, it } from 'vitest';
import { type HoldingRecord, type HoldRecord, limits, type StateKey } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { heads, lamb } from '../testing-trade.ts';
import { giveLine, holdingOf, without } from './holdings.ts';
import { gatherStanding, isHeld, isRecalled, marksOf, mergeIds } from './marks.ts';

const ids = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => exampleDigest(from + index));

describe('mergeIds', () => {
  it('answers each id once, sorted, and nothing for none', () => {
    expect(mergeIds([], [])).toBeUndefined();
    expect(mergeIds(['b'], ['c', 'a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  });

  it('keeps the first ids when there are too many, whatever their order', () => {
    const others = ids(limits.marksMax + 5);
    const merged = mergeIds(['~last'], others) ?? [];
    expect(merged).toHaveLength(limits.marksMax);
    expect(merged).toContain('~last');
    expect([...merged].sort()).toEqual(merged);
    expect(mergeIds([], ids(limits.marksMax))).toHaveLength(limits.marksMax);
  });

  it('keeps voluntary ids where there is room for all', () => {
    expect(mergeIds([], ['b', 'a'], new Set(['b']))).toEqual(['a', 'b']);
  });

  it('drops voluntary ids before an office’s, wherever they would be sorted', () => {
    const own = ids(limits.marksMax);
    expect(mergeIds([], [...own, '~office'], new Set(own))).toContain('~office');
    expect(mergeIds(['own'], [...own, '~office'], new Set(own))).toEqual(
      expect.arrayContaining(['own', '~office']),
    );
  });
});

describe('what stands', () => {
  const records = new Map<string, object>([
    ['hold/open', { by: 'law', remits: [], division: '15' } satisfies HoldRecord],
    ['hold/released', { by: 'law', remits: [], division: '15', releasedAt: 'then' }],
    ['recall/open', {}],
    ['recall/called', { voluntary: true }],
    ['hold/own', { by: 'somebody', remits: [], division: '15', voluntary: true } satisfies HoldRecord],
    ['recall/closed', { closedAt: 'then' }],
  ]);
  const read = async <R extends object>(key: StateKey<R>) => records.get(key) as R | undefined;

  it('is what its own record has not ended: a mark without a record is none', async () => {
    const marks = { holds: ['open', 'released', 'never'], recalls: ['open', 'closed', 'never'] };
    const standing = await gatherStanding([marks], read);
    expect([[...standing.holds], [...standing.recalls]]).toEqual([['open'], ['open']]);
    expect(isHeld({ holds: ['released', 'never'], recalls: ['open'] }, standing)).toBe(false);
    expect(isRecalled({ holds: ['open'], recalls: ['closed'] }, standing)).toBe(false);
    expect([isHeld(marks, standing), isRecalled(marks, standing)]).toEqual([true, true]);
  });

  it('tells which of it no office has signed', async () => {
    const standing = await gatherStanding([{ holds: ['own', 'open'], recalls: ['called', 'open'] }], read);
    expect([...standing.voluntary]).toEqual(['own', 'called']);
    const mixed = await gatherStanding([{ holds: ['open'], recalls: ['open'] }], read);
    expect([...mixed.voluntary]).toEqual([]);
  });

  it('is asked of the lot and of the holding together', () => {
    const holding: HoldingRecord = { available: {}, sold: {}, holds: ['b'] };
    expect(marksOf(undefined, holding)).toEqual({ holds: ['b'], recalls: [] });
    expect(marksOf(undefined, undefined)).toEqual({ holds: [], recalls: [] });
  });
});

describe('a holding', () => {
  const holds = ids(1);
  const none = { count: 0, massG: 0 };
  const empty: HoldingRecord = { available: none, sold: none, returned: none, loaded: none, holds };

  it('leaves out amounts of nothing, and ends its holds with the last of its goods', () => {
    expect(holdingOf(empty)).toEqual({ available: none, sold: none });
    for (const part of ['available', 'sold', 'returned', 'loaded'] as const) {
      expect(holdingOf({ ...empty, [part]: heads(1) })).toMatchObject({ [part]: heads(1), holds });
    }
  });

  it('keeps what recounts have moved, for as long as it is written', () => {
    const recounted = { since: '2026-09-01T00:00:00.000Z', base: heads(1), moved: none };
    expect(holdingOf({ ...empty, recounted })).toMatchObject({ recounted });
    const left = without({ ...empty, available: heads(1), recounted }, { lot: lamb, amount: heads(1) });
    expect(left).toEqual({ available: none, sold: none, recounted });
  });

  it('adds what comes back to what came back before', () => {
    const before = { ...empty, available: heads(1), returned: heads(3) };
    const arrival = { lot: lamb, amount: heads(2), returned: true } as const;
    const place = { party: 'p', site: 's' };
    expect(giveLine(place, arrival, before).record).toMatchObject({ returned: heads(5) });
    const { returned: _, ...nothingBack } = before;
    expect(giveLine(place, arrival, nothingBack).record).toMatchObject({ returned: heads(2) });
  });

  it('takes from what came back only where the line says so', () => {
    const both = { ...empty, available: heads(2), returned: heads(3) };
    expect(without(both, { lot: lamb, amount: heads(1) })).toMatchObject({
      available: heads(1),
      returned: heads(3),
    });
    expect(without(both, { lot: lamb, amount: heads(1), returned: true })).toMatchObject({
      available: heads(2),
      returned: heads(2),
    });
  });

  it('names at most so many holds, and drops none to make room', async () => {
    const place = { party: 'party', site: 'site' };
    const before = { ...empty, available: heads(1), holds: ids(limits.marksMax - 1) };
    const arrival = { lot: lamb, amount: heads(1), holds: ids(2, limits.marksMax - 2) };
    const { record } = giveLine(place, arrival, before);
    expect((record as HoldingRecord).holds).toHaveLength(limits.marksMax);
    const more = { ...arrival, holds: ids(2, limits.marksMax - 1) };
    await expectRefusal('LIMIT_EXCEEDED', () => giveLine(place, more, before));
  });
});
