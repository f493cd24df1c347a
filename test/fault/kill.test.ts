import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultPoints } from '../../gateway/src/outbox/fault-point.ts';
import { FoundedNetwork, type Producer } from '../system/founded-network.ts';
import { liveDigest, rebuiltDigest, untilQuiet } from '../system/index-digest.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';
import { SeededRandom } from '../system/seeded-random.ts';
import { AccountBook } from './account-book.ts';
import { errands, keepRunning } from './errands.ts';
import { FaultFile } from './fault-file.ts';
import { Figures } from './figures.ts';
import { Poster } from './poster.ts';
import { probe } from './probe.ts';
import { faultsIn, settleAccounts } from './reckoning.ts';

/** Kills of each program at each step: 2 by default, 20 in a full run. */
const kills = Number(process.env.MENGSU_FAULT_SEEDS ?? 2);
const seed = process.env.MENGSU_FAULT_SEED ?? randomBytes(4).toString('hex');
const targets = ['gateway', 'devnet', 'chaincode-producers', 'chaincode-trade'] as const;
const logCharactersMax = 3_000;
/** The supervisor waits as little as it can, and never gives up. */
const patience = { restartsMax: 1_000_000, windowMs: 1, pauseMs: 1 };

const faultFile = new FaultFile(path.join(tmpdir(), `mengsu-fault-${randomBytes(6).toString('hex')}`));
const book = new AccountBook();
const figures = new Figures();
const over = new AbortController();
let system: RunningSystem;
let prober: Producer;
let posters: Promise<unknown>;

beforeAll(async () => {
  console.log(`MENGSU_FAULT_SEED=${seed} MENGSU_FAULT_SEEDS=${kills}`);
  system = await runSystem({
    patience,
    environment: { ...faultFile.environment, MENGSU_REQUESTS_PER_MINUTE_MAX: '0', MENGSU_LOG_LEVEL: 'error' },
  });
  const network = await FoundedNetwork.on(system);
  const [first, ...producers] = await network.enrolProducers(errands.length + 1);
  if (!first) throw new RangeError('there is no producer');
  prober = first;
  const poster = new Poster({ url: system.url, book, stop: over.signal });
  posters = Promise.all(
    errands.map((errand, index) => {
      const own = producers[index] ?? first;
      const random = new SeededRandom(`${seed}/${index}`);
      return keepRunning(errand, { own, other: first, poster, book, random }, over.signal);
    }),
  );
});
afterAll(async () => {
  over.abort();
  // Their failure, if any, was seen by the test that waited for them.
  await Promise.allSettled([posters]);
  await system?.remove();
});

/** What the programs say, where the test's own words do not explain a failure. */
async function failureWithLogs(error: unknown): Promise<never> {
  const texts = await Promise.all(
    targets.map(async (name) => {
      const text = await readFile(path.join(system.places.logs, `${name}.log`), 'utf8');
      return `${name}, process ${system.pidOf(name)}:\n${text.slice(-logCharactersMax)}`;
    }),
  );
  const ready = await fetch(new URL('/readyz', system.url)).then((answer) => answer.text(), String);
  throw new Error(`${error}\n${ready}\n${texts.join('\n')}`, { cause: error });
}

async function killAndRecover(target: string, fault: { step: (typeof faultPoints)[number]; count: number }) {
  const pid = system.pidOf(target);
  const killedAt = await faultFile.kill({ ...fault, pid });
  const backAt = await probe(system.url, prober, book).catch(failureWithLogs);
  figures.add(`${target} at ${fault.step}`, backAt - killedAt);
  // Two of the chaincode's processes must agree, so no event is recorded before each is back.
  expect(system.pidOf(target)).not.toBe(pid);
}

describe.each(targets)('a kill of %s', (target) => {
  it.each(faultPoints)('at the step %s is recovered from by itself', async (step) => {
    const random = new SeededRandom(`${seed}/${target}/${step}`);
    for (let kill = 0; kill < kills; kill++)
      await killAndRecover(target, { step, count: random.whole(1, 8) });
    expect(book.wrongAnswers()).toEqual([]);
  });
});

describe('a kill of everything at once', () => {
  it('is recovered from by itself', async () => {
    for (let kill = 0; kill < kills; kill++) {
      const killedAt = performance.now();
      for (const target of targets) process.kill(system.pidOf(target), 'SIGKILL');
      figures.add('everything at once', (await probe(system.url, prober, book)) - killedAt);
    }
    expect(book.wrongAnswers()).toEqual([]);
  });
});

describe('after all kills', () => {
  it('nothing accepted is lost or doubled, every balance adds up, every party’s order is kept', async () => {
    over.abort();
    await posters;
    const unanswered = await settleAccounts(system, book);
    await untilQuiet(system);
    console.log(
      [
        ...figures.lines(),
        `${book.events.size} events, ${unanswered} documents had no answer and were posted again`,
      ].join('\n'),
    );
    expect(await faultsIn(system, book)).toEqual([]);
  });

  it('the index has the digest of one that is rebuilt from block 0', async () => {
    expect(await rebuiltDigest(system)).toBe(await liveDigest(system));
  });
});
