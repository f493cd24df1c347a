import { CompiledQuery } from 'kysely';
import type { LedgerWrite } from '../indexer/write-set.ts';
import type { Queryable } from '../store/database.ts';
import type { Store } from '../store/open-store.ts';

/** The store of the shadow state has failed: nothing is known of the law or the ledger. */
export class StateUnavailable extends Error {
  override readonly name = 'StateUnavailable';
}

/** A few keys (devices, parties, sites, products) are read by almost every event. */
const knownKeysMax = 8192;
const knownBytesMax = 4096;
const keysPerQueryMax = 128;

/** The world state as our own executions have made it: rows of `law_state`, under the writes of the batch that is not committed yet. Its only writer is the audit. */
export class ShadowState {
  readonly #store: Store;
  /** Of this batch; undefined where the ledger deleted the key. */
  readonly #written = new Map<string, Uint8Array | undefined>();
  /** As the store has it, the least recently read first. */
  readonly #known = new Map<string, Uint8Array | undefined>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** In the order of the keys. Throws StateUnavailable. */
  async getMany(keys: readonly string[]): Promise<(Uint8Array | undefined)[]> {
    const missing = keys.filter((key) => !this.#written.has(key) && !this.#known.has(key));
    const fetched = new Map<string, Uint8Array | undefined>();
    for (let start = 0; start < missing.length; start += keysPerQueryMax) {
      const some = missing.slice(start, start + keysPerQueryMax);
      for (const [key, value] of await this.#fetch(some)) fetched.set(key, value);
    }
    const values = keys.map((key) => {
      if (this.#written.has(key)) return this.#written.get(key);
      return fetched.has(key) ? fetched.get(key) : this.#known.get(key);
    });
    for (const key of missing) this.#remember(key, fetched.get(key));
    return values;
  }

  put(writes: readonly LedgerWrite[]): void {
    // No key of the law holds a NUL, so the law never reads one that does; PostgreSQL cannot keep it.
    for (const { key, value } of writes) if (!key.includes('\0')) this.#written.set(key, value);
  }

  /** What the batch has written, for `writeBatch`. */
  get written(): ReadonlyMap<string, Uint8Array | undefined> {
    return this.#written;
  }

  /** The batch is in the store. */
  settle(): void {
    for (const [key, value] of this.#written) {
      this.#known.delete(key);
      this.#remember(key, value);
    }
    this.#written.clear();
  }

  /** The batch is not in the store, or may not be: everything is read anew. */
  forget(): void {
    this.#written.clear();
    this.#known.clear();
  }

  async #fetch(keys: readonly string[]): Promise<Map<string, Uint8Array>> {
    try {
      return await this.#store.read((db) => readState(db, { engine: this.#store.engine, keys }));
    } catch (error) {
      throw new StateUnavailable('the shadow state cannot be read', { cause: error });
    }
  }

  #remember(key: string, value: Uint8Array | undefined): void {
    if (value && value.length > knownBytesMax) return;
    this.#known.set(key, value);
    if (this.#known.size > knownKeysMax) this.#known.delete(this.#known.keys().next().value ?? '');
  }
}

/** The number of keys is filled up to a power of two with the last one, so that few statements are prepared. */
async function readState(
  db: Queryable,
  { engine, keys }: { readonly engine: Store['engine']; readonly keys: readonly string[] },
): Promise<Map<string, Uint8Array>> {
  const size = 2 ** Math.ceil(Math.log2(keys.length));
  const filled = Array.from({ length: size }, (_, index) => keys[index] ?? keys.at(-1));
  const places = filled.map((_, index) => (engine === 'sqlite' ? '?' : `$${index + 1}`));
  const sql = `select "key", "value" from "law_state" where "key" in (${places.join(', ')})`;
  const { rows } = await db.executeQuery<{ key: string; value: Uint8Array }>(CompiledQuery.raw(sql, filled));
  return new Map(rows.map(({ key, value }) => [key, value]));
}
