import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Two SQLite files with a table that has a row of ascending `number` for each block. */
export interface BlockFiles {
  readonly ledger: BlockFile;
  readonly index: BlockFile;
}

export interface BlockFile {
  readonly file: string;
  readonly table: string;
}

/** Looks every 2 ms, on a thread of its own, which block is the last one in each file. */
export class BlockTimer {
  readonly #worker: Worker;

  constructor(files: BlockFiles) {
    this.#worker = new Worker(new URL('./block-timer-thread.ts', import.meta.url), { workerData: files });
  }

  /** Milliseconds from the first sight of each block in the ledger to its first sight in the index. */
  async stop(): Promise<number[]> {
    this.#worker.postMessage('stop');
    const [lagsMs] = (await once(this.#worker, 'message')) as [number[]];
    await this.#worker.terminate();
    return lagsMs;
  }
}
