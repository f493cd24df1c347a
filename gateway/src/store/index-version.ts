import type { Kysely } from 'kysely';
import { logTableNames } from '../log/log-tables.ts';
import type { Database } from './database.ts';
import { indexTableNames } from './index-layout.ts';

/** One more whenever the same blocks give other rows (indexer/rebuild.test.ts pins their digest): older rows then go, and the ledger is read again. */
export const indexVersion = 3;

export interface IndexVersionTables {
  readonly index_version: { readonly one: number; readonly version: number };
}

/** Empties an index that another version of the indexer made: the gateway then reads the ledger again from block 0. */
export async function forgetOtherVersions(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const row = await transaction.selectFrom('index_version').select('version').executeTakeFirst();
    if (row?.version === indexVersion) return;
    await clearIndex(transaction);
    await transaction.deleteFrom('index_version').execute();
    await transaction.insertInto('index_version').values({ one: 1, version: indexVersion }).execute();
  });
}

/** Removes every row of the index, those that refer to others first, and the map of states that follows from it. */
export async function clearIndex(transaction: Kysely<Database>): Promise<void> {
  for (const table of logTableNames) await transaction.deleteFrom(table).execute();
  for (const table of [...indexTableNames].reverse()) await transaction.deleteFrom(table).execute();
}
