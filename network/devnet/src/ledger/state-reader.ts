import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeyedEntry, KeyModification, StateEntry, StateReader, StateSnapshot } from '../ports.ts';
import { parseMetadata } from './key-metadata.ts';
import { type Row, readBytes, readBytesOrNull, readNumber, readText } from './row.ts';

const pageRows = 200;
/** Sorts after every key: text is compared by its bytes, and UTF-8 has none above 0xf4. */
const noEnd = Number.MAX_SAFE_INTEGER;

interface Statements {
  readonly get: StatementSync;
  readonly older: StatementSync;
  readonly range: StatementSync;
  readonly rangeAll: StatementSync;
  readonly history: StatementSync;
  readonly anyMetadata: StatementSync;
}

/** State at a height, and the committed state (no height). One set of statements serves both. */
export interface StateReaders {
  readonly latest: StateReader;
  snapshot(height: number): StateSnapshot;
}

export function makeStateReaders(database: DatabaseSync): StateReaders {
  const range = (end: string) =>
    database.prepare(
      `SELECT key, value, metadata, block, tx FROM state
       WHERE namespace = ? AND key >= ? AND key > ? ${end} ORDER BY key LIMIT ${pageRows}`,
    );
  const statements: Statements = {
    get: database.prepare('SELECT value, metadata, block, tx FROM state WHERE namespace = ? AND key = ?'),
    older: database.prepare(
      `SELECT CASE kind WHEN 1 THEN NULL ELSE value END AS value, metadata, block, tx FROM history
       WHERE namespace = ? AND key = ? AND block < ? ORDER BY block DESC, tx DESC LIMIT 1`,
    ),
    range: range('AND key < ?'),
    rangeAll: range(''),
    anyMetadata: database.prepare(
      'SELECT 1 AS found FROM history WHERE namespace = ? AND metadata IS NOT NULL LIMIT 1',
    ),
    history: database.prepare(
      `SELECT h.block, h.tx, h.kind, h.value, t.tx_id, t.seconds, t.nanos FROM history h
       JOIN transactions t ON t.block = h.block AND t.tx = h.tx
       WHERE h.namespace = ? AND h.key = ? AND h.kind < 2 AND (h.block, h.tx) < (?, ?)
       ORDER BY h.block DESC, h.tx DESC LIMIT ${pageRows}`,
    ),
  };
  return {
    latest: makeReader(statements, undefined),
    snapshot: (height) => ({ ...makeReader(statements, height), height }),
  };
}

function makeReader(statements: Statements, height: number | undefined): StateReader {
  const before = height ?? noEnd;

  /** The row as it was at the height, a deleted key's too. */
  function at(namespace: string, key: string, row: Row): Row | undefined {
    if (readNumber(row, 'block') < before) return row;
    return statements.older.get(namespace, key, before) as Row | undefined;
  }

  function find(namespace: string, key: string): Row | undefined {
    const row = statements.get.get(namespace, key) as Row | undefined;
    return row === undefined ? undefined : at(namespace, key, row);
  }

  function* range(namespace: string, startKey: string, endKey: string): Generator<KeyedEntry> {
    // Keys are never empty, so nothing is lost by beginning after ''.
    let after = '';
    for (;;) {
      const rows = (
        endKey === ''
          ? statements.rangeAll.all(namespace, startKey, after)
          : statements.range.all(namespace, startKey, after, endKey)
      ) as Row[];
      for (const row of rows) {
        const key = readText(row, 'key');
        const entry = toEntry(at(namespace, key, row));
        if (entry !== undefined) yield { key, ...entry };
        after = key;
      }
      if (rows.length < pageRows) return;
    }
  }

  function* history(namespace: string, key: string): Generator<KeyModification> {
    let block = before;
    let tx = 0;
    for (;;) {
      const rows = statements.history.all(namespace, key, block, tx) as Row[];
      for (const row of rows) {
        const modification = toModification(row);
        ({ block, tx } = modification.version);
        yield modification;
      }
      if (rows.length < pageRows) return;
    }
  }

  return {
    get: (namespace, key) => toEntry(find(namespace, key)),
    getMetadata(namespace, key) {
      const row = find(namespace, key);
      const metadata = row === undefined ? undefined : readBytesOrNull(row, 'metadata');
      return parseMetadata(metadata);
    },
    mayHaveMetadata: (namespace) => statements.anyMetadata.get(namespace) !== undefined,
    range,
    history,
  };
}

function toEntry(row: Row | undefined): StateEntry | undefined {
  const value = row === undefined ? undefined : readBytesOrNull(row, 'value');
  if (row === undefined || value === undefined) return undefined;
  return { value, version: { block: readNumber(row, 'block'), tx: readNumber(row, 'tx') } };
}

function toModification(row: Row): KeyModification {
  const isDelete = readNumber(row, 'kind') === 1;
  return {
    txId: readText(row, 'tx_id'),
    value: isDelete ? new Uint8Array(0) : readBytes(row, 'value'),
    timestamp: { seconds: readNumber(row, 'seconds'), nanos: readNumber(row, 'nanos') },
    isDelete,
    version: { block: readNumber(row, 'block'), tx: readNumber(row, 'tx') },
  };
}
