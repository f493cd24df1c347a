import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { LogFile } from './log-file.ts';
import { compileCache, projectRoot } from './node-command.ts';

/** A program and how it is run. `command` is the file to run and its arguments; what it says goes to the log of its name. */
export interface Program {
  readonly name: string;
  readonly command: readonly string[];
  /** Added to ours. */
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
  /** Told once when patience is at its end. */
  readonly onFailure: (error: Error) => void;
  /** Told of each new process. */
  readonly onStart?: () => void;
}

const stopTimeoutMs = 8_000;

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

  get isRunning(): boolean {
    const running = this.#process;
    return running?.pid !== undefined && running.exitCode === null && running.signalCode === null;
  }

  /** SIGTERM, and SIGKILL when the program does not end within 8 s. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const running = this.#process;
    if (!running || !this.isRunning) return;
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  }

  #start(): void {
    const { command, environment } = this.#program;
    const [file = '', ...rest] = command;
    const child = spawn(file, rest, {
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
    child.once('error', (error) =>
      this.#supervision.onFailure(new Error(`${this.name} cannot be started: ${error.message}`)),
    );
    this.#process = child;
    this.#supervision.onStart?.();
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
