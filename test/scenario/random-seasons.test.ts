import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seasonSteps } from '../../chaincode/src/season/testing-season-steps.ts';
import { liveDigest, rebuiltDigest } from '../system/index-digest.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';
import { lotAddress, lotInAnswer, lotInState } from '../system/season/lot-comparison.ts';
import { SeasonLedger } from '../system/season/season-ledger.ts';
import {
  alarmsOf,
  auditedState,
  indexedLots,
  unbalancedLots,
  untilAudited,
} from '../system/season/season-reckoning.ts';
import { VillageLife } from '../system/season/village-life.ts';
import { SeededRandom } from '../system/seeded-random.ts';

/** MENGSU_SEED repeats the histories; MENGSU_API_HISTORY_RUNS: how many. */
const seed = Number(process.env.MENGSU_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.MENGSU_API_HISTORY_RUNS ?? 200);
/** Histories that a village lives through: then it has used its quota, and new people come. */
const historiesPerVillage = 4;
/** Villages whose documents are posted at the same time: they have nothing in common but the regulators and registrars. */
const villagesAtOnce = 4;
const sampledLots = 1000;

let system: RunningSystem;
let ledger: SeasonLedger;
const lives: VillageLife[] = [];

beforeAll(async () => {
  console.log(`seasons through the API: MENGSU_SEED=${seed}`);
  // Few transactions at once, so that events of several villages share some.
  system = await runSystem({ environment: { MENGSU_TRANSACTIONS_IN_FLIGHT_MAX: '3' } });
  ledger = await SeasonLedger.on(system);
});
afterAll(() => system?.remove());

async function tellVillages(): Promise<void> {
  const histories = fc.sample(seasonSteps, { seed, numRuns });
  const villages = Array.from(
    { length: Math.ceil(numRuns / historiesPerVillage) },
    (_, index) => index,
  ).values();
  const tell = async (): Promise<void> => {
    for (const village of villages) {
      const random = new SeededRandom(`${seed}/${village}`);
      const life = new VillageLife(await ledger.settle(village), ledger.client, random);
      lives.push(life);
      const first = village * historiesPerVillage;
      for (const [index, steps] of histories.slice(first, first + historiesPerVillage).entries())
        await life.tell(steps, `H${first + index}-`);
      await life.spreadAll();
    }
  };
  await Promise.all(Array.from({ length: villagesAtOnce }, tell));
}

const stateOf = (life: VillageLife): [string, string][] =>
  [...life.at.world.state.values].map(([key, value]) => [key, Buffer.from(value).toString()]);

describe('random seasons through the API', () => {
  it(`are answered as the engine in memory answers (${numRuns} histories)`, async () => {
    await tellVillages();
    const total = new Map<string, number>();
    for (const { answered } of lives)
      for (const [what, count] of answered) total.set(what, (total.get(what) ?? 0) + count);
    if (process.env.MENGSU_HISTORY_SHOW) console.log([...total].sort().join('\n'));
    expect(total.get('recorded')).toBeGreaterThan(numRuns * 5);
    expect(total.get('exists')).toBeGreaterThan(0);
  }, 600_000);

  it('keep the invariants of a season in every village', () => {
    for (const { observer } of lives) observer.requireSeason();
  });

  it('leave the index with books that add up', async () => {
    await untilAudited(system);
    expect(unbalancedLots(system)).toEqual([]);
    const indexed = indexedLots(system);
    const known = lives.flatMap(({ observer }) =>
      observer.records<{ readonly created: object; readonly reversed?: true }>('lot'),
    );
    expect(indexed.size).toBe(known.length);
    for (const [lot, { created, reversed }] of known)
      expect({ lot, ...indexed.get(lot) }).toEqual({
        lot,
        count: 0,
        massG: 0,
        ...(reversed ? {} : created),
      });
  });

  it('leave no doubt with the audit, and its world state is the one in memory, byte for byte', async () => {
    await untilAudited(system);
    expect(await alarmsOf(system)).toEqual([]);
    expect(auditedState(system)).toEqual(
      new Map(lives.flatMap(stateOf).sort(([left], [right]) => (left < right ? -1 : 1))),
    );
  });

  it('can be read lot by lot as they are in the world state', async () => {
    const random = new SeededRandom(seed);
    for (let count = 0; count < sampledLots; count += 1) {
      const { observer } = random.pick(lives);
      const [id] = random.pick(observer.records('lot'));
      const expected = lotInState(observer, id);
      const answer = await ledger.client.lot(...lotAddress(id));
      expect(lotInAnswer(answer, expected)).toEqual(expected);
    }
  });

  it('give the same index when it is rebuilt from the blocks', async () => {
    await untilAudited(system);
    expect(await rebuiltDigest(system)).toBe(await liveDigest(system));
  });
});
