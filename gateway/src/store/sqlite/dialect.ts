import {
  type Dialect,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { SqliteConnection, SqliteError } from './connection.ts';
import type { ConnectionOptions } from './messages.ts';

/** Kysely over node:sqlite: one connection, one thread. Kysely's own lock lets one transaction at a time use it. */
export class NodeSqliteDialect implements Dialect {
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  createDriver = (): Driver => new NodeSqliteDriver(this.#options);
  createQueryCompiler = (): SqliteQueryCompiler => new SqliteQueryCompiler();
  createAdapter = (): SqliteAdapter => new TransactionalSqliteAdapter();
  // biome-ignore lint/suspicious/noExplicitAny: Kysely's own interface asks for Kysely<any>.
  createIntrospector = (db: Kysely<any>): SqliteIntrospector => new SqliteIntrospector(db);
}

/** SQLite's DDL is transactional: a migration that fails leaves nothing behind. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDriver implements Driver {
  readonly #options: ConnectionOptions;
  #connection: SqliteConnection | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {
    this.#connection ??= new SqliteConnection(this.#options);
  }

  async acquireConnection(): Promise<SqliteConnection> {
    if (!this.#connection) throw new Error('the SQLite driver was not started');
    return this.#connection;
  }

  async beginTransaction(connection: SqliteConnection, _settings: TransactionSettings): Promise<void> {
    await connection.run(this.#options.mode === 'write' ? 'begin immediate' : 'begin');
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    await connection.run('commit');
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    try {
      await connection.run('rollback');
    } catch (error) {
      // After some failures, a full disk first, SQLite has rolled back by itself (sqlite.org/lang_transaction.html): that failure is what the caller must see.
      if (!(error instanceof SqliteError) || !/no transaction is active/.test(error.message)) throw error;
    }
  }

  async releaseConnection(): Promise<void> {
    // The one connection stays open until the driver is destroyed.
  }

  async destroy(): Promise<void> {
    await this.#connection?.close();
  }
}
