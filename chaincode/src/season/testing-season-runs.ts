import fc from 'fast-check';
import { World } from '../testing-world.ts';
import { Season } from './testing-season.ts';
import { seasonSteps } from './testing-season-steps.ts';
import { seasonWorld } from './testing-season-village.ts';

/** MENGSU_SEED repeats a run; what failed is shrunk and printed with its seed. MENGSU_HISTORY_RUNS: how many in all. */
export const seed = Number(process.env.MENGSU_SEED ?? Date.now() % 2 ** 31);
/** A half of them: two files tell them side by side. */
export const halfRuns = Math.ceil(Number(process.env.MENGSU_HISTORY_RUNS ?? 10_000) / 2);

/** Tells seasons from a seed; answers how often each act was recorded and refused, and each breach found. */
export async function tellSeasons(from: number, numRuns: number): Promise<ReadonlyMap<string, number>> {
  console.log(`seasons: MENGSU_SEED=${from}`);
  const origin = await seasonWorld(new World());
  const total = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(seasonSteps, async (steps) => {
      const season = new Season(origin);
      await season.live(steps);
      await season.spreadAll();
      season.observer.requireSeason();
      for (const [what, count] of season.observer.seen) total.set(what, (total.get(what) ?? 0) + count);
    }),
    { seed: from, numRuns },
  );
  if (process.env.MENGSU_HISTORY_SHOW)
    console.log(
      [...total]
        .sort()
        .map(([what, count]) => `${what} ${count}`)
        .join('\n'),
    );
  return total;
}
