import { createHash, type Hash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type { Queryable } from './database.ts';
import type { Engine } from './engine.ts';
import { columnsOf, indexLayout, indexTableNames } from './index-layout.ts';
import type { IndexTables } from './index-tables.ts';
import type { Store } from './open-store.ts';

const rowsPerPage = 2000;

/**
 * SHA-256, hex, over every row of the index: tables in their fixed order, rows by key, each as a JSON array of its columns.
 * It follows from the blocks alone, so it is the same on SQLite and PostgreSQL, live and rebuilt. Reads one snapshot, in pages: memory stays flat.
 */
export function digestIndex(store: Store): Promise<string> {
  return store.readAtLength(async (db) => {
    const digest = createHash('sha256');
    for (const table of indexTableNames) {
      digest.update(`${table}\n`);
      await digestTable(db, { engine: store.engine, table, digest });
    }
    return digest.digest('hex');
  });
}

interface TableDigest {
  readonly engine: Engine;
  readonly table: keyof IndexTables;
  readonly digest: Hash;
}

async function digestTable(db: Queryable, { engine, table, digest }: TableDigest): Promise<void> {
  const columns = columnsOf(table);
  const { key } = indexLayout[table];
  let after: unknown[] | undefined;
  for (;;) {
    const sql = pageStatement({ engine, table, isFirst: after === undefined });
    const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql, after ?? []));
    for (const row of rows) digest.update(`${JSON.stringify(columns.map((column) => row[column]))}\n`);
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerPage) return;
    after = key.map((column) => last[column]);
  }
}

interface Page {
  readonly engine: Engine;
  readonly table: keyof IndexTables;
  readonly isFirst: boolean;
}

function pageStatement({ engine, table, isFirst }: Page): string {
  const columns = columnsOf(table).map((column) => `"${column}"`);
  const key = indexLayout[table].key.map((column) => `"${column}"`);
  const places = key.map((_, index) => (engine === 'sqlite' ? '?' : `$${index + 1}`));
  const beyond = isFirst ? '' : ` where (${key.join(', ')}) > (${places.join(', ')})`;
  return `select ${columns.join(', ')} from "${table}"${beyond} order by ${key.join(', ')} limit ${rowsPerPage}`;
}
