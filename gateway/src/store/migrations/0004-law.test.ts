import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { openStore } from '../open-store.ts';
import { NodeSqliteDialect } from '../sqlite/dialect.ts';
import { migrations } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'mengsu-0004-'));
afterEach(() => rmSync(folder, { recursive: true }));

it('empties the index of an older store, so that it is read again, and keeps what waits to be sent', async () => {
  const path = join(folder, 'older.sqlite');
  const older = new Kysely<Database>({ dialect: new NodeSqliteDialect({ path, mode: 'write' }) });
  const known = Object.entries(migrations('sqlite')).filter(([name]) => name < '0004');
  const migrator = new Migrator({
    db: older,
    provider: { getMigrations: async () => Object.fromEntries(known) },
  });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  await older.insertInto('blocks').values({ number: 0, hash: 'ab', time: null }).execute();
  const job = { id: 'job', place: 1, mode: 'all', events: '[]', strangers: '[]' } as const;
  await older.insertInto('outbox_jobs').values(job).execute();
  await older.destroy();
  const store = await openStore(`sqlite:${path}`);
  expect(await store.db.selectFrom('blocks').selectAll().execute()).toEqual([]);
  expect(await store.db.selectFrom('outbox_jobs').select('id').execute()).toEqual([{ id: 'job' }]);
  await store.close();
});
