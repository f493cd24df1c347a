import { Command, InvalidArgumentError } from 'commander';
import type { Benchmark, BenchOptions, Measurement } from './benchmark.ts';
import { audit } from './benchmarks/audit.ts';
import { indexLag } from './benchmarks/index-lag.ts';
import { itemCodes } from './benchmarks/item-codes.ts';
import { law, lawPeer } from './benchmarks/law.ts';
import { lighthouse } from './benchmarks/lighthouse.ts';
import { page } from './benchmarks/page.ts';
import { page3g } from './benchmarks/page-3g.ts';
import { proofVerify } from './benchmarks/proof-verify.ts';
import { rebuild } from './benchmarks/rebuild.ts';
import { recallVisible } from './benchmarks/recall-visible.ts';
import { start } from './benchmarks/start.ts';
import { throughputBatch, throughputSingle } from './benchmarks/throughput.ts';
import { describeMachine, loadAverage } from './measure/machine.ts';

const benchmarks: readonly Benchmark[] = [
  start,
  throughputSingle,
  throughputBatch,
  page,
  page3g,
  recallVisible,
  lighthouse,
  indexLag,
  rebuild,
  law,
  lawPeer,
  audit,
  itemCodes,
  proofVerify,
];

interface Flags {
  readonly seconds: number;
  readonly events: number;
  readonly inFlight?: readonly number[];
  readonly profile?: string;
}

interface BenchmarkReport {
  readonly benchmark: string;
  readonly seconds: number;
  readonly loadAverageBefore: readonly number[];
  readonly loadAverageAfter: readonly number[];
  readonly measurements: readonly (Measurement & { readonly reached?: boolean })[];
}

const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`a whole number from ${min} to ${max}`);
    return value;
  };

const everyWhole = (text: string, before: readonly number[] = []): readonly number[] => [
  ...before,
  whole(1, 1024)(text),
];

const list = benchmarks.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`).join('\n');
const program = new Command('bench')
  .description('Runs benchmarks on systems of its own and prints one JSON document.')
  .argument('[names...]', 'benchmarks; all of them where none is named')
  .option('--seconds <number>', 'length of a measured window', whole(1, 600), 10)
  .option(
    '--events <number>',
    'events of a ledger that is rebuilt, and of the law',
    whole(100, 2_000_000),
    50_000,
  )
  .option(
    '--in-flight <numbers...>',
    'posts in flight of the throughput benchmarks, a window for each',
    everyWhole,
  )
  .option('--profile <folder>', 'write V8 CPU profiles of every program of the system')
  .addHelpText('after', `\nBenchmarks:\n${list}`)
  .parse();

const chosen = choose(program.args);
const flags = program.opts<Flags>();
const options: BenchOptions = {
  seconds: flags.seconds,
  events: flags.events,
  inFlight: flags.inFlight,
  profileFolder: flags.profile,
  say,
};
const startedAt = new Date().toISOString();
const reports: BenchmarkReport[] = [];
for (const benchmark of chosen) reports.push(await report(benchmark));
say('');
console.log(JSON.stringify({ startedAt, machine: describeMachine(), benchmarks: reports }, null, 2));

function choose(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter((name) => !benchmarks.some((one) => one.name === name));
  if (unknown.length > 0) program.error(`there is no benchmark ${unknown.join(', ')}: see --help`);
  return names.length === 0 ? benchmarks : benchmarks.filter(({ name }) => names.includes(name));
}

async function report(benchmark: Benchmark): Promise<BenchmarkReport> {
  const loadAverageBefore = loadAverage();
  const begunAt = performance.now();
  const measurements = await benchmark.run(options);
  return {
    benchmark: benchmark.name,
    seconds: Math.round((performance.now() - begunAt) / 100) / 10,
    loadAverageBefore,
    loadAverageAfter: loadAverage(),
    measurements: measurements.map((one) => ({ ...one, ...reached(one) })),
  };
}

function reached({ figure, target }: Measurement): { reached?: boolean } {
  if (!target) return {};
  return { reached: target.bound === 'at least' ? figure >= target.figure : figure <= target.figure };
}

/** In place on a terminal, a line each elsewhere. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}
