import { beforeEach, describe, expect, it } from 'vitest';
import type { CertificateRecord, QuotaRecord } from '../model/index.ts';
import { keyOf } from '../model/index.ts';
import {
  breachesOf,
  breachesWhen,
  claimed,
  claimOf,
  claimWorld,
  eventAt,
  herdersCertificate,
  idOf,
  lotAt,
  quotaKeyOf,
  scheme,
  seed,
  seedCertificate,
  seedHold,
  seedQuota,
} from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { commissionFields, dayMs, heads, lamb, rewrite, say, type TradeWorld } from '../testing-trade.ts';
import { gtin, startedAt } from '../testing-world.ts';

let at: TradeWorld;
beforeEach(async () => {
  at = await claimWorld();
});
const usedAt = () => (at.world.state.at(quotaKeyOf(at)) as QuotaRecord).used;
const iso = (ms: number) => new Date(ms).toISOString();

describe('a claim of what is brought forth', () => {
  it('is made where certificate and quota cover it, and uses the quota', async () => {
    const answer = await say(at, at.herder, claimed(at));
    expect(breachesOf(answer)).toEqual([]);
    expect(lotAt(at, lamb)).toMatchObject({ claims: [scheme] });
    expect(usedAt()).toEqual(heads(20));
    expect(eventAt(at, idOf(answer)).effect).toEqual({
      did: 'made',
      site: 'PASTURE-1',
      inputs: [],
      outputs: [lamb],
      quota: quotaKeyOf(at),
    });
  });

  it('uses no quota where nothing is claimed', async () => {
    expect(await breachesWhen(at, at.herder, commissionFields(lamb, heads(500)))).toEqual([]);
    expect(usedAt()).toEqual({});
    expect(lotAt(at, lamb).claims).toBeUndefined();
  });

  it('refuses a certificate that was never issued, before it looks at the amounts and after the lot', async () => {
    const claims = claimOf(`${at.certifier.id}/NONE`);
    await expectRefusal('CERTIFICATE_UNKNOWN', () =>
      say(at, at.herder, { ...claimed(at, lamb, { count: 1 }), claims }),
    );
    await say(at, at.herder, commissionFields(lamb, heads(1)));
    await expectRefusal('LOT_EXISTS', () => say(at, at.herder, { ...claimed(at), claims }));
  });

  it.each<[string, Partial<CertificateRecord>, string]>([
    ['another scheme', { scheme: 'organic' }, 'CLAIM_OUT_OF_SCOPE'],
    ['another holder', { holder: '91152502115000202C' }, 'CLAIM_OUT_OF_SCOPE'],
    ['another site', { sites: ['BARN-1'] }, 'CLAIM_OUT_OF_SCOPE'],
    ['another category', { categories: ['raw-milk'] }, 'CLAIM_OUT_OF_SCOPE'],
    ['another product', { categories: [], products: [gtin(3)] }, 'CLAIM_OUT_OF_SCOPE'],
    ['a later first day', { from: '2026-09-02' }, 'CLAIM_NOT_VALID_THEN'],
    ['an earlier last day', { until: '2026-08-31' }, 'CLAIM_NOT_VALID_THEN'],
    ['a suspension', { state: 'suspended' }, 'CLAIM_NOT_VALID_THEN'],
    ['a withdrawal', { state: 'withdrawn' }, 'CLAIM_NOT_VALID_THEN'],
  ])('is dropped for %s of the certificate, and the goods are what they were', async (_, members, breach) => {
    seedCertificate(at, herdersCertificate(at), members);
    expect(await breachesWhen(at, at.herder, claimed(at))).toEqual([breach]);
    expect(lotAt(at, lamb).claims).toBeUndefined();
    expect(lotAt(at, lamb).stripped).toBeUndefined();
    expect(lotAt(at, lamb).holds).toBeUndefined();
    expect(usedAt()).toEqual({});
  });

  it('is made by a certificate that names the product alone', async () => {
    seedCertificate(at, herdersCertificate(at), { categories: [], products: [gtin(1)] });
    expect(await breachesWhen(at, at.herder, claimed(at))).toEqual([]);
  });

  it('needs the certificate on the said day and on the day of recording, in 北京时间', async () => {
    seedCertificate(at, herdersCertificate(at), { until: '2026-09-02' });
    // 16:00 in UTC is the next day's midnight there.
    at.world.nowMs = Date.parse('2026-09-02T15:59:59.999Z');
    const said = { eventTime: iso(startedAt) };
    expect(await breachesWhen(at, at.herder, { ...claimed(at), ...said })).toEqual([]);
    at.world.nowMs += 1;
    const next = claimed(at, `${gtin(1)}/L2`);
    expect(await breachesWhen(at, at.herder, { ...next, ...said })).toEqual(['CLAIM_NOT_VALID_THEN']);
  });

  it('keeps the covered one of two claims', async () => {
    seedCertificate(at, `${at.certifier.id}/ORGANIC`, { scheme: 'organic', sites: ['BARN-1'] });
    const claims = [{ scheme: 'organic', certificate: `${at.certifier.id}/ORGANIC` }, ...claimed(at).claims];
    expect(await breachesWhen(at, at.herder, { ...claimed(at), claims })).toEqual(['CLAIM_OUT_OF_SCOPE']);
    expect(lotAt(at, lamb).claims).toEqual([scheme]);
    expect(usedAt()).toEqual(heads(20));
  });
});

describe('the quota', () => {
  it('is used to the last head and gram, and then no more', async () => {
    expect(await breachesWhen(at, at.herder, claimed(at, lamb, heads(100)))).toEqual([]);
    expect(usedAt()).toEqual(heads(100));
    const more = claimed(at, `${gtin(1)}/L2`, { count: 1, massG: 1 });
    expect(await breachesWhen(at, at.herder, more)).toEqual(['OVER_QUOTA']);
    expect(usedAt()).toEqual(heads(100));
  });

  it.each([
    ['one gram', { count: 100, massG: 4_000_001 }],
    ['one head', { count: 101, massG: 4_000_000 }],
  ])('does not cover %s too many: the whole is recorded, unclaimed, stripped and held', async (_, amount) => {
    const answer = await say(at, at.herder, claimed(at, lamb, amount));
    expect(breachesOf(answer)).toEqual(['OVER_QUOTA']);
    const id = idOf(answer);
    expect(lotAt(at, lamb)).toMatchObject({ created: amount, stripped: true, holds: [id] });
    expect(lotAt(at, lamb).claims).toBeUndefined();
    expect(at.world.state.at(keyOf.hold(id))).toEqual({
      by: 'law',
      remits: ['agriculture'],
      division: '152502',
    });
    expect(eventAt(at, id).effect).toMatchObject({ outputs: [lamb] });
    expect(eventAt(at, id).effect).not.toHaveProperty('quota');
    expect(usedAt()).toEqual({});
  });

  it('is shared by the commissions of one document', async () => {
    const events = [60, 41, 40].map(
      (count, index) =>
        [
          { party: at.herder.id, ...claimed(at, `${gtin(1)}/D${index}`, heads(count)) },
          [at.herder.device],
        ] as const,
    );
    const { results } = await at.world.sayAll(events);
    expect(results.map((one) => (one.status === 'recorded' ? one.breaches : one))).toEqual([
      [],
      ['OVER_QUOTA'],
      [],
    ]);
    expect(usedAt()).toEqual(heads(100));
  });

  it.each<[string, Partial<QuotaRecord>, string]>([
    ['suspended', { state: 'suspended' }, 'CLAIM_NOT_VALID_THEN'],
    ['withdrawn', { state: 'withdrawn' }, 'CLAIM_NOT_VALID_THEN'],
    ['of later days', { from: '2026-09-02' }, 'CLAIM_NOT_VALID_THEN'],
    ['of earlier days', { until: '2026-08-31' }, 'CLAIM_NOT_VALID_THEN'],
    ['of another category of the commodity', { category: 'lamb-carcass' }, 'OVER_QUOTA'],
    ['silent about a measure', { granted: { count: 100 } }, 'OVER_QUOTA'],
    ['used by others', { used: heads(81) }, 'OVER_QUOTA'],
  ])('covers nothing when it is %s', async (_, members, breach) => {
    seedQuota(at, members);
    expect(await breachesWhen(at, at.herder, claimed(at))).toEqual([breach]);
    expect(lotAt(at, lamb).claims).toBeUndefined();
    expect(lotAt(at, lamb).stripped).toBe(breach === 'OVER_QUOTA' ? true : undefined);
  });

  it('covers its first day and its last', async () => {
    seedQuota(at, { from: '2026-09-01', until: '2026-09-01' });
    expect(await breachesWhen(at, at.herder, claimed(at))).toEqual([]);
    expect(usedAt()).toEqual(heads(20));
  });

  it('covers nothing when there is none: of the site, of the season', async () => {
    const other = { ...claimed(at), season: '2027' };
    expect(await breachesWhen(at, at.herder, other)).toEqual(['OVER_QUOTA']);
    seedCertificate(at, herdersCertificate(at), { sites: ['BARN-1'] });
    const barn = { ...claimed(at, `${gtin(1)}/L2`), site: 'BARN-1' };
    expect(await breachesWhen(at, at.herder, barn)).toEqual(['OVER_QUOTA']);
  });

  it('covers nothing while its site is suspended', async () => {
    rewrite(at, keyOf.site(at.herder.id, 'PASTURE-1'), { state: 'suspended' });
    expect(await breachesWhen(at, at.herder, claimed(at))).toEqual(['CLAIM_NOT_VALID_THEN']);
    expect(lotAt(at, lamb).claims).toBeUndefined();
  });

  it('is not asked where no certificate covers the claim', async () => {
    seedQuota(at, { granted: { count: 1, massG: 1 } });
    seedCertificate(at, herdersCertificate(at), { state: 'suspended' });
    expect(await breachesWhen(at, at.herder, claimed(at))).toEqual(['CLAIM_NOT_VALID_THEN']);
    expect(lotAt(at, lamb).holds).toBeUndefined();
  });
});

describe('what else may be wrong with what is brought forth', () => {
  it('late by a millisecond it claims nothing and uses no quota; a registrar of its organisation vouches for it', async () => {
    at.world.nowMs = startedAt + 14 * dayMs;
    const eventTime = iso(startedAt);
    expect(await breachesWhen(at, at.herder, { ...claimed(at), eventTime })).toEqual([]);
    at.world.nowMs += 1;
    const late = (number: string) => ({ ...claimed(at, `${gtin(1)}/${number}`), eventTime });
    expect(await breachesWhen(at, at.herder, late('L2'))).toEqual(['LATE']);
    expect(lotAt(at, `${gtin(1)}/L2`).claims).toBeUndefined();
    expect(usedAt()).toEqual(heads(20));
    const { ProducersMSP, TradeMSP } = at.network;
    expect(await breachesWhen(at, at.herder, late('L3'), ProducersMSP.registrar)).toEqual(['LATE']);
    expect(lotAt(at, `${gtin(1)}/L3`).claims).toEqual([scheme]);
    expect(await breachesWhen(at, at.herder, late('L4'), TradeMSP.registrar)).toEqual(['LATE']);
    expect(lotAt(at, `${gtin(1)}/L4`).claims).toBeUndefined();
    expect(usedAt()).toEqual(heads(40));
  });

  it('within the interval of what was used at the site it is held; the lot remembers the interval either way', async () => {
    const earliest = { milk: iso(startedAt + 1) };
    seed(at, keyOf.treatment(at.herder.id, 'PASTURE-1'), { earliest, spans: [] });
    rewrite(at, keyOf.category('lamb-live'), { use: 'milk' });
    const answer = await say(at, at.herder, claimed(at));
    expect(breachesOf(answer)).toEqual(['INTERVAL_NOT_OVER']);
    expect(lotAt(at, lamb)).toMatchObject({ earliest, stripped: true, holds: [idOf(answer)] });
    expect(usedAt()).toEqual({});
    at.world.nowMs += 1;
    expect(await breachesWhen(at, at.herder, claimed(at, `${gtin(1)}/L2`))).toEqual([]);
    expect(lotAt(at, `${gtin(1)}/L2`)).toMatchObject({ earliest, claims: [scheme] });
    rewrite(at, keyOf.category('lamb-live'), { use: 'meat' });
    at.world.nowMs -= 1;
    expect(await breachesWhen(at, at.herder, claimed(at, `${gtin(1)}/L3`))).toEqual([]);
  });

  it('of a party on hold it is held; of one whose hold was released it is not', async () => {
    const hold = seedHold(at, 90, keyOf.party(at.herder.id));
    const answer = await say(at, at.herder, claimed(at));
    expect(breachesOf(answer)).toEqual(['ON_HOLD']);
    expect(lotAt(at, lamb)).toMatchObject({ stripped: true, holds: [idOf(answer)] });
    rewrite(at, keyOf.hold(hold), { releasedAt: iso(startedAt) });
    expect(await breachesWhen(at, at.herder, claimed(at, `${gtin(1)}/L2`))).toEqual([]);
  });

  it('under another’s GTIN it is refused without the owner’s mandate for it, then and now', async () => {
    const made = { ...commissionFields(`${gtin(2)}/X`, heads(1)) };
    const mandate = (members: object) =>
      seed(at, keyOf.mandate(at.plant.id, at.herder.id), {
        acts: [],
        gtins: [gtin(2)],
        until: iso(startedAt + dayMs),
        ...members,
      });
    const tell = () => say(at, at.herder, made);
    await expectRefusal('PRODUCT_NOT_YOURS', tell);
    mandate({ gtins: [gtin(9)] });
    await expectRefusal('PRODUCT_NOT_YOURS', tell);
    mandate({ endedAt: iso(startedAt) });
    await expectRefusal('PRODUCT_NOT_YOURS', tell);
    mandate({});
    at.world.nowMs = startedAt + dayMs + 1;
    await expectRefusal('PRODUCT_NOT_YOURS', tell);
    await expectRefusal('PRODUCT_NOT_YOURS', () =>
      say(at, at.herder, { ...made, eventTime: iso(startedAt) }),
    );
    at.world.nowMs = startedAt + dayMs;
    const ahead = { eventTime: iso(startedAt + dayMs + 1) };
    await expectRefusal('PRODUCT_NOT_YOURS', () => say(at, at.herder, { ...made, ...ahead }));
    await tell();
    expect(lotAt(at, `${gtin(2)}/X`).maker).toBe(at.herder.id);
  });
});
