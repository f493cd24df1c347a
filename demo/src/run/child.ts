import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LogFile } from './log-file.ts';

/** A program of the project and how it is run. `arguments` follow the script's path. */
export interface Program {
  readonly name: string;
  readonly script: string;
  readonly arguments?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
}

/** How often a program that ends by itself is started again. */
export interface Patience {
  /** Restarts within `windowMs`, at most. */
  readonly restartsMax: number;
  readonly windowMs: number;
  /** Pause before a restart, times the restarts within the window. */
  readonly pauseMs: number;
}

export const patienceDefault: Patience = { restartsMax: 5, windowMs: 60_000, pauseMs: 250 };

/** Where a program's log lies and who is told when it is given up. */
export interface Supervision {
  readonly logFolder: string;
  readonly patience: Patience;
  readonly onFailure: (error: Error) => void;
}

const stopTimeoutMs = 8_000;
const withParent = fileURLToPath(new URL('./with-parent.ts', import.meta.url));
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
/** Node keeps what it has compiled: the second start of a program takes half of the first's time. */
const compileCache = { NODE_COMPILE_CACHE: path.join(projectRoot, 'node_modules', '.cache', 'node') };

/**
 * One program that is kept running: when it ends by itself it is started again, as often as patience lasts; beyond that `onFailure` is told.
 * What it prints goes to `<logs>/<name>.log`.
 */
export class Child {
  readonly #program: Program;
  readonly #supervision: Supervision;
  readonly #log: LogFile;
  #process: ChildProcess | undefined;
  #stopping = false;
  #restarts: number[] = [];

  constructor(program: Program, supervision: Supervision) {
    this.#program = program;
    this.#supervision = supervision;
    this.#log = new LogFile(this.#logFile, (line) => console.error(line));
    this.#start();
  }

  get name(): string {
    return this.#program.name;
  }

  /** Of the process that runs now, or ran last; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#process?.pid;
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
    const { script, environment } = this.#program;
    const command = [
      '--import',
      withParent,
      path.join(projectRoot, script),
      ...(this.#program.arguments ?? []),
    ];
    const child = spawn(process.execPath, command, {
      cwd: projectRoot,
      env: { ...process.env, ...compileCache, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => this.#log.append(chunk));
    child.once('exit', (code, signal) => {
      this.#log.close();
      if (!this.#stopping) this.#ended(`${this.name} ended with ${signal ?? `exit code ${code}`}`);
    });
    this.#process = child;
  }

  get #logFile(): string {
    return path.join(this.#supervision.logFolder, `${this.#program.name}.log`);
  }

  #ended(what: string): void {
    const now = Date.now();
    const { restartsMax, windowMs, pauseMs } = this.#supervision.patience;
    this.#restarts = [...this.#restarts.filter((at) => now - at < windowMs), now];
    if (this.#restarts.length > restartsMax) {
      this.#supervision.onFailure(new Error(`${what} again and again: see ${this.#logFile}`));
      return;
    }
    setTimeout(() => {
      if (!this.#stopping) this.#start();
    }, pauseMs * this.#restarts.length);
  }
}

/** Runs a program to its end and answers what it printed. Throws with its own words where it fails. */
export async function runOnce(program: Program): Promise<string> {
  const command = [path.join(projectRoot, program.script), ...(program.arguments ?? [])];
  const child = spawn(process.execPath, command, {
    cwd: projectRoot,
    env: { ...process.env, ...compileCache, ...program.environment },
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
