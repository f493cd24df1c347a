import { describe, expect, it } from 'vitest';
import { keyOf } from './state-key.ts';

const parts = ['a', 'b', 'c', 'd'] as const;

describe('keys of the world state', () => {
  it('have one kind each, and no two share a key', () => {
    const keys = Object.values(keyOf).map((key) => (typeof key === 'string' ? key : key(...parts)));
    expect(new Set(keys).size).toBe(Object.keys(keyOf).length);
    expect(keys).toEqual(
      Object.entries(keyOf).map(([kind, key]) =>
        typeof key === 'string' ? kind : [kind, ...parts.slice(0, key.length)].join('/'),
      ),
    );
  });
});
