import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { common } from '@hyperledger/fabric-protos';
import type { CommittedTransaction } from '../ports.ts';
import { type Row, readBytes, readBytesOrNull, readNumber, readText } from './row.ts';
import { prepareSchema } from './schema.ts';
import { makeStateReaders, type StateReaders } from './state-reader.ts';
import type { Change, StoredKey, UpdateBatch } from './update-batch.ts';

export interface StoredTransaction {
  /** Empty for what is no endorser transaction. */
  readonly txId: string;
  readonly code: number;
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
}

export interface NewBlock {
  readonly number: number;
  readonly headerHash: Uint8Array;
  readonly commitHash: Uint8Array;
  readonly bytes: Uint8Array;
  readonly transactions: readonly StoredTransaction[];
  readonly updates: UpdateBatch;
}

export interface Tip {
  readonly height: number;
  readonly headerHash: Uint8Array;
  readonly commitHash: Uint8Array;
}

const kinds = { written: 0, deleted: 1, metadata: 2 } as const satisfies Record<Change['kind'], number>;

/** Blocks and their state in one SQLite file. Durable: `append` returns when the block survives a loss of power. */
export class BlockStore {
  readonly state: StateReaders;
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    prepareSchema(this.#database);
    this.#statements = prepareStatements(this.#database);
    this.state = makeStateReaders(this.#database);
  }

  /** Undefined before block 0. */
  tip(): Tip | undefined {
    const row = this.#statements.tip.get() as Row | undefined;
    if (row === undefined) return undefined;
    return {
      height: readNumber(row, 'number') + 1,
      headerHash: readBytes(row, 'header_hash'),
      commitHash: readBytes(row, 'commit_hash'),
    };
  }

  /** A block and all that it changes, or nothing of it. */
  append(block: NewBlock): void {
    const { blocks, transactions } = this.#statements;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      blocks.run(block.number, block.headerHash, block.commitHash, block.bytes);
      for (const [tx, { txId, code, timestamp }] of block.transactions.entries()) {
        transactions.run(block.number, tx, txId, code, timestamp.seconds, timestamp.nanos);
      }
      this.#apply(block.updates);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  blockBytes(number: number): Uint8Array | undefined {
    const row = this.#statements.block.get(number) as Row | undefined;
    return row === undefined ? undefined : readBytes(row, 'bytes');
  }

  /** The number of the block with this header hash. */
  numberByHash(headerHash: Uint8Array): number | undefined {
    const row = this.#statements.byHash.get(headerHash) as Row | undefined;
    return row === undefined ? undefined : readNumber(row, 'number');
  }

  hasTransaction(txId: string): boolean {
    return this.#statements.transaction.get(txId) !== undefined;
  }

  transaction(txId: string): CommittedTransaction | undefined {
    const row = txId === '' ? undefined : (this.#statements.transaction.get(txId) as Row | undefined);
    if (row === undefined) return undefined;
    const [block, tx] = [readNumber(row, 'block'), readNumber(row, 'tx')];
    const readEnvelope = () => this.#envelope(block, tx);
    return {
      txId,
      code: readNumber(row, 'code'),
      block,
      tx,
      get envelope() {
        return readEnvelope();
      },
    };
  }

  /** The ids of the newest transactions, oldest first. */
  recentTransactionIds(count: number): string[] {
    const rows = this.#statements.recent.all(count) as Row[];
    return rows.map((row) => readText(row, 'tx_id')).reverse();
  }

  storedKey(namespace: string, key: string): StoredKey | undefined {
    const row = this.#statements.stored.get(namespace, key) as Row | undefined;
    const value = row === undefined ? undefined : readBytesOrNull(row, 'value');
    if (row === undefined || value === undefined) return undefined;
    return { value, metadata: readBytesOrNull(row, 'metadata') };
  }

  meta(name: string): string | undefined {
    const row = this.#statements.meta.get(name) as Row | undefined;
    return row === undefined ? undefined : readText(row, 'value');
  }

  setMeta(name: string, value: string): void {
    this.#statements.setMeta.run(name, value);
  }

  close(): void {
    this.#database.close();
  }

  #envelope(block: number, tx: number): Uint8Array {
    const bytes = this.blockBytes(block);
    const envelope = bytes && common.Block.deserializeBinary(bytes).getData()?.getDataList_asU8()[tx];
    if (envelope === undefined)
      throw new Error(`transaction ${tx} of block ${block} is indexed and not there`);
    return envelope;
  }

  #apply(updates: UpdateBatch): void {
    const { history, state } = this.#statements;
    for (const change of updates.changes) {
      const { namespace, key, version, kind } = change;
      const value = change.value ?? null;
      const metadata = change.metadata ?? null;
      history.run(namespace, key, version.block, version.tx, kinds[kind], value, metadata);
    }
    for (const [namespace, keys] of updates.namespaces) {
      for (const [key, { value, metadata, version }] of keys) {
        state.run(namespace, key, value ?? null, metadata ?? null, version.block, version.tx);
      }
    }
  }
}

function prepareStatements(database: DatabaseSync): Record<StatementName, StatementSync> {
  const entries = Object.entries(statementTexts).map(([name, sql]) => [name, database.prepare(sql)] as const);
  return Object.fromEntries(entries) as Record<StatementName, StatementSync>;
}

type StatementName = keyof typeof statementTexts;

const statementTexts = {
  tip: 'SELECT number, header_hash, commit_hash FROM blocks ORDER BY number DESC LIMIT 1',
  block: 'SELECT bytes FROM blocks WHERE number = ?',
  byHash: 'SELECT number FROM blocks WHERE header_hash = ?',
  transaction: 'SELECT block, tx, code FROM transactions WHERE tx_id = ? ORDER BY block, tx LIMIT 1',
  recent: "SELECT tx_id FROM transactions WHERE tx_id <> '' ORDER BY block DESC, tx DESC LIMIT ?",
  stored: 'SELECT value, metadata FROM state WHERE namespace = ? AND key = ?',
  meta: 'SELECT value FROM meta WHERE name = ?',
  setMeta: 'INSERT INTO meta (name, value) VALUES (?, ?)',
  blocks: 'INSERT INTO blocks (number, header_hash, commit_hash, bytes) VALUES (?, ?, ?, ?)',
  transactions: 'INSERT INTO transactions (block, tx, tx_id, code, seconds, nanos) VALUES (?, ?, ?, ?, ?, ?)',
  history:
    'INSERT INTO history (namespace, key, block, tx, kind, value, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
  state:
    'INSERT OR REPLACE INTO state (namespace, key, value, metadata, block, tx) VALUES (?, ?, ?, ?, ?, ?)',
} as const;
