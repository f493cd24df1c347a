import { lotNumberOf } from '@mengsu/chaincode/model';
import { expect, it } from 'vitest';
import { layeredWorld } from '../../indexer/testing-layers.ts';
import { eventIdOf } from '../../indexer/testing-ledger.ts';
import { TestWorld } from '../../indexer/testing-world.ts';
import { describeStores } from '../testing.ts';
import { lotLimits, readLot, readLotPage } from './lot.ts';
import {
  fail,
  ground,
  herder,
  lastHolding,
  plant,
  questionOf,
  shop,
  tellStory,
  write,
} from './testing-story.ts';
import { readTrace } from './trace.ts';

describeStores('a lot', (stores) => {
  it('answers for a lot: what it is, where its amounts are, its way and its ancestors', async () => {
    const { lotOf, lots } = await tellStory(await stores.open());
    const answer = await lotOf(lots.cuts);
    expect(answer).toMatchObject({
      product: { category: 'lamb', categoryNames: { zh: '羊' }, owner: { id: plant.party } },
      maker: { id: plant.party, organisation: 'ProducersMSP', division: '152502' },
      site: { code: 'S-1', kind: 'plant' },
      created: { count: 700, massG: 340_000 },
      network: { id: 'mengsu-test', ground },
      indexed: { block: 1, at: '2026-09-01T03:31:00.500Z' },
      truncated: false,
    });
    expect(answer.amounts).toEqual({
      available: { count: 694, massG: 337_000 },
      inTransit: { count: 0, massG: 0 },
      used: { count: 0, massG: 0 },
      sold: { count: 5, massG: 2_500 },
      disposed: { count: 1, massG: 500 },
      returned: { count: 0, massG: 0 },
      countedLess: { count: 0, massG: 0 },
      countedMore: { count: 0, massG: 0 },
    });
    expect(answer.steps.map(({ act, depth }) => [act, depth])).toEqual([
      ['commission', 2],
      ['dispatch', 2],
      ['receive', 2],
      ['settle', 2],
      ['transform', 1],
      ['transform', 0],
      ['dispatch', 0],
      ['receive', 0],
      ['sell', 0],
      ['dispose', 0],
    ]);
    expect(answer.ancestors.map(({ depth, gtin, lot }) => [depth, `${gtin}/${lot}`])).toEqual([
      [1, lots.carcasses],
      [2, lots.herd],
    ]);
  });

  it('tells both hands of a handover and what became of the lines', async () => {
    const { lotOf, lots } = await tellStory(await stores.open());
    const [, sent, got, settled] = (await lotOf(lots.herd)).steps;
    expect(sent).toMatchObject({ party: { id: herder.party }, counterparty: { id: plant.party } });
    expect(got).toMatchObject({
      party: { id: plant.party },
      counterparty: { id: herder.party },
      site: { party: plant.party, code: 'S-1' },
      shipment: sent?.shipment,
      outcome: { accepted: { count: 39, massG: 702_000 }, missing: { count: 1, massG: 18_000 } },
      lots: [{ side: 'line', amount: { count: 40, massG: 720_000 } }],
    });
    expect(settled?.outcome).toEqual({ writtenOff: { count: 1, massG: 18_000 } });
  });

  it('shows in a transform the lots of this way only, and what a sale and a loss say', async () => {
    const { lotOf, lots } = await tellStory(await stores.open());
    const { steps } = await lotOf(lots.cuts);
    expect(steps[5]).toMatchObject({ operation: 'cut' });
    expect(steps[5]?.lots.map(({ side, lot }) => [side, lot])).toEqual([
      ['in', lotNumberOf(lots.carcasses)],
      ['out', lotNumberOf(lots.cuts)],
    ]);
    expect(steps[8]).toMatchObject({ soldTo: 'consumer' });
    expect(steps[9]).toMatchObject({ reason: 'loss' });
    expect((await lotOf(lots.carcasses)).steps.map(({ act }) => act)).not.toContain('sell');
  });

  it('tells who holds how much where', async () => {
    const { lotOf, lots } = await tellStory(await stores.open());
    const { holdings } = await lotOf(lots.cuts);
    const none = { count: 0, massG: 0 };
    expect(holdings).toHaveLength(2);
    expect(holdings).toContainEqual({
      party: plant.party,
      site: 'S-1',
      available: { count: 100, massG: 40_000 },
      loaded: none,
      returned: none,
      sold: none,
    });
    expect(holdings).toContainEqual({
      party: shop.party,
      site: 'S-1',
      available: { count: 594, massG: 297_000 },
      loaded: none,
      returned: none,
      sold: { count: 5, massG: 2_500 },
    });
  });

  it('gives the page its address and no holdings', async () => {
    const { store, lots } = await tellStory(await stores.open());
    const page = await store.read((db) =>
      readLotPage(db, { ...questionOf(lots.cuts), canonicalUrl: 'https://example.test/01/x' }),
    );
    expect(page).toMatchObject({ canonicalUrl: 'https://example.test/01/x', lot: lotNumberOf(lots.cuts) });
    expect(page).not.toHaveProperty('holdings');
  });

  it('knows nothing of a lot that was never made', async () => {
    const { store, lots } = await tellStory(await stores.open());
    const unknown = { ...questionOf(lots.cuts), lot: 'NONE' };
    expect(await store.read((db) => readLot(db, unknown))).toBeUndefined();
    expect(await store.read((db) => readTrace(db, { ...unknown, direction: 'both' }))).toBeUndefined();
  });

  it('leaves out where the goods of an ancestor went otherwise', async () => {
    const store = await stores.open();
    const world = new TestWorld();
    const founding = world.founding();
    const born = world.commission(herder, { count: 50, massG: 900_000 });
    const herd = lastHolding(world);
    const elsewhere = world.dispatch(herd, { count: 10, massG: 180_000 }, shop);
    const cancelled = world.dispatch(herd, { count: 1, massG: 18_000 }, shop);
    const back = world.cancel(world.open[1] ?? fail(), 'S-1');
    const moved = world.move(herd, { count: 30, massG: 540_000 });
    const moving = lastHolding(world);
    const soldHere = world.sell(herd, { count: 2, massG: 36_000 });
    const sibling = world.transform([moving], [{ count: 1, massG: 1 }]);
    const rest = world.holdings.find(({ lot, site }) => lot === herd.lot && site === 'S-1') ?? fail();
    const made = world.transform([rest], [{ count: 1, massG: 1 }]);
    const { lot } = lastHolding(world);
    const events = [born, elsewhere, cancelled, back, moved, soldHere, sibling, made];
    await write(store, founding, events);
    const answer = await store.read((db) => readLot(db, questionOf(lot)));
    expect(answer?.steps.map(({ eventId }) => eventId)).toEqual([born, cancelled, back, made].map(eventIdOf));
  });

  it('keeps a lot’s own steps where a crowd of siblings used its ancestors', async () => {
    const store = await stores.open();
    const { documents, last } = layeredWorld({ levels: 2, width: 60, parents: 30 });
    await write(store, ...documents);
    const answer = await store.read((db) => readLot(db, questionOf(last)));
    expect(answer).toMatchObject({ truncated: false });
    expect(answer?.ancestors).toHaveLength(30);
    expect(answer?.steps).toHaveLength(31);
  });

  it('stops at the limits and says so', async () => {
    const store = await stores.open();
    const world = new TestWorld();
    const founding = world.founding();
    const born = world.commission(herder, { count: 10_000, massG: 10_000 });
    const herd = lastHolding(world);
    const sales = Array.from({ length: lotLimits.stepsMax + 50 }, () =>
      world.sell(herd, { count: 1, massG: 1 }),
    );
    await write(store, founding, [born], ...chunks(sales, 150));
    const answer = await store.read((db) => readLot(db, questionOf(herd.lot)));
    expect(answer?.steps).toHaveLength(lotLimits.stepsMax);
    expect(answer?.truncated).toBe(true);
  });
});

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
