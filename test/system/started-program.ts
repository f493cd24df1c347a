import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@mengsu/network/programs';

const readyTimeoutMs = 60_000;
const endTimeoutMs = 20_000;
const pollPauseMs = 20;

/** `npm start` as a newcomer has it, in a folder and on a port of a test's own. */
export class StartedProgram {
  readonly #process: ChildProcess;
  #output = '';

  constructor(data: string, port: number) {
    this.#process = spawn(process.execPath, ['demo/src/main.ts'], {
      cwd: projectRoot,
      env: { ...process.env, MENGSU_DATA: data, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  get pid(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error('the program could not be started');
    return pid;
  }

  /** What it printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Resolves when the story is told and the pages are announced. */
  async untilReady(): Promise<void> {
    await until('npm start is not ready', readyTimeoutMs, () => {
      if (this.#process.exitCode !== null) throw new Error(`npm start ended:\n${this.#output}`);
      return /Ctrl-C stops it/.test(this.#output);
    });
  }

  /** Process ids of the programs that it runs (Linux). */
  children(): number[] {
    const text = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  }

  /** Ends it and waits until it has ended. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#process.kill(signal);
    await untilEnded([this.pid]);
  }
}

/** Resolves when none of the processes is alive. Throws where that takes over 20 s. */
export async function untilEnded(pids: readonly number[]): Promise<void> {
  await until(`of ${pids.join(', ')} some live on`, endTimeoutMs, () => !pids.some(isAlive));
}

async function until(otherwise: string, timeoutMs: number, holds: () => boolean): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${otherwise} after ${timeoutMs / 1000} s`);
    await pause(pollPauseMs);
  }
}

/** A process that has ended and waits for its parent to notice is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return false;
    throw error;
  }
}
