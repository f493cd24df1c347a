import type { StateReader, Version } from '../ports.ts';
import type { KvRwSet, NamespaceReadWriteSet } from './parse-transaction.ts';
import { isRangeUnchanged, type ReadAgain } from './range-check.ts';
import { TransactionError } from './transaction-error.ts';
import type { UpdateBatch } from './update-batch.ts';

/**
 * Multi-version concurrency control: everything that a transaction read must still be what it was, in the committed
 * state and after the VALID transactions before it in the block. Namespace by namespace, keys before ranges.
 * @throws TransactionError MVCC_READ_CONFLICT, or PHANTOM_READ_CONFLICT when a range query would answer otherwise.
 */
export function requireUnchangedReads(
  sets: readonly NamespaceReadWriteSet[],
  state: StateReader,
  batch: UpdateBatch,
): void {
  for (const { namespace, set } of sets) {
    requireUnchangedKeys(namespace, set, { state, batch });
    for (const range of set.getRangeQueriesInfoList()) {
      if (!isRangeUnchanged(namespace, range, { state, batch })) {
        const keys = `${JSON.stringify(range.getStartKey())} to ${JSON.stringify(range.getEndKey())}`;
        throw new TransactionError('PHANTOM_READ_CONFLICT', `${namespace} ${keys} has changed`);
      }
    }
  }
}

function requireUnchangedKeys(namespace: string, set: KvRwSet, { state, batch }: ReadAgain): void {
  for (const read of set.getReadsList()) {
    const key = read.getKey();
    const version = read.getVersion();
    const seen = version && { block: version.getBlockNum(), tx: version.getTxNum() };
    if (batch.has(namespace, key) || !same(state.get(namespace, key)?.version, seen)) {
      throw new TransactionError('MVCC_READ_CONFLICT', `${namespace} ${JSON.stringify(key)} has changed`);
    }
  }
}

function same(one: Version | undefined, other: Version | undefined): boolean {
  return one?.block === other?.block && one?.tx === other?.tx;
}
