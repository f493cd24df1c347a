import { hash } from 'node:crypto';
import { ledger } from '@hyperledger/fabric-protos';

/** One write of a transaction: the value under its key, undefined where the key was deleted. */
export interface LedgerWrite {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** What a transaction writes to one chaincode's namespace. */
export interface WriteSet {
  readonly writes: readonly LedgerWrite[];
  /** Writes of other kinds, which the law never makes: a key's own endorsement policy, private data. */
  readonly others: number;
}

const nothingWritten: WriteSet = { writes: [], others: 0 };

/** The endorsed rwset.TxReadWriteSet → its writes to the chaincode's namespace. Throws where it cannot be read. */
export function readWriteSet(results: Uint8Array, chaincode: string): WriteSet {
  const writes: LedgerWrite[] = [];
  let others = 0;
  for (const named of ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()) {
    if (named.getNamespace() !== chaincode) continue;
    const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(beyondReads(named.getRwset_asU8()));
    for (const write of set.getWritesList()) {
      writes.push({ key: write.getKey(), value: write.getIsDelete() ? undefined : write.getValue_asU8() });
    }
    others += set.getMetadataWritesList().length;
    others += named.getCollectionHashedRwsetList().filter(writesCollection).length;
  }
  return writes.length + others === 0 ? nothingWritten : { writes, others };
}

/** Tag of `repeated KVRead reads = 1`. */
const readTag = 0x0a;

/** A KVRWSet without the reads that it begins with: they are most of its messages, and nobody asks for them. Reads that come later are left for the decoder. */
function beyondReads(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (bytes[at] === readTag) {
    let length = 0;
    let shift = 1;
    for (at += 1; (bytes[at] ?? 0) >= 0x80; at++) {
      length += ((bytes[at] ?? 0) & 0x7f) * shift;
      shift *= 128;
    }
    at += 1 + length + (bytes[at] ?? 0) * shift;
  }
  if (at > bytes.length) throw new RangeError('a read of the read-write set ends beyond it');
  return bytes.subarray(at);
}

function writesCollection(collection: ledger.rwset.CollectionHashedReadWriteSet): boolean {
  const set = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8());
  return set.getHashedWritesList().length + set.getMetadataWritesList().length > 0;
}

export const isEmpty = ({ writes, others }: WriteSet): boolean => writes.length + others === 0;

/** SHA-256, hex, over all writes, sorted by key: each as length and bytes of its key, whether it deletes, and length and bytes of its value. */
export function digestWrites({ writes, others }: WriteSet): string {
  const parts: Uint8Array[] = [wholeNumber(others)];
  for (const { key, value } of [...writes].sort(byKey)) {
    const name = Buffer.from(key, 'utf8');
    parts.push(wholeNumber(name.length), name, Uint8Array.of(value ? 1 : 0));
    if (value) parts.push(wholeNumber(value.length), value);
  }
  return hash('sha256', Buffer.concat(parts), 'hex');
}

const byKey = (left: LedgerWrite, right: LedgerWrite): number =>
  left.key < right.key ? -1 : left.key > right.key ? 1 : 0;

function wholeNumber(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
