import type { Benchmark, BenchOptions, Measurement, Target } from '../benchmark.ts';
import { signLanes } from '../load/lane.ts';
import { LoadedSystem, type LoadResult } from '../load/loaded-system.ts';
import { distributionOf, round } from '../measure/distribution.ts';

interface Throughput {
  readonly name: string;
  readonly about: string;
  readonly eventsPerPost: number;
  /** Posts in flight, a window for each. */
  readonly lanes: readonly number[];
  /** Events signed for a second of a window: a system that is faster ends its window early. */
  readonly eventsPerSecondMax: number;
  readonly target: Target;
}

const pacedShare = 0.7;
const warmUpShare = 1.25;

export const throughputSingle = throughput({
  name: 'throughput-single',
  about: 'one event a post by 64 parties, answered when VALID: 16 to 256 posts in flight, and a paced run',
  eventsPerPost: 1,
  lanes: [16, 64, 128, 256],
  eventsPerSecondMax: 1500,
  target: { bound: 'at least', figure: 300 },
});

export const throughputBatch = throughput({
  name: 'throughput-batch',
  about: 'documents of 50 events by 64 parties, answered when VALID: 4 to 64 in flight, and a paced run',
  eventsPerPost: 50,
  lanes: [4, 16, 32, 64],
  eventsPerSecondMax: 4000,
  target: { bound: 'at least', figure: 1500 },
});

function throughput(plan: Throughput): Benchmark {
  return {
    name: plan.name,
    about: plan.about,
    async run(options) {
      const inFlight = options.inFlight ?? plan.lanes;
      const loaded = await LoadedSystem.start(options);
      try {
        const measurements: Measurement[] = [];
        for (const lanes of inFlight) measurements.push(await closedWindow(loaded, { plan, lanes, options }));
        const best = Math.max(...measurements.map(({ figure }) => figure));
        measurements.push(await pacedWindow(loaded, { plan, eventsPerSecond: best * pacedShare, options }));
        const reckoned = await loaded.reckon();
        const all: Measurement = {
          name: `${plan.name} best`,
          figure: best,
          unit: 'events/s',
          target: plan.target,
          samples: inFlight.length,
          detail: { reckonedEvents: reckoned, lost: 0, twice: 0 },
        };
        return [all, ...measurements];
      } finally {
        await loaded.remove();
      }
    },
  };
}

interface WindowOf {
  readonly plan: Throughput;
  readonly options: BenchOptions;
}

async function closedWindow(
  loaded: LoadedSystem,
  { plan, lanes, options }: WindowOf & { readonly lanes: number },
): Promise<Measurement> {
  const name = `${plan.name} ${lanes} in flight`;
  options.say(`${name}: signing`);
  const signed = await sign(loaded, { plan, lanes, eventsPerSecond: plan.eventsPerSecondMax, options });
  const before = loaded.diskBytes();
  options.say(`${name}: posting`);
  const result = await loaded.load(signed, { seconds: options.seconds });
  const after = loaded.diskBytes();
  return measured(name, result, {
    ledgerBytesPerEvent: round((after.ledger - before.ledger) / result.recorded.length),
    storeBytesPerEvent: round((after.store - before.store) / result.recorded.length),
  });
}

async function pacedWindow(
  loaded: LoadedSystem,
  { plan, eventsPerSecond, options }: WindowOf & { readonly eventsPerSecond: number },
): Promise<Measurement> {
  const name = `${plan.name} paced at ${Math.round(pacedShare * 100)} %`;
  options.say(`${name}: signing`);
  const lanes = Math.max(...plan.lanes);
  const signed = await sign(loaded, { plan, lanes, eventsPerSecond: eventsPerSecond * 1.5, options });
  options.say(`${name}: posting`);
  const postsPerSecond = eventsPerSecond / plan.eventsPerPost;
  const result = await loaded.load(signed, { seconds: options.seconds, postsPerSecond });
  return measured(name, result, { offeredEventsPerSecond: round(eventsPerSecond) });
}

function sign(
  loaded: LoadedSystem,
  {
    plan,
    lanes,
    eventsPerSecond,
    options,
  }: WindowOf & { readonly lanes: number; readonly eventsPerSecond: number },
) {
  const posts = Math.ceil((eventsPerSecond * options.seconds * warmUpShare) / plan.eventsPerPost);
  return signLanes(loaded.devices, { lanes, posts, eventsPerPost: plan.eventsPerPost });
}

function measured(
  name: string,
  result: LoadResult,
  detail: { readonly [name: string]: number },
): Measurement {
  const { events, seconds, latenciesMs, waits, programs, processors } = result;
  const watchedMs = programs.reduce((sum, program) => sum + program.cpuMs, 0);
  const cpuMs = programs
    .filter((program) => program.name !== 'load')
    .reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  return {
    name,
    figure: round(events / seconds),
    unit: 'events/s',
    samples: latenciesMs.length,
    distribution: distributionOf(latenciesMs),
    programs,
    detail: {
      ...detail,
      seconds: round(seconds),
      waits,
      cpuMsPerEvent: round(cpuMs / events),
      othersCpuMs: round(processors.busyMs - watchedMs),
      idleCpuMs: round(processors.idleMs),
    },
  };
}
