import { describe, expect, it } from 'vitest';
import { keyOf } from './record-state.ts';

describe('keys of the world state', () => {
  it('have one kind each', () => {
    const keys = [
      keyOf.network,
      keyOf.organisation('a'),
      keyOf.party('a'),
      keyOf.device('a'),
      keyOf.site('a', 'b'),
      keyOf.category('a'),
      keyOf.product('a'),
      keyOf.lot('a'),
      keyOf.holding('a', 'b', 'c'),
      keyOf.shipment('a'),
      keyOf.event('a'),
      keyOf.withdrawal('a', 'b'),
    ];
    expect(keys).toHaveLength(Object.keys(keyOf).length);
    expect(keys).toEqual([
      'network',
      'organisation/a',
      'party/a',
      'device/a',
      'site/a/b',
      'category/a',
      'product/a',
      'lot/a',
      'holding/a/b/c',
      'shipment/a',
      'event/a',
      'withdrawal/a/b',
    ]);
  });
});
