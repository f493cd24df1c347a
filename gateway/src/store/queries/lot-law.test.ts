import type { BreachCode, Envelope } from '@mengsu/chaincode/model';
import { lotNumberOf } from '@mengsu/chaincode/model';
import { expect, it } from 'vitest';
import { applyBlocks } from '../../indexer/apply.ts';
import { decodeBlock } from '../../indexer/decode.ts';
import {
  eventIdOf,
  filledEnvelope,
  recorded,
  recordTransaction,
  TestLedger,
  testChaincode,
} from '../../indexer/testing-ledger.ts';
import { TestWorld } from '../../indexer/testing-world.ts';
import type { Store } from '../open-store.ts';
import { describeStores } from '../testing.ts';
import { readCases } from './cases.ts';
import { readCertificate } from './certificates.ts';
import { type LotAnswer, readLot } from './lot.ts';
import { readQuotas } from './quotas.ts';
import { fail, herder, lastHolding, plant, questionOf, shop } from './testing-story.ts';

interface Told {
  readonly envelope: Envelope;
  readonly breaches?: BreachCode[];
  /** What the law writes for it. */
  readonly writes?: readonly [key: string, record: object][];
}

/** Tells a small story event by event, each in a block of its own. */
class Story {
  readonly world = new TestWorld();
  readonly #store: Store;
  readonly #ledger = new TestLedger();

  constructor(store: Store) {
    this.#store = store;
  }

  async tell(...told: readonly (Envelope | Told)[]): Promise<void> {
    const each = told.map((one): Told => ('envelope' in one ? one : { envelope: one }));
    const events = each.map(({ envelope }) => envelope);
    const results = each.map(({ envelope, breaches = [] }) => ({ ...recorded(envelope), breaches }) as const);
    const writes = each
      .flatMap((one) => one.writes ?? [])
      .map(([key, record]) => ({ key, value: new TextEncoder().encode(JSON.stringify(record)) }));
    const block = this.#ledger.append(recordTransaction(events, { results, writes }));
    await applyBlocks(this.#store, [await decodeBlock(block, testChaincode)]);
  }

  async found(): Promise<void> {
    await this.tell(...this.world.founding());
  }

  async lot(lotId: string): Promise<LotAnswer> {
    return (await this.#store.read((db) => readLot(db, questionOf(lotId)))) ?? fail();
  }
}

const spreadOf = (lot: string, child: string) => ({
  ...{ act: 'spread', party: shop.party },
  ...{ source: { kind: 'lot', lot }, children: [child] },
});
/** The law holds the child under the spread's own id. */
const writesOf = (spread: Envelope, child: string): NonNullable<Told['writes']> => [
  [`hold/${eventIdOf(spread)}`, { by: 'law', division: '152502', remits: ['market'] }],
  [`lot/${child}`, { holds: [eventIdOf(spread)] }],
];
const releaseOf = (spread: Envelope) => ({
  ...{ act: 'release', party: shop.party, hold: eventIdOf(spread), reason: 'cleared' },
});

/** A herd at the herder's, 4 head of it slaughtered there. */
async function slaughtered(store: Store) {
  const story = new Story(store);
  const { world } = story;
  await story.found();
  await story.tell(world.claim(herder, { count: 9, massG: 900 }));
  const herd = lastHolding(world);
  await story.tell(world.transform([herd], [{ count: 4, massG: 400 }]));
  const carcass = lastHolding(world);
  return { story, world, herd, carcass };
}

describeStores('what the law says of a lot', (stores) => {
  it('tells claims with their certificate, and how it stands now', async () => {
    const { story, world, herd, carcass } = await slaughtered(await stores.open());
    const [claim] = (await story.lot(herd.lot)).claims;
    expect(claim).toMatchObject({
      scheme: 'mengzibiao',
      holder: { id: herder.party },
      from: '2026-01-01',
      until: '2026-12-31',
      scope: { products: [], categories: ['lamb'], sites: [expect.any(String)] },
      state: 'active',
    });
    expect((await story.lot(carcass.lot)).claims).toEqual([]);
    const subject = { kind: 'certificate', certificate: claim?.certificate };
    const restrict = { act: 'restrict', party: plant.party, subject, to: 'withdrawn', reason: 'other' };
    await story.tell(world.event(plant.device, restrict));
    expect((await story.lot(herd.lot)).claims).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('tells a hold of what was made of the held, and frees all at once', async () => {
    const { story, world, herd, carcass } = await slaughtered(await stores.open());
    await story.tell(world.hold(shop, herd.lot));
    const [hold = ''] = world.holds;
    expect((await story.lot(herd.lot)).marks.holds).toMatchObject([
      { eventId: hold, scope: 'lot', by: { id: shop.party }, reason: 'suspicion' },
    ]);
    expect((await story.lot(carcass.lot)).marks.holds).toMatchObject([
      { eventId: hold, scope: 'earlier', lot: lotNumberOf(herd.lot) },
    ]);
    await story.tell(world.release(shop, hold));
    expect((await story.lot(carcass.lot)).marks.holds).toEqual([]);
    const step = (await story.lot(herd.lot)).steps.find(({ act }) => act === 'hold');
    expect(step).toMatchObject({ eventId: hold, endedAt: '2026-09-01T03:31:00.500Z' });
  });

  it('tells a recall of everything that was made, and nothing of a drill', async () => {
    const { story, world, herd, carcass } = await slaughtered(await stores.open());
    await story.tell(world.recall(herder, carcass.lot, { drill: true }));
    expect((await story.lot(carcass.lot)).marks.recalls).toEqual([]);
    await story.tell(world.recall(herder, herd.lot));
    const recall = world.recalls[1] ?? '';
    expect((await story.lot(carcass.lot)).marks.recalls).toMatchObject([
      { eventId: recall, scope: 'earlier', by: { id: herder.party }, level: 1, reason: 'residue' },
    ]);
    await story.tell(world.closeRecall(herder, recall));
    expect((await story.lot(carcass.lot)).marks.recalls).toEqual([]);
  });

  it('tells a hold by the law without anybody’s name, and one of a handover as of a part', async () => {
    const { story, world, carcass } = await slaughtered(await stores.open());
    await story.tell({ envelope: world.claim(herder, { count: 1, massG: 1 }), breaches: ['OVER_QUOTA'] });
    const excess = await story.lot(lastHolding(world).lot);
    expect(excess.marks.holds).toMatchObject([{ scope: 'lot', reason: 'breach' }]);
    expect(excess.marks.holds[0]).not.toHaveProperty('by');
    expect(excess.claims).toEqual([]);
    const sent = world.dispatch(carcass, { count: 1, massG: 100 }, shop);
    await story.tell({ envelope: sent, breaches: ['EXPIRED'] });
    expect((await story.lot(carcass.lot)).marks.holds).toMatchObject([{ scope: 'part' }]);
    expect((await story.lot(carcass.lot)).steps.at(-1)).toMatchObject({
      act: 'dispatch',
      breaches: ['EXPIRED'],
    });
  });

  it('tells tests, declarations and treatments of the lot and of what went into it', async () => {
    const { story, world, carcass } = await slaughtered(await stores.open());
    const declared = world.declare(carcass);
    await story.tell(world.treat(herder, 'S-1'), world.selfTest(carcass, 'failed'), declared);
    const answer = await story.lot(carcass.lot);
    expect(answer.tests).toMatchObject([
      { kind: 'selfTest', verdict: 'failed', party: { id: herder.party } },
    ]);
    expect(answer.declarations).toMatchObject([{ form: 1, basis: 'ownTest' }]);
    expect(answer.treatments).toMatchObject([{ input: 'SY150012345', kind: 'veterinaryDrug' }]);
    expect(answer.marks.holds.map(({ reason }) => reason)).toContain('failedTest');
    await story.tell(world.correct(herder, eventIdOf(declared)));
    const after = await story.lot(carcass.lot);
    expect(after.declarations).toMatchObject([{ revokedAt: '2026-09-01T03:31:00.500Z' }]);
    expect(after.steps.find(({ act }) => act === 'declare')).toMatchObject({
      correction: { reason: 'typingError', isReversed: false, party: herder.party },
    });
  });

  it('warns of an interval that was told of after the goods were made, before anybody has spread it', async () => {
    const { story, world, herd, carcass } = await slaughtered(await stores.open());
    const treated = world.treat(herder, 'S-1');
    await story.tell(treated);
    const interval = { eventId: eventIdOf(treated), reason: 'interval' };
    expect((await story.lot(herd.lot)).marks.holds).toMatchObject([{ ...interval, scope: 'lot' }]);
    expect((await story.lot(carcass.lot)).marks.holds).toMatchObject([{ ...interval, scope: 'lot' }]);
    const spread = world.event(shop.device, spreadOf(herd.lot, carcass.lot));
    await story.tell({ envelope: spread, writes: writesOf(spread, carcass.lot) });
    expect((await story.lot(carcass.lot)).marks.holds).toMatchObject([
      { eventId: eventIdOf(spread), reason: 'interval', scope: 'lot' },
      { ...interval, scope: 'earlier' },
    ]);
    await story.tell(world.event(shop.device, releaseOf(spread)));
    expect((await story.lot(carcass.lot)).marks.holds).toMatchObject([{ ...interval, scope: 'earlier' }]);
  });

  it.each([
    { case: 'a shorter interval', endMs: -1500, isNews: false },
    { case: 'the same', endMs: -1000, isNews: false },
    { case: 'a longer one', endMs: -500, isNews: true },
  ])('warns after a release of $case: $isNews', async ({ endMs, isNews }) => {
    const { story, world, herd, carcass } = await slaughtered(await stores.open());
    const spread = world.event(shop.device, spreadOf(herd.lot, carcass.lot));
    await story.tell(world.treat(herder, 'S-1', herd.lot));
    await story.tell({ envelope: spread, writes: writesOf(spread, carcass.lot) });
    await story.tell(world.event(shop.device, releaseOf(spread)));
    expect((await story.lot(carcass.lot)).marks.holds).toEqual([]);
    const second = world.treat(herder, 'S-1', herd.lot, endMs);
    await story.tell(second);
    const warned = (await story.lot(carcass.lot)).marks.holds.map(({ eventId }) => eventId);
    expect(warned).toEqual(isNews ? [eventIdOf(second)] : []);
  });

  it('warns of no shorter interval than the one of the site that was known when the lot was made', async () => {
    const story = new Story(await stores.open());
    const { world } = story;
    await story.found();
    await story.tell(world.treat(herder, 'S-1'));
    await story.tell(world.commission(herder, { count: 9, massG: 900 }));
    const { lot } = lastHolding(world);
    await story.tell(world.treat(herder, 'S-1', undefined, -1500));
    expect((await story.lot(lot)).marks.holds).toEqual([]);
    const longer = world.treat(herder, 'S-1', undefined, -500);
    await story.tell(longer);
    expect((await story.lot(lot)).marks.holds).toMatchObject([{ eventId: eventIdOf(longer) }]);
  });

  it.each([
    { made: '2026-09-20', isWithin: true },
    { made: '2026-10-20', isWithin: false },
  ])(
    'follows an interval only through what was made within it: a herd of $made',
    async ({ made, isWithin }) => {
      const story = new Story(await stores.open());
      const { world } = story;
      await story.found();
      const born = JSON.parse(world.commission(herder, { count: 9, massG: 900 }).payload);
      await story.tell(filledEnvelope({ ...born, eventTime: `${made}T00:00:00.000Z` }));
      await story.tell(world.transform([lastHolding(world)], [{ count: 4, massG: 400 }]));
      const carcass = lastHolding(world);
      await story.tell(world.treat(herder, 'S-1'));
      const warned = (await story.lot(carcass.lot)).marks.holds.map(({ reason }) => reason);
      expect(warned).toEqual(isWithin ? ['interval'] : []);
    },
  );

  it('lets a treatment of a lot reach only what is made of it', async () => {
    const { story, world, herd, carcass } = await slaughtered(await stores.open());
    await story.tell(world.treat(herder, 'S-1', herd.lot));
    expect((await story.lot(herd.lot)).marks.holds).toEqual([]);
    expect((await story.lot(carcass.lot)).marks.holds).toMatchObject([{ reason: 'interval', scope: 'lot' }]);
  });

  it('says of a lot whose making was undone that it never was', async () => {
    const story = new Story(await stores.open());
    const { world } = story;
    await story.found();
    await story.tell(world.commission(herder, { count: 9, massG: 900 }));
    const { lot } = lastHolding(world);
    expect(await story.lot(lot)).not.toHaveProperty('reversal');
    await story.tell(world.undo() ?? fail());
    const answer = await story.lot(lot);
    expect(answer).toMatchObject({ reversal: { isReversed: true, reason: 'typingError' } });
    expect(answer.amounts.available).toEqual({ count: 0, massG: 0 });
  });

  it('tells what is on units, given back and counted otherwise', async () => {
    const { story, world, herd } = await slaughtered(await stores.open());
    await story.tell(world.commission(shop, { count: 10, massG: 1000 }));
    const stock = lastHolding(world);
    await story.tell(
      world.load(stock, { count: 2, massG: 200 }),
      world.sell(stock, { count: 3, massG: 300 }),
    );
    await story.tell(world.takeBack(world.sold[0] ?? fail()), world.recount(stock));
    const answer = await story.lot(stock.lot);
    expect(answer.amounts).toMatchObject({
      available: { count: 6, massG: 700 },
      returned: { count: 3, massG: 300 },
      sold: { count: 0, massG: 0 },
      countedLess: { count: 1, massG: 0 },
      countedMore: { count: 0, massG: 0 },
    });
    expect(answer.holdings).toEqual([
      {
        party: shop.party,
        site: 'S-1',
        available: { count: 4, massG: 500 },
        loaded: { count: 2, massG: 200 },
        returned: { count: 3, massG: 300 },
        sold: { count: 0, massG: 0 },
      },
    ]);
    expect((await story.lot(herd.lot)).holdings).toHaveLength(1);
  });
});

describeStores('what regulators ask', (stores) => {
  it('answers for cases in pages, the newest first', async () => {
    const store = await stores.open();
    const story = new Story(store);
    const { world } = story;
    await story.found();
    const made = Array.from({ length: 5 }, () => world.commission(herder, { count: 1, massG: 1 }));
    await story.tell(...made.map((envelope) => ({ envelope, breaches: ['LATE'] satisfies BreachCode[] })));
    const first = await store.read((db) => readCases(db, { limit: 3 }));
    expect(first.cases.map(({ eventId }) => eventId)).toEqual(made.map(eventIdOf).toReversed().slice(0, 3));
    expect(first.cases[0]).toMatchObject({
      act: 'commission',
      party: herder.party,
      lots: [lastHolding(world).lot],
      breaches: ['LATE'],
      block: 1,
    });
    const rest = await store.read((db) => readCases(db, { before: first.next, limit: 3 }));
    expect(rest.cases.map(({ eventId }) => eventId)).toEqual(made.map(eventIdOf).toReversed().slice(3));
    expect(rest).not.toHaveProperty('next');
  });

  it('answers for a certificate, and knows none that was not issued', async () => {
    const store = await stores.open();
    const { story, herd } = await slaughtered(store);
    const [claim] = (await story.lot(herd.lot)).claims;
    const certificate = await store.read((db) => readCertificate(db, claim?.certificate ?? ''));
    expect(certificate).toMatchObject({
      id: claim?.certificate,
      holder: { id: herder.party },
      sites: ['S-1'],
      state: 'active',
    });
    expect(await store.read((db) => readCertificate(db, `${herder.party}/NONE`))).toBeUndefined();
  });

  it('answers for quotas and what was used of them, and knows no foreign site', async () => {
    const store = await stores.open();
    await slaughtered(store);
    const ask = (site: string) => store.read((db) => readQuotas(db, { party: herder.party, site }));
    expect(await ask('S-1')).toMatchObject({
      state: 'active',
      quotas: [{ commodity: 'lamb', season: '2026', used: { count: 9, massG: 900 }, state: 'active' }],
    });
    expect(await ask('S-2')).toMatchObject({ quotas: [] });
    expect(await ask('S-9')).toBeUndefined();
  });
});
