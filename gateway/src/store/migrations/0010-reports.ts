import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { columnTypes } from './columns.ts';
import { create, index } from './create-table.ts';

/** What people told, as reports/report-tables.ts describes it, and what finds the newest lots of a product. */
export function reportsMigration(engine: Engine): Migration {
  const types = columnTypes(engine);
  return {
    async up(db: Kysely<unknown>) {
      await create(db, 'reports', {
        types,
        key: ['receipt'],
        unique: ['nonce'],
        columns: {
          receipt: 'text',
          nonce: 'text',
          kind: 'text',
          matter: 'text',
          sealed: 'text',
          gtin: 'text?',
          lot: 'text?',
          serial: 'text?',
          division: 'text?',
          regulators: 'text',
          maker: 'text?',
          received_at: 'text',
          due_on: 'text?',
          keep_until: 'text',
          answered_at: 'text?',
          answer: 'text?',
        },
      });
      await create(db, 'report_looks', {
        types,
        key: ['id'],
        columns: { id: 'text', at: 'text', who: 'text', what: 'text', receipt: 'text' },
      });
      await index(db, 'reports', ['keep_until']);
      await index(db, 'reports', ['received_at']);
      await index(db, 'lots', ['gtin', 'event']);
    },
  };
}
