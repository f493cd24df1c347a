import { CompiledQuery } from 'kysely';
import type { Queryable } from './database.ts';
import type { Engine } from './engine.ts';
import { columnsOf, indexLayout } from './index-layout.ts';
import type { IndexTables } from './index-tables.ts';

/** What happens to a row whose key is there: `refuse` fails, `replace` takes the new row, `add` adds the numbers up. */
export type OnConflict = 'refuse' | 'replace' | 'add';

interface Insert<T extends keyof IndexTables> {
  readonly engine: Engine;
  readonly table: T;
  readonly rows: readonly IndexTables[T][];
  readonly onConflict?: OnConflict;
}

/** 128 rows of the widest table stay far below the limits on parameters: 32,766 (SQLite) and 65,535 (PostgreSQL). */
const rowsPerStatementMax = 128;

/**
 * Inserts many rows. They go in groups of powers of two, so that each table needs few different statements and they stay prepared.
 * With `replace` and `add` no two of `rows` may share a key (PostgreSQL refuses that).
 */
export async function insertRows<T extends keyof IndexTables>(
  db: Queryable,
  insert: Insert<T>,
): Promise<void> {
  const { engine, table, rows, onConflict = 'refuse' } = insert;
  const columns = columnsOf(table) as readonly (keyof IndexTables[T])[];
  for (let start = 0, size = rowsPerStatementMax; start < rows.length; start += size) {
    while (size > rows.length - start) size /= 2;
    const parameters: unknown[] = [];
    for (const row of rows.slice(start, start + size)) {
      for (const column of columns) parameters.push(row[column]);
    }
    await db.executeQuery(CompiledQuery.raw(statement({ engine, table, size, onConflict }), parameters));
  }
}

interface Shape {
  readonly engine: Engine;
  readonly table: keyof IndexTables;
  readonly size: number;
  readonly onConflict: OnConflict;
}

const statements = new Map<string, string>();

function statement(shape: Shape): string {
  const name = `${shape.engine} ${shape.table} ${shape.size} ${shape.onConflict}`;
  const known = statements.get(name);
  if (known !== undefined) return known;
  const text = writeStatement(shape);
  statements.set(name, text);
  return text;
}

const quote = (name: string): string => `"${name}"`;

function writeStatement({ engine, table, size, onConflict }: Shape): string {
  const columns = columnsOf(table);
  const place = engine === 'sqlite' ? () => '?' : (index: number) => `$${index + 1}`;
  const tuple = (row: number): string =>
    `(${columns.map((_, column) => place(row * columns.length + column)).join(', ')})`;
  const values = Array.from({ length: size }, (_, row) => tuple(row)).join(', ');
  return `insert into ${quote(table)} (${columns.map(quote).join(', ')}) values ${values}${conflictClause(table, onConflict)}`;
}

function conflictClause(table: keyof IndexTables, onConflict: OnConflict): string {
  if (onConflict === 'refuse') return '';
  const { key, rest } = indexLayout[table];
  const changes = rest.map((column) =>
    onConflict === 'add'
      ? `${quote(column)} = ${quote(table)}.${quote(column)} + excluded.${quote(column)}`
      : `${quote(column)} = excluded.${quote(column)}`,
  );
  return ` on conflict (${key.map(quote).join(', ')}) do update set ${changes.join(', ')}`;
}
