import { gtinOf, lotNumberOf } from '@mengsu/chaincode/model';
import { expect, it } from 'vitest';
import { describeStores } from '../testing.ts';
import { readProductPage } from './product.ts';
import { tellStory } from './testing-story.ts';

describeStores('the page of a product', ({ open }) => {
  it('lists lots in stock under no mark and in date, the newest first', async () => {
    const store = await open();
    const { lots } = await tellStory(store);
    const gtin = gtinOf(lots.cuts);
    const read = (today = '2026-09-01', before?: number) =>
      store.read((db) => readProductPage(db, { gtin, ground: 'devnet', before, today }));
    const listed = async (today?: string) => (await read(today))?.lots.map(({ lot }) => lot) ?? [];
    expect(await listed()).toContain(lotNumberOf(lots.cuts));
    const { event } = await store.db
      .selectFrom('lots')
      .select('event')
      .where('id', '=', lots.cuts)
      .executeTakeFirstOrThrow();
    expect((await read('2026-09-01', event))?.lots.map(({ lot }) => lot)).not.toContain(
      lotNumberOf(lots.cuts),
    );
    await store.db.updateTable('lots').set({ best_before: '2026-09-30' }).execute();
    expect(await listed('2026-09-30')).toContain(lotNumberOf(lots.cuts));
    expect(await listed('2026-10-01')).toEqual([]);
    await store.db.insertInto('hold_lots').values({ hold: 'h', lot: lots.cuts }).execute();
    const hold = {
      id: 'h',
      scope: 'lots',
      placed_by: 'law',
      reason: 'breach',
      placed_at: 'x',
      event: 0,
    } as const;
    const open_ = { party: null, site: null, released_at: null, released_by: null, release_reason: null };
    await store.db
      .insertInto('holds')
      .values({ ...hold, ...open_ })
      .execute();
    expect(await listed()).not.toContain(lotNumberOf(lots.cuts));
    await store.db.updateTable('holds').set({ released_at: 'x' }).execute();
    expect(await listed()).toContain(lotNumberOf(lots.cuts));
    await store.db.deleteFrom('balances').where('account', '=', 'held').execute();
    expect(await listed()).toEqual([]);
  });
});
