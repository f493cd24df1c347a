import { ledger } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { digestWrites, isEmpty, type LedgerWrite, readWriteSet } from './write-set.ts';

const { HashedRWSet, KVMetadataWrite, KVMetadataWriteHash, KVRead, KVRWSet, KVWrite, KVWriteHash } =
  ledger.rwset.kvrwset;
const bytes = (text: string) => new TextEncoder().encode(text);
const writes: readonly LedgerWrite[] = [
  { key: 'lot/b', value: bytes('{}') },
  { key: 'lot/a', value: undefined },
];

function setOf(reads: readonly string[], metadata: readonly string[] = []) {
  const set = new KVRWSet();
  for (const key of reads) {
    const read = new KVRead();
    read.setKey(key);
    set.addReads(read);
  }
  for (const { key, value } of writes) {
    const write = new KVWrite();
    write.setKey(key);
    if (value) write.setValue(value);
    else write.setIsDelete(true);
    set.addWrites(write);
  }
  for (const key of metadata) {
    const write = new KVMetadataWrite();
    write.setKey(key);
    set.addMetadataWrites(write);
  }
  return set.serializeBinary();
}

function resultsOf(rwset: Uint8Array, collections: readonly Uint8Array[] = []): Uint8Array {
  const named = new ledger.rwset.NsReadWriteSet();
  named.setNamespace('mengsu');
  named.setRwset(rwset);
  for (const hashed of collections) {
    const collection = new ledger.rwset.CollectionHashedReadWriteSet();
    collection.setHashedRwset(hashed);
    named.addCollectionHashedRwset(collection);
  }
  const whole = new ledger.rwset.TxReadWriteSet();
  whole.addNsRwset(named);
  return whole.serializeBinary();
}

describe('readWriteSet', () => {
  it('gives the writes of one namespace, whatever was read', () => {
    for (const reads of [[], ['a'], ['x'.repeat(130), 'y'.repeat(20_000)]])
      expect(readWriteSet(resultsOf(setOf(reads)), 'mengsu')).toEqual({ writes, others: 0 });
    expect(isEmpty(readWriteSet(resultsOf(setOf(['a'])), 'other'))).toBe(true);
  });

  it('gives the writes where reads come after them', () => {
    const read = Uint8Array.of(0x0a, 3, 0x0a, 1, 0x61);
    const after = Buffer.concat([setOf([]), read]);
    expect(readWriteSet(resultsOf(after), 'mengsu').writes).toEqual(writes);
  });

  it('counts policies of keys and private data, but not what a collection only reads', () => {
    expect(readWriteSet(resultsOf(setOf([], ['a'])), 'mengsu').others).toBe(1);
    const [written, policed, read] = [new HashedRWSet(), new HashedRWSet(), new HashedRWSet()];
    written.addHashedWrites(new KVWriteHash());
    policed.addMetadataWrites(new KVMetadataWriteHash());
    const collections = [written, policed, read].map((set) => set.serializeBinary());
    expect(readWriteSet(resultsOf(new Uint8Array(), collections), 'mengsu')).toEqual({
      writes: [],
      others: 2,
    });
  });

  it('refuses a read that ends beyond the set, and bytes that are none', () => {
    expect(() => readWriteSet(resultsOf(setOf(['abc']).subarray(0, 4)), 'mengsu')).toThrow(RangeError);
    expect(() => readWriteSet(Uint8Array.of(255, 255), 'mengsu')).toThrow();
  });
});

describe('digestWrites', () => {
  const digest = (...some: LedgerWrite[]) => digestWrites({ writes: some, others: 0 });

  it('is the same in any order', () => {
    expect(digest(...writes)).toBe(digest(...writes.toReversed()));
  });

  it('differs by a key, a value, a deletion, where one ends, and what else was written', () => {
    const digests = [
      digest(),
      digest({ key: 'a', value: bytes('bc') }),
      digest({ key: 'ab', value: bytes('c') }),
      digest({ key: 'a', value: bytes('bd') }),
      digest({ key: 'a', value: bytes('') }),
      digest({ key: 'a', value: undefined }),
      digestWrites({ writes: [], others: 1 }),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});
