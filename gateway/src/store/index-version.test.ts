import { expect, it } from 'vitest';
import { indexVersion } from './index-version.ts';
import { openStore } from './open-store.ts';
import { describeStores } from './testing.ts';

const block = { number: 0, hash: 'ab', time: null };
const job = { id: 'job', place: 1, mode: 'all', events: '[]', strangers: '[]' } as const;

describeStores('rows of another version of the indexer', (stores) => {
  it.each([
    { case: 'of an older one', version: indexVersion - 1 },
    { case: 'of a newer one that was given up', version: indexVersion + 1 },
    { case: 'from before there were versions', version: undefined },
  ])('go when the store is opened, $case; what waits to be sent stays', async ({ version }) => {
    const url = await stores.freshUrl();
    const older = await openStore(url);
    await older.db.insertInto('blocks').values(block).execute();
    await older.db.insertInto('outbox_jobs').values(job).execute();
    if (version === undefined) await older.db.deleteFrom('index_version').execute();
    else await older.db.updateTable('index_version').set({ version }).execute();
    await older.close();
    const store = await openStore(url);
    expect(await store.db.selectFrom('blocks').selectAll().execute()).toEqual([]);
    expect(await store.db.selectFrom('outbox_jobs').select('id').execute()).toEqual([{ id: 'job' }]);
    await store.close();
    const again = await openStore(url);
    await again.db.insertInto('blocks').values(block).execute();
    await again.close();
    const kept = await openStore(url);
    expect(await kept.db.selectFrom('blocks').selectAll().execute()).toEqual([block]);
    await kept.close();
  });
});
