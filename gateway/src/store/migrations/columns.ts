import { type RawBuilder, sql } from 'kysely';
import type { Engine } from '../engine.ts';

/** The column types of both databases. Text compares byte by byte in both, so that both sort alike. */
export interface ColumnTypes {
  readonly text: RawBuilder<unknown>;
  /** Whole numbers up to 2^53 − 1. */
  readonly whole: RawBuilder<unknown>;
  readonly bytes: RawBuilder<unknown>;
  /** What ends a CREATE TABLE: `.modifyEnd(types.end)`. */
  readonly end: RawBuilder<unknown>;
  /** The same for a table that is stored in the order of its key. */
  readonly endByKey: RawBuilder<unknown>;
}

export function columnTypes(engine: Engine): ColumnTypes {
  if (engine === 'sqlite') {
    return {
      text: sql`text`,
      whole: sql`integer`,
      bytes: sql`blob`,
      end: sql`strict`,
      endByKey: sql`strict, without rowid`,
    };
  }
  return { text: sql`text collate "C"`, whole: sql`bigint`, bytes: sql`bytea`, end: sql``, endByKey: sql`` };
}
