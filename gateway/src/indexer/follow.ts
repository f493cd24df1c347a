import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../store/open-store.ts';
import { readHead } from '../store/queries/head.ts';
import type { TransactionOutcome } from '../store/queries/transaction-outcome.ts';
import { applyBlocks } from './apply.ts';
import { type ArrivedBlock, BlockQueue } from './block-queue.ts';
import { type DecodedBlock, decodeBlock } from './decode.ts';
import { IndexAlarm } from './index-alarm.ts';
import { alarmOf, mayPass } from './index-failure.ts';

/** Serialized `common.Block`s in order, from the block of number `from` on; it waits for new ones and ends only by the signal. */
export type BlockSource = (from: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;

/** One SQL transaction of the index. */
export interface IndexCommit {
  readonly block: number;
  readonly hash: string;
  readonly blocks: number;
  readonly events: number;
  readonly outcomes: readonly TransactionOutcome[];
  /** From the arrival of each block to its commit. */
  readonly lagsMs: readonly number[];
}

export interface IndexerState {
  /** `alarm`: it does not go on by itself; `retrying`: the stream or the store failed, it tries again. */
  readonly status: 'idle' | 'following' | 'retrying' | 'alarm' | 'stopped';
  /** The last block in the index, −1 before the first. */
  readonly block: number;
  readonly alarm?: IndexAlarm;
}

export interface IndexerOptions {
  readonly store: Store;
  /** Name of our chaincode. */
  readonly chaincode: string;
  readonly blocks: BlockSource;
  /** Stop by itself after this block: for a rebuild. */
  readonly untilBlock?: number;
}

const queueLimits = { blocksMax: 256, eventsMax: 2000 };
const pauseFirstMs = 500;
const pauseMaxMs = 30_000;

/** Follows the ledger into the store: blocks → rows, in order, each once, and tells what was committed. */
export class Indexer {
  readonly #options: IndexerOptions;
  readonly #listeners = new Set<(commit: IndexCommit) => void>();
  readonly #stopping = new AbortController();
  readonly #queue = new BlockQueue(queueLimits);
  #state: IndexerState = { status: 'idle', block: -1 };
  #running: Promise<void> | undefined;
  /** Raised once the blocks before it are written. */
  #readFailure: unknown;

  constructor(options: IndexerOptions) {
    this.#options = options;
  }

  get state(): IndexerState {
    return this.#state;
  }

  /** Calls `listener` after each commit, in order; returns what ends that. A listener must not throw: its error stops the index. */
  onCommit(listener: (commit: IndexCommit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Follows until it is stopped, reaches `untilBlock` or raises an alarm; never rejects: `state` tells which. */
  follow(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Lets the batch in hand be committed, then ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#queue.close();
    await this.#running;
    if (this.#state.status !== 'alarm') this.#state = { status: 'stopped', block: this.#state.block };
  }

  async #run(): Promise<void> {
    try {
      const head = await this.#retry(() => this.#options.store.read(readHead));
      this.#state = { status: 'following', block: head?.number ?? -1 };
      // Not waited for: once the writer has ended, a stream that does not heed the signal must not hold it.
      void this.#readBlocks().catch((error: unknown) => {
        this.#readFailure = error;
        this.#queue.end();
      });
      await this.#writeBlocks();
      if (this.#readFailure !== undefined) throw this.#readFailure;
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#raise(error);
    }
  }

  #raise(error: unknown): void {
    this.#state = { status: 'alarm', block: this.#state.block, alarm: alarmOf(error) };
    this.#stopping.abort();
    this.#queue.close();
  }

  /** Each time the stream opens, the last block is read again and compared: a peer that was rolled back or changed is noticed at once. */
  async #readBlocks(): Promise<void> {
    const { signal } = this.#stopping;
    let from = this.#state.block + 1;
    while (!signal.aborted) {
      await this.#retry(async () => {
        for await (const block of this.#decoded(Math.max(from - 1, 0))) {
          if (signal.aborted) return;
          await this.#queue.push({ block, arrivedMs: performance.now() });
          from = block.number + 1;
        }
        if (!signal.aborted) throw new IndexAlarm('STREAM', `the blocks ended before block ${from}`);
      });
    }
  }

  async *#decoded(from: number): AsyncIterable<DecodedBlock> {
    const { blocks, chaincode } = this.#options;
    const source = blocks(from, this.#stopping.signal)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await source.next().catch((error: unknown) => {
          throw new IndexAlarm('STREAM', `the blocks failed before block ${from}`, { cause: error });
        });
        if (next.done) return;
        yield await decodeBlock(next.value, chaincode);
      }
    } finally {
      await source.return?.();
    }
  }

  async #writeBlocks(): Promise<void> {
    for (;;) {
      const batch = await this.#queue.takeBatch();
      if (batch.length === 0) return;
      await this.#write(batch);
      if (this.#state.block >= (this.#options.untilBlock ?? Number.POSITIVE_INFINITY)) {
        this.#state = { status: 'stopped', block: this.#state.block };
        this.#stopping.abort();
        this.#queue.close();
      }
    }
  }

  async #write(batch: readonly ArrivedBlock[]): Promise<void> {
    const until = this.#options.untilBlock ?? Number.POSITIVE_INFINITY;
    const wanted = batch.filter(({ block }) => block.number <= until);
    const blocks = wanted.map(({ block }) => block);
    const written = await this.#retry(() => applyBlocks(this.#options.store, blocks));
    const last = written.at(-1);
    this.#state = { status: 'following', block: last?.number ?? this.#state.block };
    if (!last) return;
    const isWritten = new Set(written);
    const nowMs = performance.now();
    const fresh = wanted.filter(({ block }) => isWritten.has(block));
    const lagsMs = fresh.map(({ arrivedMs }) => nowMs - arrivedMs);
    const commit = commitOf(written, lagsMs);
    for (const listener of this.#listeners) listener(commit);
  }

  /** Tries again, with growing pauses, what may pass by itself: a stream or a store that is away. */
  async #retry<T>(attempt: () => Promise<T>): Promise<T> {
    const { signal } = this.#stopping;
    for (let pauseMs = pauseFirstMs; ; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
      try {
        return await attempt();
      } catch (error) {
        if (signal.aborted || !mayPass(error)) throw error;
        this.#state = { status: 'retrying', block: this.#state.block, alarm: alarmOf(error) };
        await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal });
      }
    }
  }
}

function commitOf(blocks: readonly DecodedBlock[], lagsMs: readonly number[]): IndexCommit {
  const outcomes = blocks.flatMap((block) =>
    block.transactions.map(({ txId, code, results }) => ({ txId, code, block: block.number, results })),
  );
  const last = blocks.at(-1);
  return {
    block: last?.number ?? -1,
    hash: last?.hash ?? '',
    blocks: blocks.length,
    events: blocks.reduce(
      (sum, { transactions }) => sum + transactions.reduce((count, { events }) => count + events.length, 0),
      0,
    ),
    outcomes,
    lagsMs,
  };
}
