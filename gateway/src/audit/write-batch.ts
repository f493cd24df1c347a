import { CompiledQuery, type Transaction } from 'kysely';
import type { Database } from '../store/database.ts';
import type { Store } from '../store/open-store.ts';
import type { AlarmRow } from './audit-tables.ts';
import type { AuditPlace } from './read-batch.ts';

/** What one batch comes to. */
export interface AuditedBatch {
  readonly written: ReadonlyMap<string, Uint8Array | undefined>;
  readonly alarms: readonly Omit<AlarmRow, 'number'>[];
  readonly next: AuditPlace;
}

/** State, alarms and place in one SQL transaction: after a crash the batch is there whole, or is done again. Answers the alarms as they are kept. */
export function writeBatch(store: Store, batch: AuditedBatch): Promise<readonly AlarmRow[]> {
  return store.db.transaction().execute(async (db) => {
    await writeState(db, { engine: store.engine, written: batch.written });
    const place = { one: 0, ...batch.next };
    await db
      .insertInto('audit_place')
      .values(place)
      .onConflict((conflict) => conflict.column('one').doUpdateSet(batch.next))
      .execute();
    if (batch.alarms.length === 0) return [];
    const last = await db
      .selectFrom('alarms')
      .select(({ fn }) => fn.max('number').as('number'))
      .executeTakeFirst();
    const first = (last?.number ?? 0) + 1;
    const rows = batch.alarms.map((alarm, index) => ({ number: first + index, ...alarm }));
    for (const row of rows) await db.insertInto('alarms').values(row).execute();
    return rows;
  });
}

/** Another ledger: nothing that was found about the one before says anything about it. Answers how many alarms went. */
export function forgetAudit(store: Store): Promise<number> {
  return store.db.transaction().execute(async (db) => {
    await db.deleteFrom('law_state').execute();
    await db.deleteFrom('audit_place').execute();
    const { numDeletedRows } = await db.deleteFrom('alarms').executeTakeFirst();
    return Number(numDeletedRows);
  });
}

interface StateWrites {
  readonly engine: Store['engine'];
  readonly written: ReadonlyMap<string, Uint8Array | undefined>;
}

const rowsPerStatementMax = 128;

/** In groups of powers of two, so that few statements are prepared. */
async function writeState(db: Transaction<Database>, { engine, written }: StateWrites): Promise<void> {
  const kept: (readonly [string, Uint8Array])[] = [];
  for (const [key, value] of written) {
    if (value) kept.push([key, value]);
    else await db.deleteFrom('law_state').where('key', '=', key).execute();
  }
  for (let start = 0, size = rowsPerStatementMax; start < kept.length; start += size) {
    while (size > kept.length - start) size /= 2;
    const parameters = kept.slice(start, start + size).flat();
    await db.executeQuery(CompiledQuery.raw(putStatement(engine, size), parameters));
  }
}

function putStatement(engine: Store['engine'], size: number): string {
  const tuple = (row: number): string =>
    engine === 'sqlite' ? '(?, ?)' : `($${row * 2 + 1}, $${row * 2 + 2})`;
  const values = Array.from({ length: size }, (_, row) => tuple(row)).join(', ');
  return `insert into "law_state" ("key", "value") values ${values} on conflict ("key") do update set "value" = excluded."value"`;
}
