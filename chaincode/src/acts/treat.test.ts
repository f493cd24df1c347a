import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { breachesWhen, lotAt, rewriteCategory, seed, seedHolding } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  commissionFields,
  dayMs,
  heads,
  lamb,
  lambWorld,
  rewrite,
  say,
  type TradeWorld,
} from '../testing-trade.ts';
import { gtin, startedAt } from '../testing-world.ts';

let at: TradeWorld;
const iso = (ms: number) => new Date(ms).toISOString();
const treatment = (days = 0, members: object = {}) => ({
  act: 'treat',
  site: 'PASTURE-1',
  input: 'VD1',
  dose: { milli: 2500, unit: 'mL' },
  from: iso(startedAt + (days - 1) * dayMs),
  to: iso(startedAt + days * dayMs),
  ...members,
});
const siteAt = (site = 'PASTURE-1') => at.world.state.at(keyOf.treatment(at.herder.id, site));

beforeEach(async () => {
  at = await lambWorld();
  seed(at, keyOf.input('VD1'), {
    kind: 'veterinaryDrug',
    names: { zh: '兽药' },
    intervals: { meat: 28, milk: 7, eggs: 0 },
  });
});

describe('treat, a site', () => {
  it('sets the first instant at which its goods may be used, for each use that has an interval', async () => {
    await say(at, at.herder, treatment());
    const earliest = { meat: iso(startedAt + 28 * dayMs), milk: iso(startedAt + 7 * dayMs) };
    expect(siteAt()).toEqual({ earliest, spans: [{ from: iso(startedAt - dayMs), earliest }] });
    expect(lotAt(at, lamb).earliest).toBeUndefined();
    expect(siteAt('BARN-1')).toBeUndefined();
  });

  it('never shortens what is there', async () => {
    at.world.nowMs += 10 * dayMs;
    await say(at, at.herder, treatment(9));
    await say(at, at.herder, treatment(3));
    seed(at, keyOf.input('VD2'), { kind: 'feed', names: { zh: '饲料' }, intervals: { meat: 1, crop: 2 } });
    await say(at, at.herder, treatment(3, { input: 'VD2' }));
    expect(siteAt()).toMatchObject({
      earliest: {
        meat: iso(startedAt + 37 * dayMs),
        milk: iso(startedAt + 16 * dayMs),
        crop: iso(startedAt + 5 * dayMs),
      },
    });
  });

  it('comes down to what is made there afterwards, to the millisecond', async () => {
    rewriteCategory(at, 'lamb-live', { use: 'milk' });
    await say(at, at.herder, treatment());
    at.world.nowMs = startedAt + 7 * dayMs - 1;
    const made = (number: string) => commissionFields(`${gtin(1)}/${number}`, heads(1));
    expect(await breachesWhen(at, at.herder, made('L2'))).toEqual(['INTERVAL_NOT_OVER']);
    at.world.nowMs += 1;
    expect(await breachesWhen(at, at.herder, made('L3'))).toEqual([]);
  });

  it('an input without an interval is recorded all the same', async () => {
    seed(at, keyOf.input('F1'), { kind: 'fertiliser', names: { zh: '肥' }, intervals: { crop: 0 } });
    expect(await breachesWhen(at, at.herder, treatment(0, { input: 'F1' }))).toEqual([]);
    expect(siteAt()).toEqual({ earliest: {}, spans: [] });
  });
});

describe('treat, a lot', () => {
  const ofLamb = { lot: lamb };

  it('raises the lot’s own intervals, and not the site’s', async () => {
    rewrite(at, keyOf.lot(lamb), { earliest: { milk: iso(startedAt + 9 * dayMs) } });
    await say(at, at.herder, treatment(0, ofLamb));
    expect(lotAt(at, lamb)).toMatchObject({
      created: heads(20),
      earliest: { meat: iso(startedAt + 28 * dayMs), milk: iso(startedAt + 9 * dayMs) },
    });
    expect(siteAt()).toBeUndefined();
  });

  it('refuses a lot of which nothing is in hand there', async () => {
    await expectRefusal('HOLDING_TOO_SMALL', () =>
      say(at, at.herder, treatment(0, { ...ofLamb, site: 'BARN-1' })),
    );
    seedHolding(at, [at.herder.id, 'PASTURE-1', lamb], { count: 0, massG: 0 });
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.herder, treatment(0, ofLamb)));
  });

  it('refuses a lot that somebody else made: one head bought must not set an interval on everybody’s', async () => {
    rewrite(at, keyOf.lot(lamb), { maker: at.plant.id });
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.herder, treatment(0, ofLamb)));
    expect(lotAt(at, lamb).earliest).toBeUndefined();
  });
});

describe('treat', () => {
  it('refuses who is no producer’s operator', async () => {
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, treatment()));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, treatment(0, { site: 'PLANT-1' })));
  });

  it('answers the earliest of several faults', async () => {
    const noLot = { lot: `${gtin(1)}/L9` };
    await expectRefusal('SITE_UNKNOWN', () =>
      say(at, at.herder, treatment(0, { ...noLot, site: 'PLANT-1', input: 'NONE' })),
    );
    await expectRefusal('INPUT_UNKNOWN', () => say(at, at.herder, treatment(0, { ...noLot, input: 'NONE' })));
    await expectRefusal('LOT_UNKNOWN', () => say(at, at.herder, treatment(0, noLot)));
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', () => say(at, at.herder, treatment(0, { lot: lamb })));
  });

  it('late it is LATE, and counts', async () => {
    at.world.nowMs = startedAt + 15 * dayMs;
    const late = treatment(0, { eventTime: iso(startedAt) });
    expect(await breachesWhen(at, at.herder, late)).toEqual(['LATE']);
    expect(siteAt()).toMatchObject({ earliest: { meat: iso(startedAt + 28 * dayMs) } });
  });
});
