import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../open-store.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mengsu-full-'));
  store = await openStore(`sqlite:${join(folder, 'store.sqlite')}`);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A store that may have so many pages fails like a disk without room: SQLITE_FULL. */
const limitPages = (pages: number) => sql`pragma max_page_count = ${sql.lit(pages)}`.execute(store.db);

describe('a SQLite store without room', () => {
  const answer = 'x'.repeat(100_000);
  const write = (job: string) =>
    store.db.transaction().execute(async (db) => {
      for (const n of [1, 2, 3])
        await db
          .insertInto('outbox_answers')
          .values({ job: `${job}${n}`, finished_ms: 1, answer })
          .execute();
    });

  it('says so, keeps nothing of the transaction, and takes it once there is room', async () => {
    await limitPages(1);
    await expect(write('a')).rejects.toMatchObject({ message: 'database or disk is full', code: 13 });
    expect(await store.read((db) => db.selectFrom('blocks').selectAll().execute())).toEqual([]);
    await limitPages(100_000);
    await write('a');
    const rows = await store.db.selectFrom('outbox_answers').select('job').orderBy('job').execute();
    expect(rows.map(({ job }) => job)).toEqual(['a1', 'a2', 'a3']);
  });
});
