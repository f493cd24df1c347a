import type { ColumnDataType, Kysely, RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { columnTypes } from './columns.ts';

/** Who of a waiting document's signers is not enrolled: it keeps its lane over a restart. */
export function outboxStrangersMigration(engine: Engine): Migration {
  const { text } = columnTypes(engine);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('outbox_jobs')
        // A raw type is the only way to name a collation.
        .addColumn('strangers', text as RawBuilder<ColumnDataType>, (column) =>
          column.notNull().defaultTo('[]'),
        )
        .execute();
    },
  };
}
