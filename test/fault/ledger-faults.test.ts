import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FoundedNetwork } from '../system/founded-network.ts';
import { liveDigest, rebuiltDigest, untilQuiet } from '../system/index-digest.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';
import { SeededRandom } from '../system/seeded-random.ts';
import { AccountBook } from './account-book.ts';
import { errands, keepRunning } from './errands.ts';
import { Poster } from './poster.ts';
import { faultsIn, settleAccounts } from './reckoning.ts';

/** A ledger that misbehaves by a plan, where kill.test.ts kills programs: 10 s of it by default. */
const seconds = Number(process.env.MENGSU_FAULT_SECONDS ?? 10);
const seed = process.env.MENGSU_FAULT_SEED ?? randomBytes(4).toString('hex');
const chances = {
  delayCall: 0.1,
  refuseCall: 0.05,
  delaySubmit: 0.05,
  refuseSubmit: 0.05,
  refuseSubmitted: 0.05,
  lose: 0.05,
  duplicate: 0.1,
  conflict: 0.1,
  delayBlock: 0.1,
  dropStream: 0.05,
  freezeStream: 0.01,
  restartBefore: 0.01,
  restartAfter: 0.01,
};
// The network is founded by a command that is run once and does not try again.
const plan = { seed, chances, fromBlock: 8, delayMsMax: 300, freezeMs: 6_000 };
/** Kinds of faults that must have happened, or this proves little. */
const kindsMin = 6;
const patience = { restartsMax: 1_000_000, windowMs: 1, pauseMs: 1 };

const book = new AccountBook();
const over = new AbortController();
let system: RunningSystem;

beforeAll(async () => {
  console.log(`MENGSU_FAULT_SEED=${seed} MENGSU_FAULT_SECONDS=${seconds}`);
  const environment = {
    MENGSU_DEVNET_FAULTS: JSON.stringify(plan),
    MENGSU_REQUESTS_PER_MINUTE_MAX: '0',
    MENGSU_LOG_LEVEL: 'error',
  };
  system = await runSystem({ patience, environment });
});
afterAll(async () => {
  over.abort();
  await system?.remove();
});

/** How often each fault happened, from devnet's log. */
async function faultsSeen(): Promise<ReadonlyMap<string, number>> {
  const log = await readFile(path.join(system.places.logs, 'devnet.log'), 'utf8');
  const seen = new Map<string, number>();
  for (const [, name = ''] of log.matchAll(/FAULT (\w+) at /g)) seen.set(name, (seen.get(name) ?? 0) + 1);
  return seen;
}

describe('a ledger that loses, repeats, refuses, delays, conflicts, breaks off and restarts', () => {
  it('is written to all the same', async () => {
    const network = await FoundedNetwork.on(system);
    const [first, ...producers] = await network.enrolProducers(errands.length + 1);
    if (!first) throw new RangeError('there is no producer');
    const poster = new Poster({ url: system.url, book, stop: over.signal });
    const posters = errands.map((errand, index) => {
      const own = producers[index] ?? first;
      const random = new SeededRandom(`${seed}/${index}`);
      return keepRunning(errand, { own, other: first, poster, book, random }, over.signal);
    });
    await delay(seconds * 1000);
    over.abort();
    await Promise.all(posters);
    expect((await faultsSeen()).size).toBeGreaterThanOrEqual(kindsMin);
    expect(book.wrongAnswers()).toEqual([]);
  });

  it('has lost nothing and doubled nothing in the end, and every balance adds up', async () => {
    const unanswered = await settleAccounts(system, book);
    await untilQuiet(system);
    const faults = [...(await faultsSeen())].map(([name, count]) => `${name} ${count}`).join(', ');
    console.log(`${book.events.size} events, ${unanswered} documents were posted again; ${faults}`);
    expect(await faultsIn(system, book)).toEqual([]);
  });

  it('is indexed as one that is rebuilt from block 0', async () => {
    expect(await rebuiltDigest(system)).toBe(await liveDigest(system));
  });
});
