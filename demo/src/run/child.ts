import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program of the project and how it is run. `arguments` follow the script's path. */
export interface Program {
  readonly name: string;
  readonly script: string;
  readonly arguments?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
}

const restartsMax = 5;
const restartWindowMs = 60_000;
const restartPauseMs = 250;
const stopTimeoutMs = 8_000;
const withParent = fileURLToPath(new URL('./with-parent.ts', import.meta.url));
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * One program that is kept running: when it ends by itself it is started again, at most 5 times a minute; beyond that `onFailure` is told.
 * What it prints goes to `<logs>/<name>.log`.
 */
export class Child {
  readonly #program: Program;
  readonly #logFolder: string;
  readonly #onFailure: (error: Error) => void;
  #process: ChildProcess | undefined;
  #stopping = false;
  #restarts: number[] = [];

  constructor(program: Program, logFolder: string, onFailure: (error: Error) => void) {
    this.#program = program;
    this.#logFolder = logFolder;
    this.#onFailure = onFailure;
    this.#start();
  }

  /** SIGTERM, and SIGKILL when the program does not end within 8 s. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  }

  #start(): void {
    const { name, script, environment } = this.#program;
    const command = [
      '--import',
      withParent,
      path.join(projectRoot, script),
      ...(this.#program.arguments ?? []),
    ];
    const child = spawn(process.execPath, command, {
      cwd: projectRoot,
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const log = createWriteStream(path.join(this.#logFolder, `${name}.log`), { flags: 'a', mode: 0o600 });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('exit', (code, signal) => {
      log.end();
      if (!this.#stopping) this.#ended(`${name} ended with ${signal ?? `exit code ${code}`}`);
    });
    this.#process = child;
  }

  #ended(what: string): void {
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < restartWindowMs), now];
    if (this.#restarts.length > restartsMax) {
      this.#onFailure(
        new Error(`${what} again and again: see ${path.join(this.#logFolder, `${this.#program.name}.log`)}`),
      );
      return;
    }
    setTimeout(() => {
      if (!this.#stopping) this.#start();
    }, restartPauseMs * this.#restarts.length);
  }
}

/** Runs a program to its end and answers what it printed. Throws with its own words where it fails. */
export async function runOnce(program: Program): Promise<string> {
  const command = [path.join(projectRoot, program.script), ...(program.arguments ?? [])];
  const child = spawn(process.execPath, command, {
    cwd: projectRoot,
    env: { ...process.env, ...program.environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program.name} failed (exit code ${code}):\n${output.trim()}`);
  return output;
}
