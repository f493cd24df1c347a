import path from 'node:path';
import type { Benchmark, BenchOptions, Measurement } from '../benchmark.ts';
import { BlockTimer } from '../index-lag/block-timer.ts';
import { signLanes } from '../load/lane.ts';
import { LoadedSystem } from '../load/loaded-system.ts';
import { distributionOf, round } from '../measure/distribution.ts';

interface Load {
  readonly name: string;
  readonly lanes: number;
  readonly eventsPerPost: number;
  readonly eventsPerSecondMax: number;
}

const loads: readonly Load[] = [
  { name: 'index lag, single events', lanes: 64, eventsPerPost: 1, eventsPerSecondMax: 1500 },
  { name: 'index lag, documents of 50', lanes: 16, eventsPerPost: 50, eventsPerSecondMax: 4000 },
];

/** Seen from outside, in both databases' files: a block is in the ledger's, and then in the index's. */
export const indexLag: Benchmark = {
  name: 'index-lag',
  about: 'from a block in the ledger to its rows in the index, while posts come as fast as they are answered',
  async run(options) {
    const loaded = await LoadedSystem.start(options);
    try {
      const measurements: Measurement[] = [];
      for (const load of loads) measurements.push(await measureLag(loaded, load, options));
      await loaded.reckon();
      return measurements;
    } finally {
      await loaded.remove();
    }
  },
};

async function measureLag(
  loaded: LoadedSystem,
  load: Load,
  { seconds, say }: BenchOptions,
): Promise<Measurement> {
  say(`${load.name}: signing`);
  const posts = Math.ceil((load.eventsPerSecondMax * seconds * 1.25) / load.eventsPerPost);
  const lanes = await signLanes(loaded.devices, { ...load, posts });
  const { devnet, gateway } = loaded.system.places;
  const timer = new BlockTimer({
    ledger: { file: path.join(devnet, 'ledger.sqlite'), table: 'blocks' },
    index: { file: path.join(gateway, 'mengsu.sqlite'), table: 'blocks' },
  });
  say(`${load.name}: posting`);
  const result = await loaded.load(lanes, { seconds });
  const lagsMs = await timer.stop();
  return {
    name: load.name,
    figure: distributionOf(lagsMs).p99,
    unit: 'ms, p99',
    target: { bound: 'at most', figure: 500 },
    samples: lagsMs.length,
    distribution: distributionOf(lagsMs),
    programs: result.programs,
    detail: { eventsPerSecond: round(result.events / result.seconds) },
  };
}
