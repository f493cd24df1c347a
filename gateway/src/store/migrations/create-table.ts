import type { ColumnDataType, CreateTableBuilder, Kysely, RawBuilder } from 'kysely';
import type { ColumnTypes } from './columns.ts';

type Column = 'text' | 'whole' | 'text?' | 'whole?';

interface TableShape {
  readonly columns: Readonly<Record<string, Column>>;
  readonly key: readonly string[];
  /** The table is stored by its key (SQLite only); without it by row number. */
  readonly byKey?: boolean;
  readonly unique?: readonly string[];
  /** Other columns that name an event; its row must be there. */
  readonly event?: boolean;
}

/** Creates a table of required (`text`, `whole`) and optional (`text?`, `whole?`) columns. */
export async function create(
  db: Kysely<unknown>,
  name: string,
  shape: TableShape & { types: ColumnTypes },
): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
  for (const [column, kind] of Object.entries(shape.columns)) {
    // A raw type is the only way to name a collation.
    const type = shape.types[kind.startsWith('text') ? 'text' : 'whole'] as RawBuilder<ColumnDataType>;
    table = table.addColumn(column, type, (built) => (kind.endsWith('?') ? built : built.notNull()));
  }
  table = table.addPrimaryKeyConstraint(`${name}_key`, [...shape.key]);
  for (const column of shape.unique ?? []) table = table.addUniqueConstraint(`${name}_${column}`, [column]);
  if (shape.event) table = table.addForeignKeyConstraint(`${name}_event`, ['event'], 'events', ['ordinal']);
  await table.modifyEnd(shape.byKey ? shape.types.endByKey : shape.types.end).execute();
}

export async function index(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute();
}
