import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { loadavg } from 'node:os';
import type { Envelope } from '@mengsu/chaincode/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FoundedNetwork } from '../system/founded-network.ts';
import { liveDigest, untilQuiet } from '../system/index-digest.ts';
import { ledgerHeight, recordedPlaces } from '../system/ledger-blocks.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';
import { SeededRandom } from '../system/seeded-random.ts';
import { wrongActs, wrongFields } from './hammer-acts.ts';
import { Ammunition, behindGood, eachForItself } from './hammer-ammunition.ts';
import { wrongDocuments } from './hammer-documents.ts';
import { wrongEvents, wrongPayloads, wrongSignatures } from './hammer-events.ts';
import { mutatedBytes, mutatedDocuments, mutatedEvents } from './hammer-mutations.ts';
import { brokenRequests, pathTricks, strangeHeaders, strangePaths, wrongMethods } from './hammer-requests.ts';
import { fire, fireRaw, type Shot } from './hammer-shot.ts';
import { faultOf } from './hammer-verdict.ts';

const rounds = Number(process.env.MENGSU_HAMMER_SEEDS ?? 1);
const seed = process.env.MENGSU_HAMMER_SEED ?? randomBytes(4).toString('hex');
const random = new SeededRandom(seed);
const mutationsARound = 800;
const atOnce = 6;
const requestTimeoutMs = 2_000;
/** What a run may leave in memory: caches, compiled code, heap that was not collected yet. */
const growthMax = 256 * 1024 * 1024;

let system: RunningSystem;
let network: FoundedNetwork;
let ammunition: Ammunition;
let recorded: Envelope;
let pids: number[];
let digest: string;
let shotsFired = 0;

beforeAll(async () => {
  console.log(`MENGSU_HAMMER_SEED=${seed} MENGSU_HAMMER_SEEDS=${rounds}`);
  system = await runSystem({
    environment: {
      MENGSU_REQUESTS_PER_MINUTE_MAX: '0',
      MENGSU_REQUEST_TIMEOUT_MS: String(requestTimeoutMs),
      MENGSU_LOG_LEVEL: 'error',
    },
  });
  network = await FoundedNetwork.on(system);
  const [own, other] = await network.enrolProducers(2);
  if (!own || !other) throw new RangeError('two producers were enrolled');
  ammunition = new Ammunition(own, other, network.network);
  recorded = await ammunition.envelope();
  await network.client.postEvents({ mode: 'all', events: [recorded] });
  pids = system.programs.map((name) => system.pidOf(name));
  await untilQuiet(system);
  digest = await liveDigest(system);
});
afterAll(() => system?.remove());

/** Fires all, some at once, in an order that the seed gives; answers what was wrong. */
async function volley(shots: readonly Shot[]): Promise<string[]> {
  const faults: string[] = [];
  const order = shots
    .map((shot) => ({ shot, key: random.next() }))
    .sort((left, right) => left.key - right.key);
  const rest = order.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { shot } of rest) {
        const fault = faultOf(shot, await fire(system.url, shot));
        if (fault) faults.push(fault);
      }
    }),
  );
  shotsFired += shots.length;
  return faults;
}

/** Fires on a quiet ledger: everything must be refused, and nothing may be written. */
async function refuses(shots: readonly Shot[]): Promise<void> {
  await untilQuiet(system);
  const height = ledgerHeight(system);
  expect(await volley(shots)).toEqual([]);
  await untilQuiet(system);
  expect(ledgerHeight(system)).toBe(height);
  expect(system.programs.map((name) => system.pidOf(name))).toEqual(pids);
}

async function residentBytes(): Promise<number> {
  const text = await (await fetch(new URL('/metrics', system.url))).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
}

describe('the gateway refuses with a code, and writes nothing', () => {
  it('events that say what must not be said', async () => {
    const shots = await wrongEvents(ammunition);
    const behind = await Promise.all(shots.map((shot) => behindGood(shot, ammunition)));
    await refuses([...shots, ...behind, ...shots.map((shot) => eachForItself(shot, true))]);
  });
  it('every act without the right to it, about what is not there, for others, too early and too late', async () => {
    const shots = await wrongActs(ammunition);
    await refuses([...shots, ...shots.map((shot) => eachForItself(shot, true))]);
  });
  it('every act with every field left out or wrong', async () => {
    await refuses(await wrongFields(ammunition, random));
  });
  it('payloads that are no canonical event', async () => {
    const shots = await wrongPayloads(ammunition);
    await refuses([...shots, ...shots.map((shot) => eachForItself(shot))]);
  });
  it('signatures that are not those of the named signers', async () => {
    const shots = await wrongSignatures(ammunition);
    await refuses([...shots, ...shots.map((shot) => eachForItself(shot))]);
  });
  it('bodies that are no document', async () => refuses(await wrongDocuments(ammunition)));
  it('tricks in every path', () => refuses([...pathTricks(), ...strangePaths()]));
  it('methods that an address does not take', () => refuses(wrongMethods()));
  it('strange headers beside a wrong signature', async () => {
    const { payload } = await ammunition.envelope();
    const wrong = { mode: 'all', events: [{ ...recorded, payload }] };
    await refuses(strangeHeaders(Buffer.from(JSON.stringify(wrong))));
  });

  it('bytes that are no request', async () => {
    const faults: string[] = [];
    for (const [name, text] of brokenRequests()) {
      const answer = await fireRaw(system.url, Buffer.from(text, 'latin1'));
      const fault = faultOf({ name, method: 'GET', path: '', expected: {} }, answer);
      if (fault) faults.push(fault);
    }
    expect(faults).toEqual([]);
  });
});

describe('the gateway survives', () => {
  it('mutations of events, documents and bytes', { timeout: 120_000 * rounds }, async () => {
    const before = await residentBytes();
    for (let round = 0; round < rounds; round++) {
      const sampling = { seed: random.whole(0, 2 ** 31), numRuns: mutationsARound };
      await refuses([
        ...(await mutatedEvents(ammunition, sampling)),
        ...mutatedDocuments(recorded, sampling),
        ...mutatedBytes(recorded, random, mutationsARound),
      ]);
    }
    const grown = (await residentBytes()) - before;
    console.log(
      `${shotsFired} shots, ${(before / 2 ** 20).toFixed(0)} MiB resident before the mutations, ${(grown / 2 ** 20).toFixed(0)} more after, load average ${loadavg()[0]?.toFixed(1)}`,
    );
    expect(grown).toBeLessThan(growthMax);
  });

  it('all of that with the index that it had before', async () => {
    expect(await liveDigest(system)).toBe(digest);
  });

  it('clients that are too slow, by cutting them off', async () => {
    const beginnings = [
      'POST /api/events HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      'POST /api/events HTTP/1.1\r\nHost: a\r\nX-Slow: ',
      'GET /healthz HT',
    ];
    const livedMs = await Promise.all(beginnings.map(lifeOf));
    for (const ms of livedMs) expect(ms).toBeLessThan(requestTimeoutMs * 5);
  });

  it('and records every tenth event, which is valid', { timeout: 120_000 * rounds }, async () => {
    await untilQuiet(system);
    const before = (await recordedPlaces(system)).length;
    const tenths = 60 * rounds;
    const faults: string[] = [];
    const results: string[] = [];
    const wrong = [
      ...(await wrongEvents(ammunition)),
      ...(await wrongSignatures(ammunition)),
      ...(await wrongDocuments(ammunition)),
    ];
    for (let tenth = 0; tenth < tenths; tenth++) {
      const shots = Array.from({ length: 9 }, () => random.pick(wrong));
      const valid = await ammunition.envelope();
      const [refused, answer] = await Promise.all([
        volley(shots),
        network.client.postEvents({ mode: random.pick(['all', 'each'] as const), events: [valid] }),
      ]);
      faults.push(...refused);
      results.push(...answer.results.map(({ status }) => status));
    }
    await untilQuiet(system);
    expect(faults).toEqual([]);
    expect(results).toEqual(Array(tenths).fill('recorded'));
    expect((await recordedPlaces(system)).length - before).toBe(tenths);
  });

  it('an event that is posted again and again, alone and many times at once', async () => {
    await untilQuiet(system);
    const height = ledgerHeight(system);
    const again = () => network.client.postEvents({ mode: 'each', events: [recorded] });
    const answers = await Promise.all(Array.from({ length: 50 }, again));
    expect(new Set(answers.flatMap(({ results }) => results.map(({ status }) => status)))).toEqual(
      new Set(['exists']),
    );
    const fresh = await ammunition.envelope();
    const many = Array.from({ length: 50 }, () =>
      network.client.postEvents({ mode: 'each', events: [fresh] }),
    );
    await Promise.all(many);
    await untilQuiet(system);
    expect(ledgerHeight(system)).toBe(height + 1);
  });

  it('a lot number that is a script (GS1 allows it), by showing it as text', async () => {
    const lot = '<script>alert(1)';
    const { gtin } = ammunition.own;
    await network.client.postEvents({
      mode: 'all',
      events: [await ammunition.envelope({ lot: `${gtin}/${lot}` })],
    });
    for (const lang of ['zh', 'en']) {
      const page = await fetch(new URL(`/01/${gtin}/10/${encodeURIComponent(lot)}?lang=${lang}`, system.url));
      const html = await page.text();
      expect(page.status).toBe(200);
      expect(html).toContain('&lt;script&gt;alert(1)');
      expect(html).not.toContain(lot);
    }
  });
});

/** How long the server leaves a connection open on which nothing more comes. */
function lifeOf(beginning: string): Promise<number> {
  const { hostname, port } = new URL(system.url);
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(beginning));
    socket.resume();
    socket.setTimeout(requestTimeoutMs * 10, () => {
      socket.destroy();
      reject(new Error(`the connection lives on: ${beginning}`));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(performance.now() - startedAt));
  });
}
