import type { Version } from '../ports.ts';
import { storeMetadata } from './key-metadata.ts';
import type { NamespaceReadWriteSet } from './parse-transaction.ts';

/** A key as a block leaves it; no value = deleted. */
export interface Update {
  readonly value: Uint8Array | undefined;
  readonly metadata: Uint8Array | undefined;
  readonly version: Version;
}

/** One change, in the order of the block. */
export interface Change extends Update {
  readonly namespace: string;
  readonly key: string;
  readonly kind: 'written' | 'deleted' | 'metadata';
}

export interface StoredKey {
  readonly value: Uint8Array;
  readonly metadata: Uint8Array | undefined;
}

/** What the VALID transactions of one block do to the state. */
export class UpdateBatch {
  readonly changes: Change[] = [];
  readonly #namespaces = new Map<string, Map<string, Update>>();
  readonly #read: (namespace: string, key: string) => StoredKey | undefined;

  constructor(read: (namespace: string, key: string) => StoredKey | undefined) {
    this.#read = read;
  }

  get namespaces(): ReadonlyMap<string, ReadonlyMap<string, Update>> {
    return this.#namespaces;
  }

  has(namespace: string, key: string): boolean {
    return this.#namespaces.get(namespace)?.has(key) ?? false;
  }

  /** Metadata alone change a key that is there; for another key they are lost, as in Fabric. */
  add(sets: readonly NamespaceReadWriteSet[], version: Version): void {
    for (const { namespace, set } of sets) {
      const metadata = new Map(
        set.getMetadataWritesList().map((write) => [write.getKey(), storeMetadata(write)] as const),
      );
      for (const write of set.getWritesList()) {
        const key = write.getKey();
        const value = write.getValue_asU8();
        if (write.getIsDelete() || value.length === 0) {
          this.#put({ namespace, key, kind: 'deleted', value: undefined, metadata: undefined, version });
        } else {
          const kept = metadata.has(key) ? metadata.get(key) : this.#current(namespace, key)?.metadata;
          this.#put({ namespace, key, kind: 'written', value, metadata: kept, version });
        }
        metadata.delete(key);
      }
      for (const [key, entries] of metadata) {
        const value = this.#current(namespace, key)?.value;
        if (value === undefined) continue;
        this.#put({ namespace, key, kind: 'metadata', value, metadata: entries, version });
      }
    }
  }

  #current(namespace: string, key: string): Pick<Update, 'value' | 'metadata'> | undefined {
    return this.#namespaces.get(namespace)?.get(key) ?? this.#read(namespace, key);
  }

  #put(change: Change): void {
    const keys = this.#namespaces.get(change.namespace) ?? new Map<string, Update>();
    this.#namespaces.set(change.namespace, keys);
    keys.set(change.key, change);
    this.changes.push(change);
  }
}
