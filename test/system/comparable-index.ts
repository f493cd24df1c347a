import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { columnsOf, indexLayout, indexTableNames } from '../../gateway/src/store/index-layout.ts';
import type { RunningSystem } from './running-system.ts';

/** Where two ledgers may differ that were told the same: how events came into blocks, and when. */
const ofLedger: readonly string[] = ['blocks', 'transactions'];
const ofEvent: readonly string[] = ['block', 'tx', 'place'];
/** A time of the ledger's, not one that an event has said. */
const isRecorded = (column: string): boolean =>
  column.endsWith('_at') && column !== 'said_at' && column !== 'known_at';

/**
 * Every row of a running gateway's index on SQLite, by table, as text that is the same for every ledger that was told the same documents in the same
 * order: recorded times are written as the first event that was recorded then.
 */
export function comparableIndex({ places }: Pick<RunningSystem, 'places'>): Record<string, string[]> {
  const database = new DatabaseSync(path.join(places.gateway, 'mengsu.sqlite'), { readOnly: true });
  try {
    const times = new Map<string, string>();
    for (const { ordinal, recorded_at } of database
      .prepare('SELECT ordinal, recorded_at FROM events ORDER BY ordinal DESC')
      .all())
      times.set(String(recorded_at), `recorded with ${ordinal}`);
    const comparable = (column: string, value: unknown): unknown =>
      isRecorded(column) ? (times.get(String(value)) ?? value) : value;
    const rowsOf = (table: (typeof indexTableNames)[number]): string[] => {
      const columns = columnsOf(table).filter((column) => table !== 'events' || !ofEvent.includes(column));
      const names = columns.map((column) => `"${column}"`).join(', ');
      const order = indexLayout[table].key.map((column) => `"${column}"`).join(', ');
      return database
        .prepare(`SELECT ${names} FROM "${table}" ORDER BY ${order}`)
        .all()
        .map((row) => JSON.stringify(columns.map((column) => comparable(column, row[column]))));
    };
    const tables = indexTableNames.filter((table) => !ofLedger.includes(table));
    return Object.fromEntries(tables.map((table) => [table, rowsOf(table)]));
  } finally {
    database.close();
  }
}
