import type { LotRecord } from '@mengsu/chaincode/model';
import { keyOf } from '@mengsu/chaincode/model';
import { makeDevice } from '@mengsu/chaincode/model/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  commissionFields,
  dayMs,
  heads,
  lamb,
  rewrite,
  say,
  type TradeWorld,
  tradeWorld,
} from '../../../chaincode/src/testing-trade.ts';
import { gtin } from '../../../chaincode/src/testing-world.ts';
import { LawLedger } from '../audit/testing-law-ledger.ts';
import { describeStores } from '../store/testing.ts';
import { keyFolder, SpreadGround } from './testing-spread.ts';

const lot = (name: string): string => `${gtin(1)}/${name}`;
const of = (name: string, count: number) => ({ lot: lot(name), amount: heads(count) });

type Line = ReturnType<typeof of>;
const made = (inputs: readonly Line[], outputs: readonly Line[]) => ({
  act: 'transform',
  site: 'PASTURE-1',
  operation: 'split',
  inputs,
  outputs,
});
const holding = (...names: string[]) => ({
  act: 'hold',
  subject: { kind: 'lots', lots: names.map(lot) },
  reason: 'suspicion',
});

const cleaning: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean();
});

describeStores('the spreader', (stores) => {
  /** 20 head, L1, at PASTURE-1; 10 of it became A, of A came B, and of B and L1 came C. */
  async function family() {
    const world = new LawLedger();
    const at: TradeWorld = await tradeWorld(world);
    const ground = new SpreadGround(world, await stores.open());
    const key = await keyFolder(at.network.ProducersMSP.service);
    cleaning.push(() => ground.stop(), key.remove);
    const tell = (fields: object) => say(at, at.herder, fields as never);
    await tell(commissionFields(lamb, heads(20)));
    await tell(made([of('L1', 10)], [of('A', 10)]));
    await tell(made([of('A', 6)], [of('B', 6)]));
    await tell(made([of('B', 3), of('L1', 3)], [of('C', 6)]));
    return { at, ground, key, tell };
  }

  async function spreading() {
    const made = await family();
    await made.key.write();
    made.ground.start(made.key.file);
    return made;
  }

  const lotsOf = (ground: SpreadGround, ...names: string[]): LotRecord[] =>
    names.map((name) => ground.lot(lot(name)));
  const saidId = (receipt: { readonly results: readonly { readonly id: string }[] }) =>
    receipt.results[0]?.id;

  describe('a mark', () => {
    it('goes down to all that was made before it, parents before children, each lot once', async () => {
      const { at, ground } = await spreading();
      const hold = saidId(await say(at, at.regulator, holding('L1')));
      await ground.go();
      await vi.waitFor(() => expect(ground.said).toHaveLength(3));
      expect(ground.told).toEqual(['L1 > A, C', 'A > B', 'B > C']);
      for (const { holds } of lotsOf(ground, 'A', 'B', 'C')) expect(holds).toEqual([hold]);
    });

    it('is not spread to what was made after it, which is born with it', async () => {
      const { at, ground, tell } = await spreading();
      await say(at, at.regulator, holding('A'));
      await tell(made([of('A', 2)], [of('D', 2)]));
      await ground.go();
      await vi.waitFor(() => expect(ground.said).toHaveLength(2));
      expect(ground.told).toEqual(['A > B', 'B > C']);
    });

    it('reaches what is made while the spreads are on their way', async () => {
      const { at, ground, tell } = await spreading();
      const hold = saidId(await say(at, at.regulator, holding('L1')));
      await ground.index();
      ground.meanwhile = () => tell(made([of('C', 2)], [of('D', 2)]));
      await ground.go();
      await vi.waitFor(() => expect(ground.told).toContain('C > D'));
      expect(ground.lot(lot('D')).holds).toEqual([hold]);
    });

    it('that was released meanwhile, and a drill, are not spread', async () => {
      const { at, ground, tell } = await spreading();
      const hold = saidId(await say(at, at.regulator, holding('L1')));
      await say(at, at.regulator, { act: 'release', hold, reason: 'cleared' });
      const knownAt = new Date(at.world.nowMs - 1000).toISOString();
      const recall = { act: 'recall', lots: [lamb], level: 1, kind: 'voluntary', reason: 'residue', knownAt };
      await tell({ ...recall, drill: true });
      await tell({ ...recall, lots: [lot('B')] });
      await ground.go();
      await vi.waitFor(() => expect(ground.said).toHaveLength(1));
      expect(ground.told).toEqual(['B > C']);
    });

    it('of a failed test goes down as well', async () => {
      const { ground, tell } = await spreading();
      const report = 'A'.repeat(43);
      await tell({ act: 'selfTest', site: 'PASTURE-1', lot: lot('B'), verdict: 'failed', report });
      await ground.go();
      await vi.waitFor(() => expect(ground.lot(lot('C')).holds).toHaveLength(1));
    });

    it('passes over a lot whose making was reversed, and reaches its sisters', async () => {
      const { at, ground } = await spreading();
      const hold = saidId(await say(at, at.regulator, holding('L1')));
      rewrite(at, keyOf.lot(lot('A')), { reversed: true });
      await ground.go();
      await vi.waitFor(() => expect(ground.lot(lot('C')).holds).toEqual([hold]));
      expect(ground.said).toContainEqual(
        expect.objectContaining({ children: 2, status: 'refused', code: 'SUBJECT_UNKNOWN' }),
      );
      expect(ground.faults).toEqual([]);
    });
  });

  describe('a treatment that is told late', () => {
    const treated = (at: TradeWorld, more: object = {}) => ({
      act: 'treat',
      site: 'PASTURE-1',
      input: 'SY150012345',
      dose: { milli: 1000, unit: 'mL' },
      from: new Date(at.world.nowMs - 1 * dayMs).toISOString(),
      to: new Date(at.world.nowMs - 1 * dayMs + 1000).toISOString(),
      ...more,
    });
    async function withInput() {
      const all = await spreading();
      const { at } = all;
      const input = { act: 'registerInput', input: 'SY150012345', kind: 'veterinaryDrug' };
      const intervals = { meat: 28 };
      const fields = { ...input, names: { zh: '示例' }, intervals } as never;
      await say(at, at.certifier, fields, at.regulator.device);
      rewrite(at, keyOf.category('lamb-live'), { use: 'meat' });
      return all;
    }

    it('of a site holds what was brought forth there within the interval, and what was made of it', async () => {
      const { at, ground, tell } = await withInput();
      await tell(treated(at));
      await ground.go();
      await vi.waitFor(() => expect(ground.told).toEqual(['PASTURE-1 > L1', 'L1 > A, C', 'A > B', 'B > C']));
      for (const { stripped, earliest } of lotsOf(ground, 'L1', 'A', 'B', 'C')) {
        expect(stripped).toBe(true);
        expect(earliest?.meat).toBeDefined();
      }
    });

    it('of a time after they were made, or long before, is not spread', async () => {
      const { at, ground, tell } = await withInput();
      const old = new Date(at.world.nowMs - 60 * dayMs).toISOString();
      await tell(treated(at, { from: old, to: old }));
      at.world.nowMs += 2 * dayMs;
      await tell(treated(at));
      await say(at, at.regulator, holding('B'));
      await ground.go();
      await vi.waitFor(() => expect(ground.told).toEqual(['B > C']));
    });
  });

  describe('its place', () => {
    it('is kept over a restart: nothing is said twice, and the chain of the key goes on', async () => {
      const { at, ground, key } = await spreading();
      await say(at, at.regulator, holding('A'));
      await ground.go();
      await vi.waitFor(() => expect(ground.said).toHaveLength(2));
      await ground.stop();
      ground.start(key.file);
      await say(at, at.regulator, holding('B'));
      await ground.go();
      await vi.waitFor(() => expect(ground.said).toHaveLength(3));
      const events = ground.posted.flat();
      expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
      expect(events[2]?.previous).toBe(ground.said[1]?.event);
    });

    it('begins anew where the index follows another ledger', async () => {
      const { at, ground } = await family();
      const place = { one: 0, ordinal: 3, event: 'other', device: '', sequence: 0, previous: null };
      await ground.store.db.insertInto('spread_place').values(place).execute();
      const key = await keyFolder(at.network.ProducersMSP.service);
      await key.write();
      cleaning.push(key.remove);
      ground.start(key.file);
      await say(at, at.regulator, holding('B'));
      await ground.go();
      await vi.waitFor(() => expect(ground.told).toEqual(['B > C']));
    });

    it('is passed after refusals that stay, so that others do not wait for ever', async () => {
      const { at, ground } = await spreading();
      ground.refusal = { state: 'refused', code: 'LAW_FAILED', detail: 'no answer', pointer: '' };
      await say(at, at.regulator, holding('A'));
      await ground.go();
      await vi.waitFor(() => expect(ground.faults).toEqual(Array(5).fill('LAW_FAILED')));
      ground.refusal = undefined;
      await say(at, at.regulator, holding('B'));
      await ground.go();
      await vi.waitFor(() => expect(ground.told).toEqual(['B > C']));
    });
  });

  describe('its key', () => {
    it('may come later: the file is looked at again when an organisation is founded', async () => {
      const { at, ground, key } = await family();
      ground.start(key.file);
      await vi.waitFor(() => expect(ground.off).toEqual(['FILE_ABSENT']));
      await key.write();
      await say(at, at.regulator, holding('B'));
      await ground.go();
      await vi.waitFor(() => expect(ground.told).toEqual(['B > C']));
    });

    it('that is no organisation’s says nothing, and so once', async () => {
      const { at, ground } = await family();
      const key = await keyFolder(await makeDevice());
      cleaning.push(key.remove);
      await key.write();
      await ground.index();
      ground.start(key.file);
      await say(at, at.regulator, holding('B'));
      for (let round = 0; round < 3; round += 1) await ground.go();
      await vi.waitFor(() => expect(ground.off).toEqual(['NO_ORGANISATION_OF_KEY']));
      expect(ground.posted).toEqual([]);
    });

    it('is not taken from a file that others can read', async () => {
      const { at, ground } = await family();
      const key = await keyFolder(at.network.ProducersMSP.service, 0o644);
      cleaning.push(key.remove);
      await key.write();
      await ground.index();
      ground.start(key.file);
      await vi.waitFor(() => expect(ground.off).toEqual(['FILE_READABLE_BY_OTHERS']));
    });
  });
});
