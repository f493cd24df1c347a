import type { ColumnDataType, Kysely, RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { columnTypes } from './columns.ts';

/** The tables of the outbox, as outbox/outbox-tables.ts describes them. */
export function outboxMigration(engine: Engine): Migration {
  const types = columnTypes(engine);
  // A raw type is the only way to name a collation.
  const as = (type: RawBuilder<unknown>) => type as RawBuilder<ColumnDataType>;
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('outbox_jobs')
        .addColumn('id', as(types.text), (column) => column.primaryKey())
        .addColumn('place', as(types.whole), (column) => column.notNull())
        .addColumn('mode', as(types.text), (column) => column.notNull())
        .addColumn('events', as(types.text), (column) => column.notNull())
        .modifyEnd(types.end)
        .execute();
      await db.schema
        .createTable('outbox_transactions')
        .addColumn('tx_id', as(types.text), (column) => column.primaryKey())
        .addColumn('jobs', as(types.text), (column) => column.notNull())
        .addColumn('signed', as(types.bytes), (column) => column.notNull())
        .modifyEnd(types.end)
        .execute();
      await db.schema
        .createTable('outbox_answers')
        .addColumn('job', as(types.text), (column) => column.primaryKey())
        .addColumn('finished_ms', as(types.whole), (column) => column.notNull())
        .addColumn('answer', as(types.text), (column) => column.notNull())
        .modifyEnd(types.end)
        .execute();
      await db.schema
        .createIndex('outbox_answers_by_finished_ms')
        .on('outbox_answers')
        .column('finished_ms')
        .execute();
    },
  };
}
