import { canonicalize } from '../model/canonical.ts';
import type { StateKey } from '../model/state-key.ts';

/** The committed world state as one transaction sees it. Answers in the order of the keys; undefined where there is nothing. */
export interface StateStore {
  getMany(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
  putMany(entries: readonly (readonly [key: string, value: Uint8Array])[]): Promise<void>;
}

/** One record to write under its key. */
export interface Change {
  readonly key: string;
  readonly record: object;
}

export const put = <R extends object>(key: StateKey<R>, record: R): Change => ({ key, record });

const recordDepthMax = 12;
const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/**
 * The world state through a document's eyes: its events see each other's writes, every key is read once and written once.
 * Records are trusted: only this code has written them.
 */
export class Overlay {
  readonly #store: StateStore;
  readonly #read = new Map<string, object | undefined>();
  readonly #written = new Map<string, object>();

  constructor(store: StateStore) {
    this.#store = store;
  }

  /** Fetches keys that are not known yet in one multi-get. */
  async fetch(keys: Iterable<string>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.#read.has(key)).sort();
    if (missing.length === 0) return;
    const values = await this.#store.getMany(missing);
    for (const [index, key] of missing.entries()) {
      const value = values[index];
      this.#read.set(key, value === undefined ? undefined : (JSON.parse(decoder.decode(value)) as object));
    }
  }

  readonly read = async <R extends object>(key: StateKey<R>): Promise<R | undefined> => {
    const own = this.#written.get(key);
    if (own) return own as R;
    await this.fetch([key]);
    return this.#read.get(key) as R | undefined;
  };

  apply(changes: readonly Change[]): void {
    for (const change of changes) this.#written.set(change.key, change.record);
  }

  /** Writes everything in one batch, in the order of the keys. */
  async flush(): Promise<void> {
    const keys = [...this.#written.keys()].sort();
    if (keys.length === 0) return;
    await this.#store.putMany(
      keys.map((key) => [key, encoder.encode(canonicalize(this.#written.get(key), recordDepthMax))] as const),
    );
  }
}
