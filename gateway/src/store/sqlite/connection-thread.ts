import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { ConnectionOptions, SqliteAnswer, SqliteRequest } from './messages.ts';

/** The thread of one SQLite connection: node:sqlite blocks its thread, and neither a long read nor a sync to disk may block the server. */
const statementsMax = 200;
const busyTimeoutMs = 10_000;

const { path, mode } = workerData as ConnectionOptions;
const database = new DatabaseSync(path, { readOnly: mode === 'read', timeout: busyTimeoutMs });
if (mode === 'write') {
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  // 8192 pages, 32 MiB: a page that changes often is copied into the database once, not with every batch.
  database.exec('pragma wal_autocheckpoint = 8192; pragma journal_size_limit = 67108864;');
}
database.exec('pragma cache_size = -65536; pragma temp_store = memory;');

/** Prepared statements, the least recently used first. */
const statements = new Map<string, StatementSync>();

function statementOf(sql: string): StatementSync {
  const statement = statements.get(sql) ?? database.prepare(sql);
  statements.delete(sql);
  statements.set(sql, statement);
  if (statements.size > statementsMax) {
    const [oldest] = statements.keys();
    if (oldest !== undefined) statements.delete(oldest);
  }
  return statement;
}

function answer({ id, sql, parameters }: SqliteRequest): SqliteAnswer {
  try {
    if (sql === undefined) {
      statements.clear();
      database.close();
      return { id, rows: [], changes: 0 };
    }
    const statement = statementOf(sql);
    if (statement.columns().length > 0) {
      // Every value was bound or stored through `checkParameters`, so no row holds anything else.
      const rows = statement.all(...parameters) as Extract<SqliteAnswer, { rows: unknown }>['rows'];
      return { id, rows, changes: 0 };
    }
    return { id, rows: [], changes: Number(statement.run(...parameters).changes) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
    return { id, error: { message: error.message, code } };
  }
}

parentPort?.on('message', (request: SqliteRequest) => {
  parentPort?.postMessage(answer(request));
  if (request.sql === undefined) parentPort?.close();
});
