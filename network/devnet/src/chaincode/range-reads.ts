import { createHash } from 'node:crypto';
import { ledger } from '@hyperledger/fabric-protos';
import type { Version } from '../ports.ts';

const {
  KVRead,
  QueryReads,
  QueryReadsMerkleSummary,
  RangeQueryInfo,
  Version: ProtoVersion,
} = ledger.rwset.kvrwset;

/** Fabric's own degree of the tree over range reads (`rwsetutil`, ledger/kvledger/txmgmt). */
const merkleDegree = 50;

/** One read as Fabric writes it; a key that is not there has no version. */
export function protoRead(key: string, version: Version | undefined): ledger.rwset.kvrwset.KVRead {
  const read = new KVRead();
  read.setKey(key);
  if (version) {
    const proto = new ProtoVersion();
    proto.setBlockNum(version.block);
    proto.setTxNum(version.tx);
    read.setVersion(proto);
  }
  return read;
}

/**
 * What one range query has read, as it enters the read set: the reads themselves up to 50, and beyond that
 * the top level of a tree of hashes over groups of 51, as Fabric's RangeQueryResultsHelper builds it.
 */
export class RangeReads {
  readonly #startKey: string;
  #endKey = '';
  #exhausted = false;
  #pending: ledger.rwset.kvrwset.KVRead[] = [];
  readonly #levels: Uint8Array[][] = [];

  constructor(startKey: string) {
    this.#startKey = startKey;
  }

  add(key: string, version: Version): void {
    this.#endKey = key;
    this.#pending.push(protoRead(key, version));
    if (this.#pending.length > merkleDegree) this.#hashPending();
  }

  /** The query has come to its end: everything before `endKey` was seen. */
  exhaust(endKey: string): void {
    this.#exhausted = true;
    this.#endKey = endKey;
  }

  /** Call once, at the end of the simulation. */
  toProto(): ledger.rwset.kvrwset.RangeQueryInfo {
    const info = new RangeQueryInfo();
    info.setStartKey(this.#startKey);
    info.setEndKey(this.#endKey);
    info.setItrExhausted(this.#exhausted);
    if (this.#levels.length === 0) {
      if (this.#pending.length > 0) info.setRawReads(queryReads(this.#pending));
      return info;
    }
    if (this.#pending.length > 0) this.#hashPending();
    info.setReadsMerkleHashes(this.#summary());
    return info;
  }

  #hashPending(): void {
    this.#carry(0, sha256(queryReads(this.#pending).serializeBinary()));
    this.#pending = [];
  }

  /** Adds a hash to a level; a level that overflows becomes one hash of the level above. */
  #carry(level: number, hash: Uint8Array): void {
    this.#levels[level] ??= [];
    const hashes = this.#levels[level];
    hashes.push(hash);
    if (hashes.length <= merkleDegree) return;
    this.#levels[level] = [];
    this.#carry(level + 1, sha256(...hashes));
  }

  /** Folds what is left on the lower levels upwards, and answers the highest level. */
  #summary(): ledger.rwset.kvrwset.QueryReadsMerkleSummary {
    const top = this.#levels.length - 1;
    for (let level = 0; level < top; level += 1) this.#fold(level);
    const summary = new QueryReadsMerkleSummary();
    summary.setMaxDegree(merkleDegree);
    const overflowed = (this.#levels[top] ?? []).length > merkleDegree;
    summary.setMaxLevel(top + 1 + (overflowed ? 1 : 0));
    const hashes = this.#levels[top] ?? [];
    summary.setMaxLevelHashesList(overflowed ? [sha256(...hashes)] : hashes);
    return summary;
  }

  #fold(level: number): void {
    const hashes = this.#levels[level] ?? [];
    const [first] = hashes;
    if (first === undefined) return;
    this.#levels[level] = [];
    this.#levels[level + 1]?.push(hashes.length === 1 ? first : sha256(...hashes));
  }
}

function queryReads(reads: ledger.rwset.kvrwset.KVRead[]): ledger.rwset.kvrwset.QueryReads {
  const proto = new QueryReads();
  proto.setKvReadsList(reads);
  return proto;
}

function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
