import { clearIndex } from '../store/index-version.ts';
import type { Store } from '../store/open-store.ts';
import { type BlockSource, type IndexCommit, Indexer } from './follow.ts';

export interface RebuildOptions {
  readonly store: Store;
  readonly chaincode: string;
  readonly blocks: BlockSource;
  /** The last block to read. */
  readonly untilBlock: number;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/** So far. */
export interface RebuildProgress {
  readonly block: number;
  readonly events: number;
}

/**
 * Empties the index and reads the ledger again from block 0. Tables that are no part of the index stay as they are.
 * Throws the IndexAlarm that stopped it. A rebuild that was cut short goes on by following.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildProgress> {
  const { store, chaincode, blocks, untilBlock, onProgress } = options;
  await store.db.transaction().execute(clearIndex);
  const indexer = new Indexer({ store, chaincode, blocks, untilBlock });
  let progress: RebuildProgress = { block: -1, events: 0 };
  indexer.onCommit((commit: IndexCommit) => {
    progress = { block: commit.block, events: progress.events + commit.events };
    onProgress?.(progress);
  });
  await indexer.follow();
  if (indexer.state.alarm) throw indexer.state.alarm;
  return progress;
}
