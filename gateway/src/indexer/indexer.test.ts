import { expect, it } from 'vitest';
import { digestIndex } from '../store/digest.ts';
import type { Store } from '../store/open-store.ts';
import { readOutcomes } from '../store/queries/transaction-outcome.ts';
import { describeStores } from '../store/testing.ts';
import { applyBlocks } from './apply.ts';
import { type BlockSource, type IndexCommit, Indexer } from './follow.ts';
import { historyOf } from './testing-history.ts';
import { recordTransaction, TestLedger, testChaincode } from './testing-ledger.ts';
import { choicesOf, decodeAll, sourceOf } from './testing-source.ts';
import { actors, TestWorld } from './testing-world.ts';

const actor = actors[0] ?? expect.fail('the test world has no actors');
const indexerOf = (store: Store, blocks: readonly Uint8Array[]): Indexer =>
  new Indexer({ store, chaincode: testChaincode, blocks: sourceOf(blocks) });

const rowCounts = async (store: Store) => ({
  blocks: (await store.db.selectFrom('blocks').selectAll().execute()).length,
  events: (await store.db.selectFrom('events').selectAll().execute()).length,
});

/** Follows until `block` is in the index or it stands still. */
async function followTo(indexer: Indexer, block: number): Promise<void> {
  const reached = new Promise<void>((resolve) => {
    indexer.onCommit((commit) => {
      if (commit.block >= block) resolve();
    });
  });
  await Promise.race([reached, indexer.follow()]);
}

describeStores('an index', (stores) => {
  it('writes rows and blocks together and tells each transaction’s outcome', async () => {
    const store = await stores.open();
    const world = new TestWorld();
    const ledger = new TestLedger();
    ledger.append(recordTransaction(world.founding(), { txId: 'aa' }));
    ledger.append(
      recordTransaction([world.commission(actor, { count: 4, massG: 900 })], { txId: 'bb' }),
      recordTransaction([new TestWorld().commission(actor, { count: 1, massG: 1 })], {
        txId: 'cc',
        code: 11,
      }),
    );
    const commits: IndexCommit[] = [];
    const indexer = indexerOf(store, ledger.blocks);
    indexer.onCommit((commit) => commits.push(commit));
    await followTo(indexer, 1);
    await indexer.stop();
    expect(indexer.state).toEqual({ status: 'stopped', block: 1 });
    const outcomes = commits.flatMap((commit) => commit.outcomes);
    expect(outcomes.map(({ txId, code, block }) => [txId, code, block])).toEqual([
      ['aa', 0, 0],
      ['bb', 0, 1],
      ['cc', 11, 1],
    ]);
    expect(commits.flatMap(({ lagsMs }) => lagsMs)).toHaveLength(2);
    const known = await store.read((db) => readOutcomes(db, ['bb', 'cc', 'dd']));
    expect([...known.values()]).toEqual(outcomes.slice(1));
  });

  it('applies blocks that come twice once', async () => {
    const store = await stores.open();
    const blocks = await decodeAll(historyOf(choicesOf(1, 60)));
    expect(await applyBlocks(store, blocks)).toHaveLength(blocks.length);
    const digest = await digestIndex(store);
    expect(await applyBlocks(store, blocks)).toEqual([]);
    expect(
      await applyBlocks(
        await stores.open(),
        blocks.flatMap((block) => [block, block]),
      ),
    ).toEqual(blocks);
    expect(await digestIndex(store)).toBe(digest);
  });

  it('goes on where it stopped', async () => {
    const store = await stores.open();
    const { blocks } = historyOf(choicesOf(2, 80));
    const half = Math.floor(blocks.length / 2);
    for (const height of [half, blocks.length]) {
      const indexer = indexerOf(store, blocks.slice(0, height));
      await followTo(indexer, height - 1);
      await indexer.stop();
      expect(indexer.state.block).toBe(height - 1);
    }
  });

  it('stops at a block that does not follow, and writes nothing of it', async () => {
    const store = await stores.open();
    const ledger = historyOf(choicesOf(3, 40));
    const foreign = historyOf(choicesOf(4, 40));
    const height = 3;
    const indexer = indexerOf(store, [...ledger.blocks.slice(0, height), ...foreign.blocks.slice(height)]);
    await indexer.follow();
    expect(indexer.state).toMatchObject({ status: 'alarm', alarm: { code: 'FORK' } });
    expect((await rowCounts(store)).blocks).toBe(indexer.state.block + 1);
    expect(indexer.state.block).toBeLessThan(height);
  });

  it('stops when its last block is another one on the peer', async () => {
    const store = await stores.open();
    const blocks = await decodeAll(historyOf(choicesOf(5, 40)));
    await applyBlocks(store, blocks.slice(0, 2));
    const indexer = indexerOf(store, historyOf(choicesOf(6, 40)).blocks);
    await indexer.follow();
    expect(indexer.state).toMatchObject({ status: 'alarm', block: 1, alarm: { code: 'FORK' } });
  });

  it('stops at a gap', async () => {
    const store = await stores.open();
    const blocks = await decodeAll(historyOf(choicesOf(7, 40)));
    await expect(applyBlocks(store, [...blocks.slice(0, 1), ...blocks.slice(2)])).rejects.toThrow(/^FORK/);
    expect((await rowCounts(store)).blocks).toBe(0);
  });

  it('stops at a transaction of ours that makes no sense', async () => {
    const store = await stores.open();
    const ledger = historyOf([]);
    ledger.append({ document: '{', response: '{}' });
    ledger.append(recordTransaction([]));
    const indexer = indexerOf(store, ledger.blocks);
    await indexer.follow();
    expect(indexer.state.alarm?.message).toMatch(/^UNDECODABLE: block 1, transaction 0/);
    expect(indexer.state).toMatchObject({ status: 'alarm', block: 0 });
  });

  it('stops at an event that does not fit the rows, and writes nothing of its block', async () => {
    const store = await stores.open();
    const ledger = new TestLedger();
    const events = new TestWorld().founding();
    ledger.append(recordTransaction(events, { txId: 'aa' }));
    ledger.append(recordTransaction(events, { txId: 'bb' }));
    const indexer = indexerOf(store, ledger.blocks);
    await indexer.follow();
    expect(indexer.state).toMatchObject({ status: 'alarm', alarm: { code: 'CONTRADICTION' } });
    expect((await rowCounts(store)).blocks).toBe(indexer.state.block + 1);
  });

  it('stops when a listener throws, after the commit', async () => {
    const store = await stores.open();
    const indexer = indexerOf(store, historyOf([]).blocks);
    indexer.onCommit(() => {
      throw new TypeError('the outbox is broken');
    });
    await indexer.follow();
    expect(indexer.state).toMatchObject({ status: 'alarm', block: 0 });
    expect(indexer.state.alarm?.message).toContain('the outbox is broken');
  });

  it('ends when it is stopped, although the stream goes on', async () => {
    const store = await stores.open();
    const indexer = indexerOf(store, historyOf(choicesOf(12, 20)).blocks);
    const following = indexer.follow();
    await indexer.stop();
    await following;
    expect(indexer.state.status).toBe('stopped');
    expect(indexer.state.alarm).toBeUndefined();
  });

  it('opens the stream again after it failed or ended', async () => {
    const store = await stores.open();
    const { blocks } = historyOf(choicesOf(8, 150));
    const openedAt: number[] = [];
    const source: BlockSource = async function* (from, signal) {
      openedAt.push(from);
      if (openedAt.length === 3) yield* sourceOf(blocks)(from, signal);
      yield* blocks.slice(from, from + 2);
      if (openedAt.length === 1) throw new Error('the peer went away');
    };
    const indexer = new Indexer({ store, chaincode: testChaincode, blocks: source });
    await followTo(indexer, blocks.length - 1);
    expect(indexer.state).toEqual({ status: 'following', block: blocks.length - 1 });
    await indexer.stop();
    expect(openedAt).toEqual([0, 1, 2]);
  });

  it('is well again after a pause of the stream in which nothing came', async () => {
    const store = await stores.open();
    const { blocks } = historyOf([]);
    let opened = 0;
    const source: BlockSource = async function* (from, signal) {
      opened += 1;
      if (opened > 1) yield* sourceOf(blocks)(from, signal);
      yield* blocks;
    };
    const indexer = new Indexer({ store, chaincode: testChaincode, blocks: source });
    void indexer.follow();
    await expect.poll(() => [opened, indexer.state.status], { timeout: 5_000 }).toEqual([2, 'following']);
    await indexer.stop();
  });

  it('keeps the first outcome where a transaction came again', async () => {
    const store = await stores.open();
    const world = new TestWorld();
    const ledger = new TestLedger();
    const transaction = recordTransaction(world.founding(), { txId: 'aa' });
    ledger.append(transaction, { ...transaction, code: 9 });
    await applyBlocks(store, await decodeAll(ledger));
    expect((await store.read((db) => readOutcomes(db, ['aa']))).get('aa')?.code).toBe(0);
  });
});
