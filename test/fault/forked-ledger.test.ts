import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FoundedNetwork } from '../system/founded-network.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';

/** A peer that suddenly tells another history: from block 8 on, no block follows the one before it. */
const plan = { seed: 'fork', chances: { wrongPreviousHash: 1 }, fromBlock: 8 };
const untilAlarmMs = 30_000;

let system: RunningSystem;

beforeAll(async () => {
  const environment = { MENGSU_DEVNET_FAULTS: JSON.stringify(plan), MENGSU_LOG_LEVEL: 'error' };
  system = await runSystem({ environment });
  // It never succeeds, as what it posts is never seen on the ledger, and ends with the gateway.
  FoundedNetwork.on(system).catch(() => undefined);
});
afterAll(() => system?.remove());

async function readyz(): Promise<{ status: number; text: string }> {
  const answer = await fetch(new URL('/readyz', system.url));
  return { status: answer.status, text: await answer.text() };
}

describe('a block that does not follow the one before', () => {
  it('stops the index with an alarm, and is never taken', async () => {
    const until = Date.now() + untilAlarmMs;
    let ready = await readyz();
    while (!ready.text.includes('FORK') && Date.now() < until) {
      await delay(100);
      ready = await readyz();
    }
    expect(ready.text).toContain('FORK');
    expect(ready.status).toBe(503);
    expect(ready.text).toContain('block 8 follows a block of hash');
  });
});
