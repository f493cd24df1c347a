import type { Kysely, Transaction } from 'kysely';
import type { IndexTables } from './index-tables.ts';

/** Every table of the gateway's store. */
export interface Database extends IndexTables {}

/** A connection or a transaction: what queries take. */
export type Queryable = Kysely<Database> | Transaction<Database>;
