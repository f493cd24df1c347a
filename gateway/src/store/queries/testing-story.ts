import { type Envelope, gtinOf, lotNumberOf } from '@mengsu/chaincode/model';
import { applyBlocks } from '../../indexer/apply.ts';
import { decodeBlock } from '../../indexer/decode.ts';
import { recordTransaction, TestLedger, testChaincode } from '../../indexer/testing-ledger.ts';
import { actors, TestWorld } from '../../indexer/testing-world.ts';
import type { Store } from '../open-store.ts';
import { type LotAnswer, readLot } from './lot.ts';

export const [herder = fail(), plant = fail(), shop = fail()] = actors;
export const ground = 'devnet' as const;
export const questionOf = (lotId: string) => ({
  gtin: gtinOf(lotId),
  lot: lotNumberOf(lotId),
  ground,
  today: '2026-09-01',
});

/** Writes documents of events, one block each. */
export async function write(store: Store, ...documents: Envelope[][]): Promise<void> {
  const ledger = new TestLedger();
  const blocks = documents.map((events, index) =>
    ledger.append(recordTransaction(events, { txId: `tx-${index}` })),
  );
  await applyBlocks(store, await Promise.all(blocks.map((bytes) => decodeBlock(bytes, testChaincode))));
}

/** Lambs from the pasture, 40 to the plant (one goes missing), slaughtered and cut, sold in the shop. */
export function lambStory() {
  const world = new TestWorld();
  const founding = world.founding();
  const born = world.commission(herder, { count: 50, massG: 900_000 });
  const herd = lastHolding(world);
  const sent = world.dispatch(herd, { count: 40, massG: 720_000 }, plant);
  const got = world.receive(world.open[0] ?? fail(), { count: 1, massG: 18_000 });
  const settled = world.settle(world.disputed[0] ?? fail());
  const flock = lastHolding(world);
  const slaughtered = world.transform([flock], [{ count: 39, massG: 350_000 }]);
  const carcasses = lastHolding(world);
  const cut = world.transform([carcasses], [{ count: 700, massG: 340_000 }]);
  const cuts = lastHolding(world);
  const toShop = world.dispatch(cuts, { count: 600, massG: 300_000 }, shop);
  const inShop = world.receive(world.open[0] ?? fail());
  const stock = lastHolding(world);
  const sold = world.sell(stock, { count: 5, massG: 2_500 });
  const lost = world.dispose(stock, { count: 1, massG: 500 });
  const events = [born, sent, got, settled, slaughtered, cut, toShop, inShop, sold, lost];
  const lots = { herd: herd.lot, carcasses: carcasses.lot, cuts: cuts.lot };
  return { founding, events, lots };
}

export const lastHolding = (world: TestWorld) => world.holdings.at(-1) ?? fail();
export function fail(): never {
  throw new Error('the test world lacks what the story needs');
}

/** A store that holds the story. */
export async function tellStory(store: Store) {
  const story = lambStory();
  await write(store, story.founding, story.events);
  const lotOf = async (lotId: string): Promise<LotAnswer> =>
    (await store.read((db) => readLot(db, questionOf(lotId)))) ?? fail();
  return { store, lotOf, ...story };
}
