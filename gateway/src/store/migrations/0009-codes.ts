import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { columnTypes } from './columns.ts';
import { create, index } from './create-table.ts';

/** The scans of item codes, as codes/scan-tables.ts describes them, and what finds the code sets of a lot. */
export function codesMigration(engine: Engine): Migration {
  const types = columnTypes(engine);
  return {
    async up(db: Kysely<unknown>) {
      await create(db, 'scans', {
        types,
        key: ['serial', 'hour', 'place'],
        byKey: true,
        columns: { serial: 'text', hour: 'whole', place: 'text', salt: 'whole' },
      });
      await index(db, 'scans', ['hour']);
      await create(db, 'scan_salt', {
        types,
        key: ['one'],
        columns: { one: 'whole', number: 'whole', salt: 'text', since: 'whole' },
      });
      await index(db, 'code_sets', ['lot']);
    },
  };
}
