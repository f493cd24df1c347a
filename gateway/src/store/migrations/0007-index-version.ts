import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { columnTypes } from './columns.ts';
import { create } from './create-table.ts';

/** Which version of the indexer made the rows of the index, as index-version.ts describes it: one row, none in a store from before. */
export function indexVersionMigration(engine: Engine): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const columns = { one: 'whole', version: 'whole' } as const;
      await create(db, 'index_version', { types: columnTypes(engine), key: ['one'], columns });
    },
  };
}
