import { setTimeout as pause } from 'node:timers/promises';
import { type Organisation, organisations } from '@mengsu/chaincode/model';
import { afterEach, expect, it, vi } from 'vitest';
import {
  commissionFields,
  heads,
  lamb,
  say,
  type TradeWorld,
  tradeWorld,
} from '../../../chaincode/src/testing-trade.ts';
import { LawLedger } from '../audit/testing-law-ledger.ts';
import { describeStores } from '../store/testing.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { storeProofs } from './proofs.ts';
import { cosignsIn, WitnessGround } from './testing-witnesses.ts';

const cleaning: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean();
});

const four: readonly Organisation[] = organisations;

describeStores('witnesses', (stores) => {
  /** A world with a herder's lot, and a store and a witness for each organisation. */
  async function witnesses(names: readonly Organisation[] = four) {
    const world = new LawLedger();
    const at: TradeWorld = await tradeWorld(world);
    const grounds = await Promise.all(names.map(async () => new WitnessGround(world, await stores.open())));
    const indexAll = () => Promise.all(grounds.map((ground) => ground.index()));
    await say(at, at.herder, commissionFields(lamb, heads(20)) as never);
    await indexAll();
    for (const [place, ground] of grounds.entries()) {
      cleaning.push(() => ground.stop());
      await ground.start(at.network, names[place] ?? 'BrandMSP');
    }
    const [first] = grounds;
    if (!first) throw new RangeError('no witness');
    return { world, at, grounds, first, indexAll, proofs: storeProofs(first.store, 3) };
  }

  type Made = Awaited<ReturnType<typeof witnesses>>;

  /** Lets the clock and the index go on until a checkpoint of all `count` is there. */
  const untilSigned = ({ first, world, indexAll }: Made, count: number, sizeMin = 0) =>
    vi.waitFor(
      async () => {
        world.nowMs += 200;
        await indexAll();
        const cosigns = await cosignsIn(first.store);
        const last = cosigns.findLast(({ note }) => (parseCheckpoint(note)?.size ?? 0) > sizeMin)?.note;
        expect(cosigns.filter(({ note }) => note === last).length).toBe(count);
        return parseCheckpoint(last ?? '');
      },
      { timeout: 20_000, interval: 5 },
    );

  it('come to one checkpoint of all four, and to another when something was recorded', async () => {
    const made = await witnesses();
    const before = await untilSigned(made, 4);
    await say(made.at, made.at.herder, { ...commissionFields(lamb, heads(7)), lot: `${lamb}/L2` } as never);
    const after = await untilSigned(made, 4, before?.size);
    expect(after?.size).toBeGreaterThan(before?.size ?? 0);
    expect((await made.proofs.checkpoint())?.size).toBe(after?.size);
    expect(made.grounds.flatMap(({ contradictions, faults }) => [...contradictions, ...faults])).toEqual([]);
  });

  it('come to another after a minute where nothing was recorded', async () => {
    const made = await witnesses();
    const before = await untilSigned(made, 4);
    made.world.nowMs += 60_000;
    const after = await untilSigned(made, 4, before?.size);
    expect(Date.parse(after?.time ?? '') - Date.parse(before?.time ?? '')).toBeGreaterThan(50_000);
  });

  it('show nothing while fewer than three have signed', async () => {
    const made = await witnesses(['BrandMSP', 'TradeMSP']);
    await untilSigned(made, 2);
    expect(await made.proofs.checkpoint()).toBeUndefined();
    expect(await made.proofs.lot(`${lamb}/L1`, undefined)).toBeUndefined();
  });

  it('do not sign what their own log contradicts, and say so', async () => {
    const made = await witnesses(['BrandMSP', 'ProducersMSP', 'TradeMSP', 'RegulatorMSP']);
    const [liar, ...honest] = made.grounds;
    await liar?.store.db
      .updateTable('log_nodes')
      .set({ hash: 'A'.repeat(43) })
      .where('level', '=', 0)
      .execute();
    await liar?.store.db
      .updateTable('log_nodes')
      .set({ hash: 'A'.repeat(43) })
      .where('level', '>', 0)
      .execute();
    await say(made.at, made.at.herder, { ...commissionFields(lamb, heads(7)), lot: `${lamb}/L2` } as never);
    await vi.waitFor(
      async () => {
        made.world.nowMs += 200;
        await made.indexAll();
        expect(honest.some(({ contradictions }) => contradictions.length > 0)).toBe(true);
        expect(liar?.contradictions.length).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 5 },
    );
    const cosigns = await cosignsIn(made.first.store);
    const own = cosigns.filter(({ device }) => device === made.at.network.BrandMSP.log.kid);
    for (const { note } of own.filter(({ note }) => note.includes('AAAA')))
      expect(cosigns.filter((one) => one.note === note).length).toBe(1);
  });

  it('sign nothing with a key that others can read, and say why', async () => {
    const world = new LawLedger();
    const { network } = await tradeWorld(world);
    const ground = new WitnessGround(world, await stores.open());
    cleaning.push(() => ground.stop());
    await ground.index();
    await ground.start(network, 'BrandMSP', 0o644);
    await vi.waitFor(() => expect(ground.off).toEqual(['FILE_READABLE_BY_OTHERS']));
  });

  it('propose nothing while their index is behind', async () => {
    const made = await witnesses(['BrandMSP']);
    await untilSigned(made, 1);
    made.first.isCurrent = false;
    await pause(100);
    await made.indexAll();
    const before = (await cosignsIn(made.first.store)).length;
    await say(made.at, made.at.herder, { ...commissionFields(lamb, heads(7)), lot: `${lamb}/L2` } as never);
    made.world.nowMs += 120_000;
    await made.indexAll();
    await pause(100);
    await made.indexAll();
    expect((await cosignsIn(made.first.store)).length).toBe(before);
  });
});
