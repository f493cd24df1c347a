import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestIndex } from '../store/digest.ts';
import { indexVersion } from '../store/index-version.ts';
import type { Store } from '../store/open-store.ts';
import { describeStores } from '../store/testing.ts';
import { applyBlocks } from './apply.ts';
import { rebuild } from './rebuild.ts';
import { historyOf } from './testing-history.ts';
import { testChaincode } from './testing-ledger.ts';
import { choicesOf, decodeAll, sourceOf } from './testing-source.ts';
import { actors } from './testing-world.ts';

const actor = actors[0] ?? expect.fail('the test world has no actors');

describeStores('a rebuild', (stores) => {
  it('has the same digest live, in batches, and rebuilt, over random histories', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 120 }), async (choices) => {
        const store = await stores.open();
        const ledger = historyOf(choices);
        for (const block of await decodeAll(ledger)) await applyBlocks(store, [block]);
        const live = await digestIndex(store);
        await rebuild({
          store,
          chaincode: testChaincode,
          blocks: sourceOf(ledger.blocks),
          untilBlock: ledger.height - 1,
        });
        expect(await digestIndex(store)).toBe(live);
        await expectSumsToHold(store);
      }),
      // The failing history itself, at once: shrinking takes longer than the test may.
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('has the same digest on every database', async () => {
    const store = await stores.open();
    await applyBlocks(store, await decodeAll(historyOf(choicesOf(9, 300))));
    const acts = await store.db.selectFrom('events').select('act').distinct().execute();
    // The history would otherwise prove less than it says.
    expect(acts.map(({ act }) => act)).toEqual(
      expect.arrayContaining(['correct', 'load', 'takeBack', 'recount', 'treat']),
    );
    // Pinned: a change of the rows is a new version of the index, never an accident.
    expect(indexVersion).toBe(3);
    expect(await digestIndex(store)).toBe('f80ad61b605a3e10fc1a5a4acda8d723fe441f8effaf7d263efe5a6ccdb6e2cb');
  });

  it('tells a changed row by its digest', async () => {
    const store = await stores.open();
    await applyBlocks(store, await decodeAll(historyOf(choicesOf(10, 50))));
    const before = await digestIndex(store);
    await store.db.updateTable('lots').set({ maker: actor.party }).execute();
    expect(await digestIndex(store)).not.toBe(before);
  });

  it('keeps what is known when a rebuild meets a fork, as an alarm', async () => {
    const store = await stores.open();
    const blocks = [...historyOf(choicesOf(11, 30)).blocks.slice(0, 2), ...historyOf([1]).blocks.slice(1)];
    const rebuilding = rebuild({ store, chaincode: testChaincode, blocks: sourceOf(blocks), untilBlock: 9 });
    await expect(rebuilding).rejects.toThrow(/^FORK/);
  });
});

/** Per lot and measure: every account but the contra accounts is never negative, all accounts sum to 0, and balances are the sums of entries. */
async function expectSumsToHold(store: Store): Promise<void> {
  const sums = (table: 'entries' | 'balances') =>
    store.db
      .selectFrom(table)
      .select(['lot', 'account', 'party', 'place'])
      .select(({ fn }) => [fn.sum<number>('count').as('count'), fn.sum<number>('mass_g').as('mass_g')])
      .groupBy(['lot', 'account', 'party', 'place'])
      .orderBy('lot')
      .orderBy('account')
      .orderBy('party')
      .orderBy('place')
      .execute();
  const balances = await sums('balances');
  expect(balances).toEqual(await sums('entries'));
  const lots = new Map<string, number>();
  for (const { lot, account, count, mass_g } of balances) {
    expect(account === 'made' || account === 'recounted' || (count >= 0 && mass_g >= 0)).toBe(true);
    lots.set(lot, (lots.get(lot) ?? 0) + count + mass_g);
  }
  expect([...lots.values()].filter((sum) => sum !== 0)).toEqual([]);
}
