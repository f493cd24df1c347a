import { expect, it } from 'vitest';
import { layeredWorld } from '../../indexer/testing-layers.ts';
import { describeStores } from '../testing.ts';
import { fail, herder, questionOf, tellStory, write } from './testing-story.ts';
import { readTrace, traceLimits } from './trace.ts';

describeStores('a trace', (stores) => {
  it('traces back, forward and both', async () => {
    const { store, lots } = await tellStory(await stores.open());
    const trace = async (direction: 'back' | 'forward' | 'both') =>
      store.read((db) => readTrace(db, { ...questionOf(lots.carcasses), direction }));
    expect((await trace('back'))?.nodes.map(({ id }) => id)).toEqual([lots.carcasses, lots.herd]);
    expect((await trace('forward'))?.nodes.map(({ id }) => id)).toEqual([lots.carcasses, lots.cuts]);
    const both = await trace('both');
    expect(both?.edges.map(({ from, to }) => [from, to])).toEqual([
      [lots.herd, lots.carcasses],
      [lots.carcasses, lots.cuts],
    ]);
    expect(both?.edges[0]?.amount).toEqual({ count: 39, massG: 702_000 });
    expect(both?.nodes[1]).toMatchObject({ depth: 1, maker: { id: herder.party }, created: { count: 50 } });
    expect(both?.truncated).toBe(false);
  });

  it('traces 12 levels and 300 lots whole, each lot once', async () => {
    const store = await stores.open();
    const { documents, last, lots } = layeredWorld({ levels: 12, width: 25, parents: 3 });
    await write(store, ...documents);
    const trace = await store.read((db) => readTrace(db, { ...questionOf(last), direction: 'back' }));
    expect(trace?.truncated).toBe(false);
    expect(Math.max(...(trace?.nodes ?? []).map(({ depth }) => depth))).toBe(11);
    expect(new Set(trace?.nodes.map(({ id }) => id)).size).toBe(trace?.nodes.length);
    const first = await store.read((db) =>
      readTrace(db, { ...questionOf(lots[0] ?? fail()), direction: 'forward' }),
    );
    expect(first?.nodes.some(({ id }) => id === last)).toBe(true);
    const shallow = await store.read((db) =>
      readTrace(db, { ...questionOf(last), direction: 'back', depth: 2 }),
    );
    expect(Math.max(...(shallow?.nodes ?? []).map(({ depth }) => depth))).toBe(2);
    expect(shallow?.truncated).toBe(true);
  });

  it('stops at the most ancestors and says so', async () => {
    const store = await stores.open();
    const { documents, last } = layeredWorld({ levels: 11, width: 60, parents: 30 });
    await write(store, ...documents);
    const trace = await store.read((db) => readTrace(db, { ...questionOf(last), direction: 'back' }));
    expect(trace?.nodes).toHaveLength(traceLimits.lotsMax + 1);
    expect(trace?.edges).toHaveLength(traceLimits.edgesMax);
    expect(trace?.truncated).toBe(true);
  });
});
