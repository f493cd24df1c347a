import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { columnTypes } from './columns.ts';
import { create, index } from './create-table.ts';

/** The spreader's own table, as spread/spread-tables.ts describes it, and what finds the lots that were made at a site. */
export function spreadMigration(engine: Engine): Migration {
  const types = columnTypes(engine);
  return {
    async up(db: Kysely<unknown>) {
      await create(db, 'spread_place', {
        types,
        key: ['one'],
        columns: {
          one: 'whole',
          ordinal: 'whole',
          event: 'text',
          device: 'text',
          sequence: 'whole',
          previous: 'text?',
        },
      });
      await index(db, 'lots', ['maker', 'site', 'event']);
    },
  };
}
