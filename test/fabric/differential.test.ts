import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ApiProblem, type Envelope, MengsuClient } from '@mengsu/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seasonSteps } from '../../chaincode/src/season/testing-season-steps.ts';
import { submitAsAdmins } from '../../demo/src/story/founding.ts';
import { comparableIndex } from '../system/comparable-index.ts';
import { type FabricNetwork, makeFabricNetwork, reasonToSkip } from '../system/fabric-network.ts';
import { untilQuiet } from '../system/index-digest.ts';
import { getJson, type RunningSystem, runSystem } from '../system/running-system.ts';
import { SeasonLedger } from '../system/season/season-ledger.ts';
import { VillageLife } from '../system/season/village-life.ts';
import { SeededRandom } from '../system/seeded-random.ts';

const reason = reasonToSkip();
/** MENGSU_SEED repeats the histories. */
const seed = Number(process.env.MENGSU_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.MENGSU_API_HISTORY_RUNS ?? 40);
const historiesPerVillage = 4;

type Document = Parameters<MengsuClient['postEvents']>[0];

/** A document that was posted, and what the API made of it, but for times and blocks. */
interface Posted {
  readonly document: Document;
  readonly answer: unknown;
}

async function answerOf(post: () => ReturnType<MengsuClient['postEvents']>): Promise<unknown> {
  try {
    const { results } = await post();
    return results.map(({ id, status, code, breaches, pointer }) => ({
      id,
      status,
      code,
      breaches,
      pointer,
    }));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { status: error.status, code: error.code, pointer: error.pointer };
  }
}

/** Runs `tell` and keeps every document that is posted meanwhile, in their order. */
async function recorded(tell: () => Promise<void>): Promise<Posted[]> {
  const posted: Posted[] = [];
  const { postEvents } = MengsuClient.prototype;
  MengsuClient.prototype.postEvents = async function (this: MengsuClient, document, options) {
    const answering = postEvents.call(this, document, options);
    posted.push({ document, answer: await answerOf(() => answering) });
    return answering;
  };
  try {
    await tell();
  } finally {
    MengsuClient.prototype.postEvents = postEvents;
  }
  return posted;
}

async function foundingsOf({ places }: RunningSystem): Promise<Envelope[]> {
  const files = (await readdir(places.story)).filter((name) => /^found-\d+\.document\.json$/.test(name));
  const documents = await Promise.all(
    files.sort().map((name) => readFile(path.join(places.story, name), 'utf8')),
  );
  return documents.flatMap((text) => (JSON.parse(text) as { readonly events: Envelope[] }).events);
}

describe.skipIf(reason)(`devnet and Fabric, told the same${reason ? ` (${reason})` : ''}`, () => {
  let fabric: FabricNetwork;
  let onDevnet: RunningSystem;
  let onFabric: RunningSystem;
  let posted: Posted[];

  beforeAll(async () => {
    console.log(`devnet and Fabric: MENGSU_SEED=${seed}`);
    fabric = await makeFabricNetwork();
    for (const command of ['up', 'deploy']) expect(await fabric.run(command)).toMatchObject({ code: 0 });
    [onDevnet, onFabric] = await Promise.all([runSystem(), runSystem({ fabric: fabric.folder })]);
  });
  afterAll(async () => {
    await onDevnet?.remove();
    await onFabric?.stop();
    await fabric?.remove();
  });

  it(`answer the same (${numRuns} histories)`, async () => {
    posted = await recorded(async () => {
      const ledger = await SeasonLedger.on(onDevnet);
      const histories = fc.sample(seasonSteps, { seed, numRuns });
      for (let first = 0; first < numRuns; first += historiesPerVillage) {
        const village = first / historiesPerVillage;
        const random = new SeededRandom(`${seed}/${village}`);
        const life = new VillageLife(await ledger.settle(village), ledger.client, random);
        for (const [index, steps] of histories.slice(first, first + historiesPerVillage).entries())
          await life.tell(steps, `H${first + index}-`);
        await life.spreadAll();
      }
    });
    await submitAsAdmins(await foundingsOf(onDevnet), onFabric.places);
    const client = new MengsuClient(onFabric.url);
    for (const { document, answer } of posted)
      expect(await answerOf(() => client.postEvents(document)), JSON.stringify(document)).toEqual(answer);
    expect(posted.length).toBeGreaterThan(numRuns);
  }, 900_000);

  it('have the same events in the same order, and the same index', async () => {
    await Promise.all([untilQuiet(onDevnet), untilQuiet(onFabric)]);
    const [devnet, real] = [comparableIndex(onDevnet), comparableIndex(onFabric)];
    for (const [table, rows] of Object.entries(devnet)) expect(real[table], table).toEqual(rows);
    expect(devnet.events?.length).toBeGreaterThan(numRuns);
  });

  it('leave the audit of both without a doubt', async () => {
    for (const system of [onDevnet, onFabric])
      expect(await getJson(system, '/api/alarms')).toEqual({ alarms: [] });
  });
});
