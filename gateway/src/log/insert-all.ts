import type { Transaction } from 'kysely';
import type { Database } from '../store/database.ts';
import type { LogTables } from './log-tables.ts';

/** 256 rows of four columns stay far below the limits on parameters. */
const rowsPerStatementMax = 256;

/** Inserts rows whose keys are not there yet. */
export async function insertAll<T extends keyof LogTables>(
  db: Transaction<Database>,
  table: T,
  rows: readonly LogTables[T][],
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatementMax) {
    const some = rows.slice(start, start + rowsPerStatementMax);
    // Kysely does not see that a row of the table is one that can be inserted, where the table is a parameter.
    await db
      .insertInto(table as 'state_pages')
      .values(some as never)
      .execute();
  }
}
