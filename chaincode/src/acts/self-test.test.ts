import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf, limits } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { breachesOf, breachesWhen, idOf, lotAt, seedHold, seedHolding } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { heads, holdingAt, lamb, lambWorld, rewrite, say, type TradeWorld } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

let at: TradeWorld;
beforeEach(async () => {
  at = await lambWorld();
  seedHolding(at, [at.plant.id, 'PLANT-1', lamb], heads(5));
});
const test = (verdict: 'passed' | 'failed', site = 'PASTURE-1', lot = lamb) => ({
  act: 'selfTest',
  site,
  lot,
  verdict,
  report: exampleDigest(1),
});

describe('selfTest by the maker', () => {
  it('passes the whole lot; a laboratory’s word it is not', async () => {
    expect(await breachesWhen(at, at.herder, test('passed'))).toEqual([]);
    expect(lotAt(at, lamb).test).toBe('passed');
    expect(lotAt(at, lamb).inspected).toBeUndefined();
  });

  it('keeps a laboratory’s word', async () => {
    rewrite(at, keyOf.lot(lamb), { test: 'passed', inspected: true });
    await say(at, at.herder, test('passed'));
    expect(lotAt(at, lamb)).toMatchObject({ test: 'passed', inspected: true });
  });

  it('fails the whole lot for good', async () => {
    const id = idOf(await say(at, at.herder, test('failed')));
    await say(at, at.herder, test('passed'));
    expect(lotAt(at, lamb)).toMatchObject({ test: 'failed', holds: [id] });
    expect(at.world.state.at(keyOf.hold(id))).toEqual({
      by: 'law',
      remits: ['agriculture'],
      division: '152502',
      failedTest: true,
      voluntary: true,
    });
  });

  it('drops no office’s hold to make room, however often it fails', async () => {
    const office = seedHold(at, 255, keyOf.lot(lamb));
    for (let count = 0; count < limits.marksMax + 1; count += 1) await say(at, at.herder, test('failed'));
    const { holds } = lotAt(at, lamb);
    expect(holds).toHaveLength(limits.marksMax);
    expect(holds).toContain(office);
  });

  it('leaves room for an office’s hold, however often it has failed', async () => {
    for (let count = 0; count < limits.marksMax; count += 1) await say(at, at.herder, test('failed'));
    const subject = { kind: 'lots', lots: [lamb] };
    const id = idOf(await say(at, at.certifier, { act: 'hold', subject, reason: 'suspicion' }));
    expect(lotAt(at, lamb).holds).toContain(id);
  });
});

describe('selfTest by another holder', () => {
  it('failed, it holds what lies in its own hands alone, under the regulators of its own site', async () => {
    rewrite(at, keyOf.site(at.plant.id, 'PLANT-1'), { division: '110000' });
    const other = seedHold(at, 91, keyOf.holding(at.plant.id, 'PLANT-1', lamb));
    const id = idOf(await say(at, at.plant, test('failed', 'PLANT-1')));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)).toEqual({
      available: heads(5),
      sold: {},
      holds: [id, other].sort(),
    });
    expect(lotAt(at, lamb).test).toBeUndefined();
    expect(lotAt(at, lamb).holds).toBeUndefined();
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)?.holds).toBeUndefined();
    expect(at.world.state.at(keyOf.hold(id))).toMatchObject({ division: '110000', failedTest: true });
  });

  it('drops no office’s hold on them to make room', async () => {
    const office = seedHold(at, 255, keyOf.holding(at.plant.id, 'PLANT-1', lamb));
    for (let count = 0; count < limits.marksMax + 1; count += 1)
      await say(at, at.plant, test('failed', 'PLANT-1'));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)?.holds).toContain(office);
  });

  it('passed, it is recorded and changes nothing', async () => {
    const answer = await say(at, at.plant, test('passed', 'PLANT-1'));
    expect(breachesOf(answer)).toEqual([]);
    expect(lotAt(at, lamb).test).toBeUndefined();
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)).toEqual({ available: heads(5), sold: {} });
  });
});

describe('selfTest', () => {
  it('refuses a registrar’s device, another’s site, an unknown lot, and a lot that is not in hand', async () => {
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, test('passed')));
    await expectRefusal('SITE_UNKNOWN', () => say(at, at.herder, test('passed', 'PLANT-1', `${gtin(1)}/L9`)));
    await expectRefusal('LOT_UNKNOWN', () => say(at, at.herder, test('passed', 'BARN-1', `${gtin(1)}/L9`)));
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.herder, test('failed', 'BARN-1')));
    seedHolding(at, [at.herder.id, 'PASTURE-1', lamb], { count: 0, massG: 0 });
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.herder, test('failed')));
  });
});
