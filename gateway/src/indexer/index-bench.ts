import { cpus, loadavg } from 'node:os';
import type { Store } from '../store/open-store.ts';
import { readLot } from '../store/queries/lot.ts';
import { readTrace } from '../store/queries/trace.ts';
import { applyBlocks } from './apply.ts';
import { decodeBlock } from './decode.ts';
import { rebuild } from './rebuild.ts';
import { layeredWorld } from './testing-layers.ts';
import { recordTransaction, TestLedger, testChaincode } from './testing-ledger.ts';
import { actors, TestWorld } from './testing-world.ts';

/** What a rebuild cost on this machine. */
export interface RebuildFigures {
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Of all threads of the process. */
  readonly cpuMicrosecondsPerEvent: number;
  readonly processors: number;
  readonly loadAverage: number;
}

const eventsPerTransaction = 50;
const transactionsPerBlock = 10;

/** Rebuilds an empty index from a made-up ledger of about `events` events: harvest, handover, processing, sale, loss. */
export async function benchRebuild(store: Store, events: number): Promise<RebuildFigures> {
  const ledger = busyLedger(events);
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const done = await rebuild({
    store,
    chaincode: testChaincode,
    untilBlock: ledger.height - 1,
    blocks: async function* (from, signal) {
      yield* ledger.blocks.slice(from);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  const { user, system } = process.cpuUsage(startCpu);
  return {
    events: done.events,
    eventsPerSecond: Math.round(done.events / ((performance.now() - startMs) / 1000)),
    cpuMicrosecondsPerEvent: Math.round((user + system) / done.events),
    processors: cpus().length,
    loadAverage: loadavg()[0] ?? 0,
  };
}

function busyLedger(eventsWanted: number): TestLedger {
  const world = new TestWorld();
  const ledger = new TestLedger();
  ledger.append(recordTransaction(world.founding()));
  const events = Array.from({ length: Math.ceil(eventsWanted / 6) }, (_, index) =>
    chain(world, index),
  ).flat();
  const transactions = inPieces(events, eventsPerTransaction).map((piece) => recordTransaction(piece));
  for (const block of inPieces(transactions, transactionsPerBlock)) ledger.append(...block);
  return ledger;
}

/** Six events of one lot's life. */
function chain(world: TestWorld, index: number) {
  const [sender, addressee] = [actors[index % actors.length], actors[(index + 1) % actors.length]];
  if (!sender || !addressee) throw new Error('the test world has no actors');
  const last = () => world.holdings.at(-1) ?? fail();
  const all = { count: 50, massG: 900_000 };
  const born = world.commission(sender, all);
  const sent = world.dispatch(last(), all, addressee);
  const got = world.receive(world.open[0] ?? fail());
  const made = world.transform([last()], [{ count: 100, massG: 800_000 }]);
  const sold = world.sell(last(), { count: 50, massG: 400_000 });
  return [born, sent, got, made, sold, world.dispose(last(), last().amount)];
}

function fail(): never {
  throw new Error('the test world has no goods');
}

function inPieces<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, piece) =>
    items.slice(piece * size, (piece + 1) * size),
  );
}

/** Median milliseconds of the heaviest questions on a lineage of 12 levels and 300 lots. */
export interface QueryFigures {
  readonly lotMs: number;
  readonly traceMs: number;
  readonly loadAverage: number;
}

export async function benchQueries(store: Store, repeats: number): Promise<QueryFigures> {
  const { documents, last } = layeredWorld({ levels: 12, width: 25, parents: 12 });
  const ledger = new TestLedger();
  const blocks = documents.map((events) => ledger.append(recordTransaction(events)));
  await applyBlocks(store, await Promise.all(blocks.map((bytes) => decodeBlock(bytes, testChaincode))));
  const [gtin = '', lot = ''] = last.split('/');
  return {
    lotMs: await medianMs(repeats, () =>
      store.read((db) => readLot(db, { gtin, lot, ground: 'devnet', today: '2026-09-01' })),
    ),
    traceMs: await medianMs(repeats, () =>
      store.read((db) => readTrace(db, { gtin, lot, direction: 'both' })),
    ),
    loadAverage: loadavg()[0] ?? 0,
  };
}

async function medianMs(repeats: number, ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < repeats; round++) {
    const startMs = performance.now();
    await ask();
    times.push(performance.now() - startMs);
  }
  times.sort((left, right) => left - right);
  return times[Math.floor(repeats / 2)] ?? 0;
}
