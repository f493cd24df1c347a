import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileCache, type Program, projectRoot } from '../../../programs/src/index.ts';
import { FabricError } from '../fabric-error.ts';
import { ownEnvironment } from '../own-environment.ts';
import type { Places } from '../places.ts';
import { isRunning, type ProcessMark } from './process-mark.ts';
import { type RunFile, readRunFiles, writeRunFile } from './run-file.ts';

const keeperScript = fileURLToPath(new URL('./main.ts', import.meta.url));
const startTimeoutMs = 10_000;
const stopTimeoutMs = 20_000;
const pollMs = 25;

/** Starts a keeper of that name with these programs, in the background; resolves when all have begun. */
export async function startKeeper(places: Places, name: string, programs: readonly Program[]): Promise<void> {
  await Promise.all(
    [places.run, places.logs].map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })),
  );
  const runFile = path.join(places.run, `${name}.json`);
  const planFile = path.join(places.run, `${name}.plan.json`);
  rmSync(runFile, { force: true });
  writeRunFile(planFile, { name, logs: places.logs, runFile, programs });
  const log = openSync(path.join(places.logs, `keeper-${name}.log`), 'a', 0o600);
  const keeper = spawn(process.execPath, [keeperScript, planFile], {
    cwd: projectRoot,
    detached: true,
    env: { ...ownEnvironment(process.env), ...compileCache },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  keeper.unref();
  const until = Date.now() + startTimeoutMs;
  while (!existsSync(runFile)) {
    if (keeper.exitCode !== null || Date.now() > until)
      throw new FabricError(`${name} did not start: see ${path.join(places.logs, `keeper-${name}.log`)}`);
    await pause(pollMs);
  }
}

/** The keepers of this folder that still run. */
export function runningKeepers(places: Places): RunFile[] {
  return readRunFiles(places.run).filter(({ keeper }) => isRunning(keeper));
}

/**
 * Stops the keepers of these names (all, when none is given) and what they started, by recorded process and never by name alone:
 * a process that has taken a number since is left alone. Answers the names of the programs that were stopped.
 */
export async function stopKeepers(places: Places, names?: readonly string[]): Promise<string[]> {
  const chosen = readRunFiles(places.run).filter(({ name }) => names?.includes(name) ?? true);
  const stopped = await Promise.all(
    chosen.map(async ({ file, keeper, programs }) => {
      const running = programs.filter(isRunning);
      await endProcess(keeper);
      // A keeper that was killed leaves its programs behind.
      await Promise.all(running.map(endProcess));
      rmSync(file, { force: true });
      rmSync(file.replace(/\.json$/, '.plan.json'), { force: true });
      return running.map(({ name }) => name);
    }),
  );
  return stopped.flat();
}

/** SIGTERM, and SIGKILL after 20 s; resolves when that very process has ended. */
export async function endProcess(mark: ProcessMark): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isRunning(mark)) return;
    send(mark, signal);
    const until = Date.now() + stopTimeoutMs;
    while (isRunning(mark) && Date.now() < until) await pause(pollMs);
  }
}

function send({ pid }: ProcessMark, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended just now.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
