import type { Queryable } from '../database.ts';
import type { BlockRow } from '../index-tables.ts';

/** The last block that is in the index, undefined before the first. */
export function readHead(db: Queryable): Promise<BlockRow | undefined> {
  return db.selectFrom('blocks').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
}
