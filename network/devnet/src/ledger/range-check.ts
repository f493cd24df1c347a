import type { ledger } from '@hyperledger/fabric-protos';
import { compareUtf8 } from '../chaincode/bytes.ts';
import { RangeReads } from '../chaincode/range-reads.ts';
import type { StateReader, Version } from '../ports.ts';
import type { UpdateBatch } from './update-batch.ts';

type RangeQueryInfo = ledger.rwset.kvrwset.RangeQueryInfo;

interface KeyVersion {
  readonly key: string;
  readonly version: Version;
}

/** The state that a range is read in again: what is committed, and the VALID transactions before in the block. */
export interface ReadAgain {
  readonly state: StateReader;
  readonly batch: UpdateBatch;
}

/**
 * Whether a range query would still answer the same keys in the same versions. A query that was not read to its end
 * is looked at up to and with the last key that it answered, as Fabric's validator does.
 */
export function isRangeUnchanged(namespace: string, range: RangeQueryInfo, on: ReadAgain): boolean {
  const summary = range.getReadsMerkleHashes();
  const rawMax = range.getRawReads()?.getKvReadsList().length ?? 0;
  const reads = new RangeReads(range.getStartKey());
  let count = 0;
  for (const { key, version } of readAgain(namespace, range, on)) {
    count += 1;
    if (summary === undefined && count > rawMax) return false;
    reads.add(key, version);
  }
  const now = reads.toProto();
  if (summary === undefined) return sameBytes(now.getRawReads(), range.getRawReads());
  return sameBytes(now.getReadsMerkleHashes(), summary);
}

/** Keys of the range as the block so far leaves them, in order. */
function* readAgain(namespace: string, range: RangeQueryInfo, on: ReadAgain): Generator<KeyVersion> {
  const changed = changesWithin(namespace, range, on.batch);
  let next = 0;
  for (const { key, version } of committedWithin(namespace, range, on.state)) {
    for (let change = changed[next]; change !== undefined; change = changed[next]) {
      if (compareUtf8(change.key, key) >= 0) break;
      if (!change.isDelete) yield change;
      next += 1;
    }
    const change = changed[next];
    if (change?.key !== key) yield { key, version };
    else {
      if (!change.isDelete) yield change;
      next += 1;
    }
  }
  yield* changed.slice(next).filter(({ isDelete }) => !isDelete);
}

function* committedWithin(namespace: string, range: RangeQueryInfo, state: StateReader) {
  const [startKey, endKey] = [range.getStartKey(), range.getEndKey()];
  yield* state.range(namespace, startKey, endKey);
  if (range.getItrExhausted() || endKey === '') return;
  const last = state.get(namespace, endKey);
  if (last !== undefined) yield { key: endKey, version: last.version };
}

function changesWithin(namespace: string, range: RangeQueryInfo, batch: UpdateBatch) {
  const [startKey, endKey] = [range.getStartKey(), range.getEndKey()];
  const afterEnd = range.getItrExhausted() ? 0 : 1;
  const within = (key: string) =>
    compareUtf8(key, startKey) >= 0 && (endKey === '' || compareUtf8(key, endKey) < afterEnd);
  return [...(batch.namespaces.get(namespace) ?? [])]
    .filter(([key]) => within(key))
    .map(([key, { value, version }]) => ({ key, version, isDelete: value === undefined }))
    .sort((one, other) => compareUtf8(one.key, other.key));
}

interface Message {
  serializeBinary(): Uint8Array;
}

function sameBytes(one: Message | undefined, other: Message | undefined): boolean {
  const [left, right] = [one, other].map((message) => Buffer.from(message?.serializeBinary() ?? []));
  return left !== undefined && right !== undefined && left.equals(right);
}
