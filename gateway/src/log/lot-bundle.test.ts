import { type Organisation, organisations } from '@mengsu/chaincode/model';
import { parsePins, verifyBundle } from '@mengsu/web-scan/verify';
import { afterEach, expect, it, vi } from 'vitest';
import {
  commissionFields,
  heads,
  lamb,
  say,
  type TradeWorld,
  tradeWorld,
} from '../../../chaincode/src/testing-trade.ts';
import { gtin } from '../../../chaincode/src/testing-world.ts';
import { LawLedger } from '../audit/testing-law-ledger.ts';
import { describeStores } from '../store/testing.ts';
import { storeProofs } from './proofs.ts';
import { WitnessGround } from './testing-witnesses.ts';

const cleaning: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean();
});

describeStores('a lot’s bundle', (stores) => {
  /** A world that three organisations witness. */
  async function witnessed() {
    const world = new LawLedger();
    const at: TradeWorld = await tradeWorld(world);
    const names: readonly Organisation[] = organisations.slice(0, 3);
    const grounds = await Promise.all(names.map(async () => new WitnessGround(world, await stores.open())));
    for (const [place, ground] of grounds.entries()) {
      cleaning.push(() => ground.stop());
      await ground.index();
      await ground.start(at.network, names[place] ?? 'BrandMSP');
    }
    const [first] = grounds;
    if (!first) throw new RangeError('no ground');
    const proofs = storeProofs(first.store, 3);
    const tell = (who: TradeWorld['herder'], fields: object) => say(at, who, fields as never);
    /** The lot's proof, once a checkpoint of everything that was told is there. */
    const prove = async (lot: string, seen?: { size: number; root: string; states: string }) => {
      const events = await first.store.db
        .selectFrom('events')
        .select('ordinal')
        .where('act', '<>', 'cosign')
        .execute();
      await first.index();
      const told = await first.store.db
        .selectFrom('events')
        .select('ordinal')
        .where('act', '<>', 'cosign')
        .orderBy('ordinal', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      expect(told.ordinal).toBeGreaterThanOrEqual(events.length - 1);
      return vi.waitFor(
        async () => {
          world.nowMs += 200;
          await Promise.all(grounds.map((ground) => ground.index()));
          const proven = await proofs.lot(lot, seen?.size);
          expect(proven?.size).toBeGreaterThan(told.ordinal);
          const pins = await proofs.pins();
          return verifyBundle(proven?.text ?? '', { pins, nowMs: world.nowMs, seen });
        },
        { timeout: 20_000, interval: 5 },
      );
    };
    return { at, world, proofs, tell, prove };
  }

  const lot = (name: string): string => `${gtin(1)}/${name}`;
  const of = (name: string, count: number) => ({ lot: lot(name), amount: heads(count) });

  it('is believed by the page’s verifier, with what the lot was made of', async () => {
    const { at, tell, prove, proofs } = await witnessed();
    await tell(at.herder, commissionFields(lamb, heads(20)));
    await tell(at.herder, {
      act: 'transform',
      site: 'PASTURE-1',
      operation: 'split',
      inputs: [of('L1', 10)],
      outputs: [of('A', 10)],
    });
    const verdict = await prove(lot('A'));
    expect(verdict.lots.get(lot('A'))).toMatchObject({
      complete: true,
      parents: [lot('L1')],
      holds: [],
      recalls: [],
    });
    expect(verdict.lots.get(lot('L1'))?.complete).toBe(true);
    const acts = [...verdict.events.values()].map(({ event }) => event.act);
    for (const act of ['found', 'enrolDevice', 'enrolParty', 'registerProduct', 'registerSite', 'commission'])
      expect(acts).toContain(act);
    await parsePins(await proofs.pins());
  });

  it('says of holds and recalls that they stand, of itself and of what it was made of, until they do not', async () => {
    const { at, tell, prove } = await witnessed();
    await tell(at.herder, commissionFields(lamb, heads(20)));
    const held = await tell(at.regulator, {
      act: 'hold',
      subject: { kind: 'lots', lots: [lot('L1')] },
      reason: 'suspicion',
    });
    const before = await prove(lot('L1'));
    const hold = held.results[0]?.id;
    expect(before.lots.get(lot('L1'))?.holds).toEqual([{ id: hold, lot: lot('L1'), scope: 'lots' }]);
    await tell(at.regulator, { act: 'release', hold, reason: 'cleared' });
    const after = await prove(lot('L1'), before.checkpoint);
    expect(after.lots.get(lot('L1'))?.holds).toEqual([]);
    expect(after.lots.get(lot('L1'))?.state.holds).toEqual([hold]);
    expect(after.checkpoint.size).toBeGreaterThan(before.checkpoint.size);
  });

  it('of a lot of very many events is its entry, and says that it is not complete', async () => {
    const { at, world, tell, prove } = await witnessed();
    await tell(at.herder, commissionFields(lamb, heads(900)));
    for (const _ of [1, 2]) {
      const loss = () => ({
        party: at.herder.id,
        act: 'dispose',
        site: 'PASTURE-1',
        lines: [of('L1', 1)],
        reason: 'loss',
      });
      await world.sayAll(Array.from({ length: 130 }, () => [loss(), [at.herder.device]] as const));
    }
    const verdict = await prove(lot('L1'));
    expect(verdict.lots.get(lot('L1'))).toMatchObject({ complete: false, ids: [] });
  });

  it('is not there for a lot that no checkpoint knows', async () => {
    const { at, tell, prove, proofs } = await witnessed();
    await tell(at.herder, commissionFields(lamb, heads(20)));
    await prove(lot('L1'));
    expect(await proofs.lot(lot('NEVER'), undefined)).toBeUndefined();
  });
});
