import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import {
  breachesWhen,
  claimOf,
  herdersCertificate,
  lotAt,
  plantsCertificate,
  scheme,
  seed,
  seedCertificate,
  slaughter,
} from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  claimedSlaughter,
  grams,
  plain,
  salt,
  slaughterOf,
  slaughterWorld,
  tenCarcasses,
} from '../testing-slaughter.ts';
import {
  carcass,
  dayMs,
  heads,
  lamb,
  productFields,
  rewrite,
  say,
  type TradeWorld,
} from '../testing-trade.ts';
import { gtin, startedAt } from '../testing-world.ts';

let at: TradeWorld;
beforeEach(async () => {
  at = await slaughterWorld();
});
const whole = [lamb, heads(10)] as const;
const second = `${gtin(2)}/C2`;

describe('a claim of what is processed', () => {
  it('is inherited where every principal input carries it and the maker’s own certificate covers it', async () => {
    expect(await breachesWhen(at, at.plant, claimedSlaughter(at, [whole], [tenCarcasses]))).toEqual([]);
    expect(lotAt(at, carcass)).toMatchObject({ claims: [scheme] });
    expect(lotAt(at, carcass).holds).toBeUndefined();
  });

  it('is not made where nobody makes it', async () => {
    expect(await breachesWhen(at, at.plant, slaughterOf([whole], [tenCarcasses]))).toEqual([]);
    expect(lotAt(at, carcass).claims).toBeUndefined();
  });

  it('is made by the outputs that say so alone', async () => {
    const outputs = [
      { lot: carcass, amount: { count: 5, massG: 100_000 }, claims: [scheme] },
      { lot: second, amount: { count: 5, massG: 100_000 } },
    ];
    const event = { ...claimedSlaughter(at, [whole], []), outputs };
    expect(await breachesWhen(at, at.plant, event)).toEqual([]);
    expect([carcass, second].map((lot) => lotAt(at, lot).claims)).toEqual([[scheme], undefined]);
  });

  it('is lost to one head that does not carry it, and the goods are what they were', async () => {
    const inputs = [
      [lamb, heads(9)],
      [plain, heads(1)],
    ] as const;
    const event = claimedSlaughter(at, inputs, [tenCarcasses]);
    expect(await breachesWhen(at, at.plant, event)).toEqual(['CLAIM_NOT_INHERITED']);
    expect(lotAt(at, carcass).claims).toBeUndefined();
    expect(lotAt(at, carcass).stripped).toBeUndefined();
    expect(lotAt(at, carcass).holds).toBeUndefined();
  });

  it('is not lost to an addition that the process names, but to one that it does not', async () => {
    const inputs = [whole, [salt, grams(32_000)]] as const;
    expect(await breachesWhen(at, at.plant, claimedSlaughter(at, inputs, [tenCarcasses]))).toEqual([
      'CLAIM_NOT_INHERITED',
    ]);
    seed(at, keyOf.process('lamb-slaughter@1'), {
      ...slaughter,
      additions: [{ category: 'salt', maxPermille: 80 }],
    });
    rewrite(at, keyOf.holding(at.plant.id, 'PLANT-1', lamb), { available: heads(20) });
    const again = claimedSlaughter(at, inputs, [[second, tenCarcasses[1]]]);
    expect(await breachesWhen(at, at.plant, again)).toEqual([]);
    expect(lotAt(at, second).claims).toEqual([scheme]);
    const tooSalty = claimedSlaughter(
      at,
      [whole, [salt, grams(32_001)]],
      [[`${gtin(2)}/C3`, tenCarcasses[1]]],
    );
    expect(await breachesWhen(at, at.plant, tooSalty)).toEqual(['YIELD_OUT_OF_BAND']);
    expect(lotAt(at, `${gtin(2)}/C3`).claims).toBeUndefined();
  });

  it('cannot be made of additions alone', async () => {
    seed(at, keyOf.process('lamb-slaughter@1'), {
      ...slaughter,
      additions: [{ category: 'salt', maxPermille: 80 }],
    });
    const event = claimedSlaughter(at, [[salt, grams(50_000)]], [[carcass, { count: 1, massG: 1 }]]);
    expect(await breachesWhen(at, at.plant, event)).toEqual(['YIELD_OUT_OF_BAND']);
    expect(lotAt(at, carcass).claims).toBeUndefined();
  });

  it('is not made by what the process does not name, whoever certified it', async () => {
    await say(at, at.plant, productFields(7, 'lamb-live'), at.network.TradeMSP.registrar);
    seedCertificate(at, plantsCertificate(at), {
      holder: at.plant.id,
      categories: ['lamb-live', 'lamb-carcass'],
      sites: ['PLANT-1'],
    });
    const byProduct = `${gtin(7)}/B1`;
    const event = claimedSlaughter(at, [whole], [[byProduct, heads(10)]]);
    expect(await breachesWhen(at, at.plant, event)).toEqual(['CLAIM_NOT_INHERITED']);
    expect(lotAt(at, byProduct).claims).toBeUndefined();
  });

  it('is not made by another’s certificate, or by an expired one; the site must not be suspended', async () => {
    const tell = async (number: number, members: object = {}) => {
      const event = claimedSlaughter(
        at,
        [[lamb, heads(1)]],
        [[`${gtin(2)}/N${number}`, { count: 1, massG: 1 }]],
      );
      const breaches = await breachesWhen(at, at.plant, { ...event, ...members });
      expect(lotAt(at, `${gtin(2)}/N${number}`).claims).toBeUndefined();
      return breaches;
    };
    expect(await tell(1, { claims: claimOf(herdersCertificate(at)) })).toEqual(['CLAIM_OUT_OF_SCOPE']);
    rewrite(at, keyOf.site(at.plant.id, 'PLANT-1'), { state: 'suspended' });
    expect(await tell(2)).toEqual(['CLAIM_NOT_VALID_THEN']);
    rewrite(at, keyOf.site(at.plant.id, 'PLANT-1'), { state: 'active' });
    rewrite(at, keyOf.certificate(plantsCertificate(at)), { until: '2026-08-31' });
    expect(await tell(3)).toEqual(['CLAIM_NOT_VALID_THEN']);
    await expectRefusal('CERTIFICATE_UNKNOWN', () => tell(4, { claims: claimOf(`${at.certifier.id}/NONE`) }));
  });

  it('is not made of what is told too late, unless a registrar of the organisation signs', async () => {
    at.world.nowMs += 14 * dayMs + 1;
    const tell = (lot: string) => ({
      ...claimedSlaughter(at, [[lamb, heads(1)]], [[lot, { count: 1, massG: 1 }]]),
      eventTime: new Date(startedAt).toISOString(),
    });
    expect(await breachesWhen(at, at.plant, tell(carcass))).toEqual(['LATE']);
    expect(await breachesWhen(at, at.plant, tell(second), at.network.TradeMSP.registrar)).toEqual(['LATE']);
    expect([carcass, second].map((lot) => lotAt(at, lot).claims)).toEqual([undefined, [scheme]]);
  });
});

describe('the bands of a process', () => {
  it.each([
    ['one gram', { count: 10, massG: 216_001 }],
    ['one piece', { count: 11, massG: 216_000 }],
  ])('are kept to the last unit: %s too many is held, unclaimed', async (_, amount) => {
    const event = claimedSlaughter(at, [whole], [[carcass, amount]]);
    expect(await breachesWhen(at, at.plant, event)).toEqual(['YIELD_OUT_OF_BAND']);
    const lot = lotAt(at, carcass);
    expect(lot).toMatchObject({ stripped: true, holds: [lot.madeBy], created: amount });
    expect(lot.claims).toBeUndefined();
    expect(at.world.state.at(keyOf.hold(lot.madeBy))).toMatchObject({ by: 'law' });
  });

  it('bound all outputs of a category together', async () => {
    const parts = (massG: number) =>
      claimedSlaughter(
        at,
        [whole],
        [
          [carcass, { count: 5, massG: 108_000 }],
          [second, { count: 5, massG }],
        ],
      );
    expect(await breachesWhen(at, at.plant, parts(108_001))).toEqual(['YIELD_OUT_OF_BAND']);
    rewrite(at, keyOf.holding(at.plant.id, 'PLANT-1', lamb), { available: heads(10) });
    const right = parts(108_000);
    const outputs = ['C3', 'C4'].map((number) => ({
      lot: `${gtin(2)}/${number}`,
      amount: { count: 5, massG: 108_000 },
      claims: [scheme],
    }));
    expect(await breachesWhen(at, at.plant, { ...right, outputs })).toEqual([]);
  });

  it('count unclaimed goods of the principal categories too, and no others', async () => {
    const inputs = [
      [lamb, heads(5)],
      [plain, heads(5)],
    ] as const;
    expect(await breachesWhen(at, at.plant, slaughterOf(inputs, [tenCarcasses]))).toEqual([]);
    rewrite(at, keyOf.holding(at.plant.id, 'PLANT-1', lamb), { available: heads(10) });
    const mixed = slaughterOf(
      [
        [lamb, heads(9)],
        [salt, grams(40_000)],
      ],
      [[second, { count: 9, massG: 216_000 }]],
    );
    expect(await breachesWhen(at, at.plant, mixed)).toEqual(['YIELD_OUT_OF_BAND']);
  });

  it('are not asked of a by-product outside the process: only the whole mass bounds it', async () => {
    await say(at, at.plant, productFields(7, 'salt'), at.network.TradeMSP.registrar);
    const hide = (lot: string, massG: number, from: readonly [string, object]) =>
      slaughterOf([from], [[`${gtin(7)}/${lot}`, grams(massG)]]);
    expect(await breachesWhen(at, at.plant, hide('H1', 400_000, whole))).toEqual([]);
    expect(await breachesWhen(at, at.plant, hide('H2', 400_001, [plain, heads(10)]))).toEqual([
      'YIELD_OUT_OF_BAND',
    ]);
  });

  it('refuses a process that is not registered, before the lots and after the products', async () => {
    const wrong = { process: 'lamb-slaughter@2' };
    const noLot = [`${gtin(1)}/L9`, heads(1)] as const;
    await expectRefusal('PROCESS_UNKNOWN', () =>
      say(at, at.plant, { ...slaughterOf([noLot], [tenCarcasses]), ...wrong }),
    );
    await expectRefusal('PRODUCT_UNKNOWN', () =>
      say(at, at.plant, { ...slaughterOf([noLot], [[`${gtin(9)}/X`, grams(1)]]), ...wrong }),
    );
  });
});
