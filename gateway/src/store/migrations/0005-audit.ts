import type { ColumnDataType, Kysely, RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { columnTypes } from './columns.ts';
import { create } from './create-table.ts';

/** What the index keeps for the audit, and the audit's own tables, as audit/audit-tables.ts describes them. */
export function auditMigration(engine: Engine): Migration {
  const types = columnTypes(engine);
  // A raw type is the only way to name a collation.
  const as = (type: RawBuilder<unknown>) => type as RawBuilder<ColumnDataType>;
  const added = {
    writes_digest: types.text,
    submitter_msp: types.text,
    submitter_is_admin: types.whole,
    foreign_call: types.text,
  };
  return {
    async up(db: Kysely<unknown>) {
      // SQLite takes one column a statement.
      for (const [column, type] of Object.entries(added))
        await db.schema.alterTable('transactions').addColumn(column, as(type)).execute();
      await db.schema
        .createTable('law_state')
        .addColumn('key', as(types.text), (column) => column.primaryKey())
        .addColumn('value', as(types.bytes), (column) => column.notNull())
        .modifyEnd(types.endByKey)
        .execute();
      await create(db, 'audit_place', {
        types,
        key: ['one'],
        columns: { one: 'whole', block: 'whole', tx: 'whole', ordinal: 'whole', hash: 'text' },
      });
      await create(db, 'alarms', {
        types,
        key: ['number'],
        columns: {
          number: 'whole',
          block: 'whole',
          tx: 'whole',
          tx_id: 'text',
          event: 'text?',
          kind: 'text',
          found: 'text',
          expected: 'text',
          raised_at: 'text',
        },
      });
    },
  };
}
