import { expect, it } from 'vitest';
import { halfRuns, seed, tellSeasons } from './testing-season-runs.ts';

it(`as many seasons again, from another seed (${halfRuns} histories)`, async () => {
  const total = await tellSeasons((seed + 1_000_003) % 2 ** 31, halfRuns);
  expect(total.size).toBeGreaterThan(0);
}, 900_000);
