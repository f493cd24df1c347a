import { describe, expect, it } from 'vitest';
import { breachCodes } from '../model/index.ts';
import { halfRuns, seed, tellSeasons } from './testing-season-runs.ts';
import { deeds } from './testing-season-steps.ts';

let total: ReadonlyMap<string, number> = new Map();

describe('random seasons of all acts by honest and dishonest hands', () => {
  it(`keep the eight invariants (${halfRuns} histories)`, async () => {
    total = await tellSeasons(seed, halfRuns);
  }, 900_000);

  // A few histories do not reach everything.
  it.runIf(halfRuns >= 2000)('reach every deed, most of them recorded and refused, and every breach', () => {
    const recorded = [...total.keys()].filter((what) => what.endsWith(' recorded'));
    const refused = [...total.keys()].filter((what) => what.endsWith(' refused'));
    const told = new Set([...recorded, ...refused].map((what) => what.split(' ')[0]));
    expect(told.size).toBeGreaterThanOrEqual(new Set(deeds).size - 8);
    expect(recorded.length).toBeGreaterThanOrEqual(32);
    expect(refused.length).toBeGreaterThanOrEqual(28);
    expect(breachCodes.filter((code) => !total.has(code))).toEqual([]);
  });
});
