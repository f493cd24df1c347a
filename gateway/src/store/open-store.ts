import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Database, Queryable } from './database.ts';
import type { Engine } from './engine.ts';
import { forgetOtherVersions } from './index-version.ts';
import { migrations } from './migrations/index.ts';
import { postgresDialect } from './postgres/dialect.ts';
import { NodeSqliteDialect } from './sqlite/dialect.ts';

/** The gateway's store. It is not trusted: everything in the index can be rebuilt from block 0. */
export interface Store {
  readonly engine: Engine;
  /** Where everything is written. On SQLite one connection: keep transactions short, and read through `read`. */
  readonly db: Kysely<Database>;
  /** Runs `ask` over one snapshot, on a connection that no writer waits for. */
  read<T>(ask: (db: Queryable) => Promise<T>): Promise<T>;
  /** The same on a connection of its own, for what takes seconds. */
  readAtLength<T>(ask: (db: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens `sqlite:PATH` or `postgres://…` and brings its tables up to date; rows of another version of the indexer go. Throws when the URL is neither or a migration fails. */
export async function openStore(url: string): Promise<Store> {
  const store = url.startsWith('sqlite:') ? sqliteStore(url.slice('sqlite:'.length)) : postgresStore(url);
  try {
    await migrate(store.db, store.engine);
    await forgetOtherVersions(store.db);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

function sqliteStore(path: string): Store {
  if (path === '' || path.includes(':memory:')) {
    throw new Error('DATABASE_URL names no file: a store in memory would forget what it promised');
  }
  const openReader = (): Kysely<Database> =>
    new Kysely<Database>({ dialect: new NodeSqliteDialect({ path, mode: 'read' }) });
  const db = new Kysely<Database>({ dialect: new NodeSqliteDialect({ path, mode: 'write' }) });
  const reader = openReader();
  return {
    engine: 'sqlite',
    db,
    read: (ask) => reader.transaction().execute(ask),
    async readAtLength(ask) {
      const own = openReader();
      try {
        return await own.transaction().execute(ask);
      } finally {
        await own.destroy();
      }
    },
    async close() {
      await reader.destroy();
      await db.destroy();
    },
  };
}

function postgresStore(url: string): Store {
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new Error('DATABASE_URL is neither sqlite:PATH nor postgres://…');
  const db = new Kysely<Database>({ dialect: postgresDialect(url) });
  const read = <T>(ask: (db: Queryable) => Promise<T>): Promise<T> =>
    db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(ask);
  return { engine: 'postgres', db, read, readAtLength: read, close: () => db.destroy() };
}

async function migrate(db: Kysely<Database>, engine: Engine): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(engine) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
