import { ledger } from '@hyperledger/fabric-protos';
import type { Version } from '../ports.ts';
import { compareUtf8, noBytes } from './bytes.ts';
import { protoRead, RangeReads } from './range-reads.ts';

const { NsReadWriteSet, TxReadWriteSet } = ledger.rwset;
const { KVMetadataEntry, KVMetadataWrite, KVRWSet, KVWrite } = ledger.rwset.kvrwset;

interface NamespaceSet {
  readonly reads: Map<string, Version | undefined>;
  /** `undefined` = deleted. */
  readonly writes: Map<string, Uint8Array | undefined>;
  readonly metadataWrites: Map<string, ReadonlyMap<string, Uint8Array>>;
  readonly ranges: RangeReads[];
}

/**
 * What one simulation has read and written, serialised byte for byte as Fabric 3.1 does: namespaces, reads, writes
 * and metadata sorted by the bytes of their keys, the last write of a key standing, range queries in their order.
 */
export class ReadWriteSet {
  readonly #namespaces = new Map<string, NamespaceSet>();

  /** @param version of the committed value; `undefined` when there is none. */
  read(namespace: string, key: string, version: Version | undefined): void {
    this.#namespace(namespace).reads.set(key, version);
  }

  /** @param value `undefined` deletes. */
  write(namespace: string, key: string, value: Uint8Array | undefined): void {
    this.#namespace(namespace).writes.set(key, value);
  }

  /** Replaces all metadata entries of a key. */
  writeMetadata(namespace: string, key: string, entries: ReadonlyMap<string, Uint8Array>): void {
    this.#namespace(namespace).metadataWrites.set(key, entries);
  }

  /** Keys whose value or metadata are written. */
  writtenKeys(namespace: string): string[] {
    const set = this.#namespaces.get(namespace);
    return set === undefined ? [] : [...new Set([...set.writes.keys(), ...set.metadataWrites.keys()])];
  }

  /** A range query that is open: its reads are added as they are answered. */
  openRange(namespace: string, startKey: string): RangeReads {
    const reads = new RangeReads(startKey);
    this.#namespace(namespace).ranges.push(reads);
    return reads;
  }

  /** rwset.TxReadWriteSet bytes. Call once: open range queries are closed by it. */
  serialize(): Uint8Array {
    const proto = new TxReadWriteSet();
    proto.setDataModel(TxReadWriteSet.DataModel.KV);
    for (const [name, set] of sortedByKey(this.#namespaces)) {
      const namespace = new NsReadWriteSet();
      namespace.setNamespace(name);
      namespace.setRwset(serializeNamespace(set));
      proto.addNsRwset(namespace);
    }
    return proto.serializeBinary();
  }

  #namespace(name: string): NamespaceSet {
    const known = this.#namespaces.get(name);
    if (known) return known;
    const made = { reads: new Map(), writes: new Map(), metadataWrites: new Map(), ranges: [] };
    this.#namespaces.set(name, made);
    return made;
  }
}

function serializeNamespace(set: NamespaceSet): Uint8Array {
  const proto = new KVRWSet();
  for (const [key, version] of sortedByKey(set.reads)) proto.addReads(protoRead(key, version));
  for (const range of set.ranges) proto.addRangeQueriesInfo(range.toProto());
  for (const [key, value] of sortedByKey(set.writes)) proto.addWrites(protoWrite(key, value));
  for (const [key, entries] of sortedByKey(set.metadataWrites))
    proto.addMetadataWrites(protoMetadataWrite(key, entries));
  return proto.serializeBinary();
}

function protoWrite(key: string, value: Uint8Array | undefined): ledger.rwset.kvrwset.KVWrite {
  const write = new KVWrite();
  write.setKey(key);
  write.setIsDelete(value === undefined);
  write.setValue(value ?? noBytes);
  return write;
}

function protoMetadataWrite(
  key: string,
  entries: ReadonlyMap<string, Uint8Array>,
): ledger.rwset.kvrwset.KVMetadataWrite {
  const write = new KVMetadataWrite();
  write.setKey(key);
  for (const [name, value] of sortedByKey(entries)) {
    const entry = new KVMetadataEntry();
    entry.setName(name);
    entry.setValue(value);
    write.addEntries(entry);
  }
  return write;
}

function sortedByKey<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([left], [right]) => compareUtf8(left, right));
}
