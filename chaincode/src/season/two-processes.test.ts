import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../model/index.ts';
import { documentText, signedPayload } from '../model/testing.ts';
import { FakePeer } from '../testing-peer.ts';
import { type ChaincodeProcess, freePort, startChaincode, stopChaincode } from '../testing-processes.ts';
import { World } from '../testing-world.ts';
import { Season } from './testing-season.ts';
import { seasonSteps } from './testing-season-steps.ts';
import { seasonWorld } from './testing-season-village.ts';
import type { Told } from './testing-season-watched.ts';
import type { SeasonWorld } from './testing-season-world.ts';

const seed = Number(process.env.MENGSU_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.MENGSU_DETERMINISM_RUNS ?? 2000);

/** Two machines that have nothing in common but the program. */
const machines = [
  { environment: { LANG: 'C', TZ: 'UTC' }, flags: [] },
  {
    environment: { LANG: 'zh_CN.GB18030', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' },
    flags: ['--no-opt', '--max-old-space-size=700', '--icu-data-dir=/nonexistent', '--hash-seed=7'],
  },
] as const;

let origin: SeasonWorld;
const running: { readonly process: ChaincodeProcess; readonly peer: FakePeer }[] = [];

beforeAll(async () => {
  console.log(`two processes: MENGSU_SEED=${seed}`);
  // One after another: they start at different times.
  for (const { environment, flags } of machines) {
    const address = `127.0.0.1:${await freePort()}`;
    const process = startChaincode(
      { CHAINCODE_SERVER_ADDRESS: address, CHAINCODE_ID: 'mengsu:1', ...environment },
      flags,
    );
    running.push({ process, peer: await FakePeer.dial(address, new Map(), 1000) });
  }
  origin = await seasonWorld(new World());
});
afterAll(async () => {
  for (const { process, peer } of running) {
    peer.close();
    await stopChaincode(process);
  }
});

const sign = (told: readonly Told[]) =>
  Promise.all(told.map(({ payload, signers }) => signedPayload(payload, signers)));

describe('two processes of different locale, time zone, flags and start time', () => {
  it(`give byte-equal reads, writes and answers (${numRuns} histories)`, async () => {
    let recorded = 0;
    await fc.assert(
      fc.asyncProperty(seasonSteps, fc.boolean(), async (steps, inOrder) => {
        const season = new Season(origin);
        await season.live(steps);
        const told = season.told.slice(0, limits.eventsPerDocumentMax);
        // A document may be told in another order: then other things are refused.
        const document = documentText(await sign(inOrder ? told : told.toReversed()), 'each');
        const answers = await Promise.all(
          running.map(({ peer }, index) => {
            const entries = [...origin.world.state.values];
            peer.state.clear();
            for (const [key, value] of index === 0 ? entries : entries.reverse()) peer.state.set(key, value);
            const args = [Buffer.from('record'), Buffer.from(document)];
            return peer.transact({ args, timestampMs: season.at.world.nowMs });
          }),
        );
        expect(answers[1]).toEqual(answers[0]);
        recorded += answers[0]?.payload.split('"recorded"').length ?? 0;
        const [left, right] = running.map(({ peer }) =>
          [...peer.state].map(([key, value]) => `${key} ${Buffer.from(value).toString()}`).sort(),
        );
        expect(right).toEqual(left);
      }),
      { seed, numRuns },
    );
    // Answers that are all refusals would claim little.
    expect(recorded / numRuns).toBeGreaterThan(3);
  }, 600_000);
});
