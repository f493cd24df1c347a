import autocannon from 'autocannon';
import { round } from '../measure/distribution.ts';
import { type ProgramUsage, type WatchedProgram, watchPrograms } from '../measure/program-usage.ts';

export interface PageLoad {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requests: number;
  readonly programs: readonly ProgramUsage[];
}

export interface PageLoadOptions {
  /** Pages that are asked for in turn. */
  readonly urls: readonly string[];
  readonly seconds: number;
  readonly watched: readonly WatchedProgram[];
}

const connections = 32;
const workers = 1;

/** As fast as it goes over 32 connections, with br. Throws where an answer was not 2xx. */
export async function loadPages(options: PageLoadOptions): Promise<PageLoad> {
  const { urls, seconds, watched } = options;
  const [first = ''] = urls;
  const endUsage = watchPrograms(watched);
  const result = await autocannon({
    url: new URL(first).origin,
    connections,
    workers,
    duration: seconds,
    headers: { accept: 'text/html', 'accept-encoding': 'br' },
    requests: urls.map((url) => ({ path: new URL(url).pathname })),
  });
  const bad = result.non2xx + result.errors + result.timeouts;
  if (bad > 0) throw new Error(`${bad} of ${result.requests.total} answers were not 2xx`);
  return {
    requestsPerSecond: round(result['2xx'] / result.duration),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    requests: result.requests.total,
    programs: endUsage(result.requests.total),
  };
}
