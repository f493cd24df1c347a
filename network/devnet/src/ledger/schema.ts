import type { DatabaseSync } from 'node:sqlite';

/** Raised when a stored table changes its meaning; an older file is refused, never converted in silence. */
export const schemaVersion = 1;

/**
 * blocks         what was agreed; everything below can be rebuilt from them
 * transactions   one row for each place in a block; an id may come twice, the first one stands
 * state          the newest value of a key; a deleted key stays with a NULL value, so that snapshots find it
 * history        every change; kind 0 = written, 1 = deleted, 2 = metadata only
 */
const schema = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE blocks (
  number INTEGER PRIMARY KEY,
  header_hash BLOB NOT NULL,
  commit_hash BLOB NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX blocks_by_hash ON blocks (header_hash);
CREATE TABLE transactions (
  block INTEGER NOT NULL,
  tx INTEGER NOT NULL,
  tx_id TEXT NOT NULL,
  code INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  nanos INTEGER NOT NULL,
  PRIMARY KEY (block, tx)
) STRICT, WITHOUT ROWID;
CREATE INDEX transactions_by_id ON transactions (tx_id, block, tx);
CREATE TABLE state (
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  value BLOB,
  metadata BLOB,
  block INTEGER NOT NULL,
  tx INTEGER NOT NULL,
  PRIMARY KEY (namespace, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  block INTEGER NOT NULL,
  tx INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  value BLOB,
  metadata BLOB
) STRICT;
CREATE UNIQUE INDEX history_by_key ON history (namespace, key, block, tx);
`;

/** Small where there are no metadata, and then the answer is at once that there are none. Not in the first files. */
const metadataIndex =
  'CREATE INDEX IF NOT EXISTS history_with_metadata ON history (namespace) WHERE metadata IS NOT NULL';

/** @throws Error when the file was written by another version. */
export function prepareSchema(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version !== schemaVersion && version !== 0) {
    throw new Error(`the ledger's file has schema ${version}, this program writes schema ${schemaVersion}`);
  }
  if (version === 0) {
    database.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT`);
  }
  database.exec(metadataIndex);
}
