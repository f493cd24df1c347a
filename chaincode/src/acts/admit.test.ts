import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf, limits } from '../model/index.ts';
import { exampleDigest, type Fields } from '../model/testing.ts';
import { breachesOf, breachesWhen, eventAt, idOf, lotAt, seed, seedHold } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  heads,
  holdingAt,
  lamb,
  litres,
  rewrite,
  say,
  type TradeWorld,
  tradeWorld,
} from '../testing-trade.ts';
import { gtin, startedAt } from '../testing-world.ts';

let at: TradeWorld;
beforeEach(async () => {
  at = await tradeWorld();
});
const opening = (members: Fields = {}): Fields => ({
  act: 'admit',
  site: 'PASTURE-1',
  lot: lamb,
  amount: heads(20),
  source: 'opening',
  document: exampleDigest(1),
  ...members,
});
const outside = (members: Fields = {}) =>
  opening({ source: 'outside', supplier: exampleDigest(2), ...members });

describe('admit', () => {
  it.each([
    ['opening stock', opening()],
    ['goods from outside', outside()],
  ])('makes a lot of %s that claims nothing and is known to be admitted', async (_, fields) => {
    const answer = await say(at, at.herder, fields);
    expect(breachesOf(answer)).toEqual([]);
    expect(lotAt(at, lamb)).toEqual({
      maker: at.herder.id,
      site: 'PASTURE-1',
      division: '152502',
      category: 'lamb-live',
      measures: ['count', 'massG'],
      created: heads(20),
      madeBy: idOf(answer),
      madeAt: '2026-09-01T00:00:00.000Z',
      admitted: true,
    });
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual({ available: heads(20), sold: {} });
    expect(eventAt(at, idOf(answer)).effect).toEqual({
      did: 'made',
      site: 'PASTURE-1',
      inputs: [],
      outputs: [lamb],
    });
  });

  it('asks nothing of what was used at the site: the goods were not made there', async () => {
    seed(at, keyOf.treatment(at.herder.id, 'PASTURE-1'), {
      earliest: { meat: '2027-01-01T00:00:00.000Z' },
      spans: [],
    });
    rewrite(at, keyOf.category('lamb-live'), { use: 'meat' });
    expect(await breachesWhen(at, at.herder, outside())).toEqual([]);
    expect(lotAt(at, lamb).earliest).toBeUndefined();
  });

  it('of a party on hold it is born held', async () => {
    seedHold(at, 90, keyOf.party(at.herder.id));
    const answer = await say(at, at.herder, outside());
    const id = idOf(answer);
    expect(breachesOf(answer)).toEqual(['ON_HOLD']);
    expect(lotAt(at, lamb)).toMatchObject({ holds: [id], stripped: true, admitted: true });
    expect(at.world.state.at(keyOf.hold(id))).toEqual({
      by: 'law',
      remits: ['agriculture'],
      division: '152502',
    });
  });

  it('refuses a device that is no operator’s, and a party that does not deal in goods', async () => {
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, outside()));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.certifier, outside()));
    rewrite(at, keyOf.party(at.herder.id), { roles: ['carrier', 'laboratory'] });
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.herder, outside()));
    for (const role of ['processor', 'trader', 'association']) {
      rewrite(at, keyOf.party(at.herder.id), { roles: [role] });
      await say(at, at.herder, outside({ lot: `${gtin(1)}/${role}` }));
    }
  });

  it('answers the earliest of several faults', async () => {
    await say(at, at.herder, outside());
    const wrong = { amount: litres(1), producedOn: '2026-09-02' };
    const of =
      (item: number, members: Fields = {}) =>
      () =>
        say(at, at.herder, outside({ ...wrong, lot: `${gtin(item)}/L1`, ...members }));
    await expectRefusal('SITE_UNKNOWN', of(9, { site: 'PLANT-1' }));
    await expectRefusal('PRODUCT_UNKNOWN', of(9));
    await expectRefusal('PRODUCT_NOT_YOURS', of(2));
    await expectRefusal('LOT_EXISTS', of(1));
    await expectRefusal('MEASURE_MISMATCH', of(1, { lot: `${gtin(1)}/L2` }));
    await expectRefusal('LIMIT_EXCEEDED', of(1, { lot: `${gtin(1)}/L2`, amount: heads(1) }));
  });

  it('refuses a day of production after the said day, in 北京时间', async () => {
    await expectRefusal('LIMIT_EXCEEDED', () => say(at, at.herder, outside({ producedOn: '2026-09-02' })));
    at.world.nowMs = Date.parse('2026-09-01T16:00:00.000Z');
    await say(at, at.herder, outside({ producedOn: '2026-09-02' }));
  });

  it('counts the shelf life from the day of production', async () => {
    rewrite(at, keyOf.product(gtin(1)), { shelfLifeDays: 30 });
    const old = outside({ producedOn: '2026-08-20' });
    await expectRefusal('LIMIT_EXCEEDED', () => say(at, at.herder, { ...old, bestBefore: '2026-09-20' }));
    await say(at, at.herder, { ...old, bestBefore: '2026-09-19' });
    const undated = outside({ lot: `${gtin(1)}/L2`, bestBefore: '2026-10-01' });
    await say(at, at.herder, undated);
  });

  it('refuses opening stock later than the limit after the enrolment, whatever time is said; goods from outside always come', async () => {
    at.world.nowMs = startedAt + limits.openingMs;
    await say(at, at.herder, opening());
    at.world.nowMs += 1;
    const late = { lot: `${gtin(1)}/L2`, eventTime: new Date(startedAt).toISOString() };
    await expectRefusal('LIMIT_EXCEEDED', () => say(at, at.herder, opening(late)));
    expect(await breachesWhen(at, at.herder, outside(late))).toEqual(['LATE']);
  });
});
