import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '@mengsu/network/programs';
import { findPostgres, startCluster } from '../../../gateway/src/store/testing-postgres.ts';
import type { RunningSystem } from '../../system/running-system.ts';
import type { Benchmark, BenchOptions, Measurement } from '../benchmark.ts';
import { signLanes } from '../load/lane.ts';
import { LoadedSystem } from '../load/loaded-system.ts';
import { round } from '../measure/distribution.ts';
import { cpuMsOf, residentMiBOf } from '../measure/program-usage.ts';

const lanesOfLoad = 16;
const eventsPerPost = 50;
const eventsPerFilling = 10_000;
const lookPauseMs = 200;

/** `mengsu rebuild` beside the running gateway, into an empty database. */
export const rebuild: Benchmark = {
  name: 'rebuild',
  about:
    'mengsu rebuild of a ledger of --events events from block 0, into SQLite and, where it is found, PostgreSQL',
  async run(options) {
    const loaded = await LoadedSystem.start(options);
    try {
      await fill(loaded, options);
      const events = await loaded.reckon();
      options.say('rebuild: SQLite');
      const sqlite = `sqlite:${path.join(loaded.system.places.data, 'rebuilt.sqlite')}`;
      const measurements = [await measureRebuild('rebuild SQLite', loaded.system, sqlite)];
      const postgres = await rebuildPostgres(loaded.system, options);
      return [...measurements, ...postgres].map((one) => ({
        ...one,
        detail: { ...one.detail, posted: events },
      }));
    } finally {
      await loaded.remove();
    }
  },
};

/** Signed in portions, so that memory stays bounded. */
async function fill(loaded: LoadedSystem, { events, say }: BenchOptions): Promise<void> {
  for (let done = 0; done < events; done += eventsPerFilling) {
    say(`rebuild: ${done} of ${events} events are on the ledger`);
    const posts = Math.ceil(Math.min(eventsPerFilling, events - done) / eventsPerPost);
    const lanes = await signLanes(loaded.devices, { lanes: lanesOfLoad, posts, eventsPerPost });
    await loaded.drain(lanes);
  }
}

async function rebuildPostgres(system: RunningSystem, { say }: BenchOptions): Promise<Measurement[]> {
  const binaries = findPostgres();
  if (binaries === undefined) return [];
  say('rebuild: PostgreSQL');
  const cluster = await startCluster(binaries);
  try {
    return [await measureRebuild('rebuild PostgreSQL', system, await cluster.createDatabase('rebuilt'))];
  } finally {
    await cluster.stop();
  }
}

async function measureRebuild(
  name: string,
  system: RunningSystem,
  databaseUrl: string,
): Promise<Measurement> {
  const { gateway: MENGSU_DATA, connection: MENGSU_CONNECTION } = system.places;
  const child = spawn(process.execPath, [path.join(projectRoot, 'gateway/src/cli.ts'), 'rebuild'], {
    env: { ...process.env, MENGSU_DATA, MENGSU_CONNECTION, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const watch = watchMemory(child.pid ?? 0);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const used = watch();
  const said = /(\d+) blocks, (\d+) events in ([\d.]+) s/.exec(output);
  if (code !== 0 || !said) throw new Error(`${name} failed:\n${output}`);
  const [blocks, events, seconds] = [Number(said[1]), Number(said[2]), Number(said[3])];
  return {
    name,
    figure: round(events / seconds),
    unit: 'events/s',
    target: { bound: 'at least', figure: 15_000 },
    samples: 1,
    detail: { blocks, events, seconds, ...used, cpuMsPerEvent: round(used.cpuMs / events) },
  };
}

/** Resident memory every 200 ms; the answer has it at quarters of the run. */
function watchMemory(pid: number) {
  const residents: number[] = [];
  let cpuMs = 0;
  const look = (): void => {
    try {
      const { now } = residentMiBOf(pid);
      // A program that is ending has no memory any more.
      if (now === 0) return;
      residents.push(now);
      cpuMs = cpuMsOf(pid);
    } catch (error) {
      // It has just ended.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')))
        throw error;
    }
  };
  const timer = setInterval(look, lookPauseMs);
  return () => {
    clearInterval(timer);
    const at = (share: number): number => residents[Math.floor((residents.length - 1) * share)] ?? 0;
    return {
      cpuMs,
      residentMiBAtQuarters: [0.25, 0.5, 0.75, 1].map(at),
      residentMaxMiB: Math.max(0, ...residents),
    };
  };
}
