import { ledger } from '@hyperledger/fabric-protos';
import type { KeyedEntry, KeyModification, StateEntry, StateReader, Version } from '../ports.ts';
import { compareUtf8 } from './bytes.ts';

export interface Commit {
  readonly version: Version;
  readonly txId: string;
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
}

const nowhere: Commit = { version: { block: 0, tx: 0 }, txId: '', timestamp: { seconds: 0, nanos: 0 } };

/** State in memory for tests of simulations, without a ledger. */
export class MemoryState implements StateReader {
  readonly #entries = new Map<string, Map<string, StateEntry>>();
  readonly #metadata = new Map<string, ReadonlyMap<string, Uint8Array>>();
  readonly #history = new Map<string, KeyModification[]>();

  get(namespace: string, key: string): StateEntry | undefined {
    return this.#entries.get(namespace)?.get(key);
  }

  getMetadata(namespace: string, key: string): ReadonlyMap<string, Uint8Array> {
    return this.#metadata.get(`${namespace}\0${key}`) ?? new Map();
  }

  mayHaveMetadata(namespace: string): boolean {
    return [...this.#metadata.keys()].some((key) => key.startsWith(`${namespace}\0`));
  }

  *range(namespace: string, startKey: string, endKey: string): Iterable<KeyedEntry> {
    const entries = [...(this.#entries.get(namespace) ?? [])].sort(([left], [right]) =>
      compareUtf8(left, right),
    );
    for (const [key, entry] of entries)
      if (compareUtf8(key, startKey) >= 0 && (endKey === '' || compareUtf8(key, endKey) < 0))
        yield { key, ...entry };
  }

  history(namespace: string, key: string): Iterable<KeyModification> {
    return this.#history.get(`${namespace}\0${key}`)?.toReversed() ?? [];
  }

  /** @param value `undefined` deletes. */
  set(namespace: string, key: string, value: Uint8Array | undefined, commit: Commit = nowhere): void {
    const entries = this.#entries.get(namespace) ?? new Map<string, StateEntry>();
    this.#entries.set(namespace, entries);
    if (value) entries.set(key, { value, version: commit.version });
    else entries.delete(key);
    const changes = this.#history.get(`${namespace}\0${key}`) ?? [];
    this.#history.set(`${namespace}\0${key}`, changes);
    changes.push({ ...commit, value: value ?? new Uint8Array(), isDelete: value === undefined });
  }

  setMetadata(namespace: string, key: string, entries: ReadonlyMap<string, Uint8Array>): void {
    this.#metadata.set(`${namespace}\0${key}`, entries);
  }

  /**
   * Commits the writes of rwset.TxReadWriteSet bytes without validation.
   * @param written keys that are not to be written again; those written are added.
   */
  apply(results: Uint8Array, commit: Commit, written = new Set<string>()): void {
    for (const set of ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()) {
      const writes = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList();
      for (const write of writes) {
        if (written.has(write.getKey())) continue;
        written.add(write.getKey());
        const value = write.getIsDelete() ? undefined : write.getValue_asU8();
        this.set(set.getNamespace(), write.getKey(), value, commit);
      }
    }
  }
}
