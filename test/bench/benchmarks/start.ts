import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@mengsu/network/programs';
import { freePorts } from '../../../demo/src/run/free-port.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { distributionOf } from '../measure/distribution.ts';
import { lambPagePath } from '../page/lamb-page.ts';

const runs = 5;
const pollPauseMs = 20;
const startTimeoutMs = 120_000;
const stopTimeoutMs = 30_000;

/** What `npm start` runs: from the program's beginning to the first 200 of the page behind the printed QR code. */
export const start: Benchmark = {
  name: 'start',
  about: `node demo/src/main.ts in an empty folder, and again in the same one, until the page answers: ${runs} runs`,
  async run({ say }) {
    const first: number[] = [];
    const again: number[] = [];
    for (let run = 1; run <= runs; run++) {
      const folder = await mkdtemp(path.join(tmpdir(), 'mengsu-start-'));
      try {
        say(`start: run ${run} of ${runs}`);
        first.push(await timeStart(folder));
        again.push(await timeStart(folder));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    return [figureOf('start in an empty folder', first, 10_000), figureOf('restart', again, 3_000)];
  },
};

function figureOf(name: string, samplesMs: readonly number[], targetMs: number): Measurement {
  const distribution = distributionOf(samplesMs);
  return {
    name,
    figure: distribution.p50,
    unit: 'ms to the first 200 of a page',
    target: { bound: 'at most', figure: targetMs },
    samples: samplesMs.length,
    distribution,
  };
}

async function timeStart(data: string): Promise<number> {
  const [port = 0] = await freePorts(1);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(projectRoot, 'demo/src/main.ts')], {
    cwd: projectRoot,
    env: { ...process.env, MENGSU_DATA: data, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  try {
    await untilPage(`http://127.0.0.1:${port}${lambPagePath}`, child);
    const elapsedMs = performance.now() - startedAt;
    await untilText(() => printed.includes('Ctrl-C'), child);
    return elapsedMs;
  } catch (error) {
    throw new Error(`the demonstration did not start:\n${printed}`, { cause: error });
  } finally {
    await stop(child);
  }
}

async function untilPage(url: string, child: ChildProcess): Promise<void> {
  await until(async () => {
    try {
      return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status === 200;
    } catch (error) {
      // Nobody listens yet, or not in time.
      if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
        return false;
      throw error;
    }
  }, child);
}

const untilText = (isThere: () => boolean, child: ChildProcess): Promise<void> =>
  until(async () => isThere(), child);

async function until(isSo: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  const endsAt = performance.now() + startTimeoutMs;
  while (!(await isSo())) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`);
    if (performance.now() > endsAt) throw new Error(`nothing within ${startTimeoutMs} ms`);
    await pause(pollPauseMs);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}
