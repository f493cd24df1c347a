import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type RunningSystem, runSystem, tell } from '../../system/running-system.ts';
import type { Benchmark, BenchOptions, Measurement } from '../benchmark.ts';
import { signLanes } from '../load/lane.ts';
import { LoadedSystem, partiesOfLoad } from '../load/loaded-system.ts';
import { round } from '../measure/distribution.ts';
import { lambPagePath } from '../page/lamb-page.ts';
import { loadPages, type PageLoad } from '../page/page-load.ts';
import { furtherRequestsOf, wireGet } from '../page/wire.ts';

const encodings = ['br', 'gzip', 'identity'] as const;
const kibibyte = 1024;
/** 64 parties' lots together are more pages than the gateway's 64 MiB hold. */
const lotsPerParty = 40;
const eventsPerLot = 3;

/** The lamb's page: its weight, and how fast it is served, beside node:http that serves the same bytes. */
export const page: Benchmark = {
  name: 'page',
  about:
    "the lamb's page: bytes on the wire, requests/s from the cache and rendered anew, beside bare node:http",
  async run(options) {
    options.say('page: telling the story');
    const system = await runSystem({
      environment: { MENGSU_REQUESTS_PER_MINUTE_MAX: '0', MENGSU_LOG_LEVEL: 'warn' },
    });
    try {
      await tell(system);
      const url = `${system.url}${lambPagePath}`;
      const measurements = [...(await weigh(url)), ...(await race(system, url, options))];
      return [...measurements, await renderAnew(options)];
    } finally {
      await system.remove();
    }
  },
};

async function weigh(url: string): Promise<Measurement[]> {
  const html = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  const further = furtherRequestsOf(html);
  const measurements: Measurement[] = [];
  for (const encoding of encodings) {
    const { headerBytes, body } = await wireGet(url, encoding);
    measurements.push({
      name: `page weight ${encoding}`,
      figure: headerBytes + body.length,
      unit: 'bytes on the wire',
      ...(encoding === 'br' && { target: { bound: 'at most', figure: 13 * kibibyte } }),
      samples: 1,
      detail: { headerBytes, bodyBytes: body.length, requests: 1 + further.length },
    });
  }
  return measurements;
}

/** The gateway and the bare server in turn, twice, the better run of each: a neighbour's load must not decide. */
async function race(
  system: RunningSystem,
  url: string,
  { seconds, say }: BenchOptions,
): Promise<Measurement[]> {
  const bare = await startBareServer(await compressedBody(url));
  try {
    const ours: PageLoad[] = [];
    const theirs: PageLoad[] = [];
    for (let turn = 1; turn <= 2; turn++) {
      say(`page: cached, turn ${turn} of 2`);
      const gateway = [{ name: 'gateway', pid: system.pidOf('gateway') }];
      ours.push(await loadPages({ urls: [url], seconds, watched: gateway }));
      theirs.push(await loadPages({ urls: [bare.url], seconds, watched: [{ name: 'bare', pid: bare.pid }] }));
    }
    const [our, their] = [fastest(ours), fastest(theirs)];
    return [
      rateOf('page cached', our),
      rateOf('page bare node:http', their),
      {
        name: 'page cached / bare',
        figure: round(our.requestsPerSecond / their.requestsPerSecond),
        unit: 'ratio',
        target: { bound: 'at least', figure: 0.85 },
        samples: 4,
      },
    ];
  } finally {
    await bare.stop();
  }
}

/** Pages of more lots than the cache holds, asked for in turn, so that each is read, composed and compressed anew. */
async function renderAnew(options: BenchOptions): Promise<Measurement> {
  options.say('page: writing lots for pages that are not cached');
  const loaded = await LoadedSystem.start(options);
  try {
    const events = lotsPerParty * eventsPerLot;
    await loaded.drain(
      await signLanes(loaded.devices, { lanes: partiesOfLoad, posts: partiesOfLoad, eventsPerPost: events }),
    );
    const { system, devices } = loaded;
    const urls = devices.flatMap(({ producer }) =>
      Array.from({ length: lotsPerParty }, (_, lot) => `${system.url}/01/${producer.gtin}/10/B${lot + 1}`),
    );
    options.say('page: not cached');
    const gateway = [{ name: 'gateway', pid: system.pidOf('gateway') }];
    const rate = rateOf(
      'page not cached',
      await loadPages({ urls, seconds: options.seconds, watched: gateway }),
    );
    return { ...rate, target: { bound: 'at least', figure: 2_000 } };
  } finally {
    await loaded.remove();
  }
}

const fastest = (loads: readonly PageLoad[]): PageLoad =>
  loads.reduce((best, load) => (load.requestsPerSecond > best.requestsPerSecond ? load : best));

function rateOf(name: string, load: PageLoad): Measurement {
  const { requestsPerSecond, p50Ms, p99Ms, requests, programs } = load;
  return {
    name,
    figure: requestsPerSecond,
    unit: 'requests/s',
    samples: requests,
    programs,
    detail: { p50Ms, p99Ms },
  };
}

const compressedBody = async (url: string): Promise<Buffer> => (await wireGet(url, 'br')).body;

interface BareServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

async function startBareServer(body: Buffer): Promise<BareServer> {
  const program = fileURLToPath(new URL('../page/bare-server.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin?.end(body);
  const [printed] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${Number(printed.toString())}/`,
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
