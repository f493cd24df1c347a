import { Worker } from 'node:worker_threads';
import type { Answer, Order, WorkerData } from './orders.ts';

/** A thread of so many loadings is given up for a new one: modules are never unloaded. */
const loadingsMax = 120;

/** Without a mutant nothing should stand still. */
const surveyStillMs = 180_000;

export type Outcome =
  | Answer
  /** The thread was stopped because nothing went on, or fell over. */
  | { readonly stopped: string; readonly isStill?: true };

/** A thread that is replaced whenever an order stops it. */
export class Thread {
  readonly #data: Omit<WorkerData, 'beat'>;
  #worker: Worker | undefined;
  readonly #beat = new Int32Array(new SharedArrayBuffer(8));

  constructor(data: Omit<WorkerData, 'beat'>) {
    this.#data = data;
  }

  /** The answer to an order, or that no new test began in the time that it allows. */
  async ask(order: Order): Promise<Outcome> {
    Atomics.store(this.#beat, 1, surveyStillMs);
    const outcome = await this.#answerOf(this.#running(), order);
    if ('stopped' in outcome || ('loads' in outcome && outcome.loads > loadingsMax)) await this.stop();
    return outcome;
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #running(): Worker {
    this.#worker ??= new Worker(new URL('worker.ts', import.meta.url), {
      workerData: { ...this.#data, beat: this.#beat } satisfies WorkerData,
      env: { MENGSU_HISTORY_RUNS: '20', ...process.env, MENGSU_SEED: '1' },
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
      stdout: true,
      stderr: true,
    });
    return this.#worker;
  }

  #answerOf(worker: Worker, order: Order): Promise<Outcome> {
    return new Promise((resolve) => {
      let beat = Atomics.load(this.#beat, 0);
      let movedMs = performance.now();
      const done = (outcome: Outcome): void => {
        clearInterval(watch);
        worker.off('message', done).off('error', fell).off('exit', ended);
        resolve(outcome);
      };
      const fell = (error: unknown): void => done({ stopped: `the thread fell: ${String(error)}` });
      const ended = (): void => done({ stopped: 'the thread ended' });
      const watch = setInterval(() => {
        const now = Atomics.load(this.#beat, 0);
        if (now !== beat) movedMs = performance.now();
        beat = now;
        const stillMs = Atomics.load(this.#beat, 1);
        if (performance.now() - movedMs > stillMs)
          done({ stopped: `no end within ${stillMs / 1000} s`, isStill: true });
      }, 250);
      worker.on('message', done).on('error', fell).on('exit', ended).postMessage(order);
    });
  }
}

/** Gives the items to the threads, each to the next that is free, in their order. */
export async function spread<Item>(
  items: readonly Item[],
  threads: readonly Thread[],
  run: (item: Item, thread: Thread) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    threads.map(async (thread) => {
      for (const item of queue) await run(item, thread);
    }),
  );
}
