import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf, limits } from '../model/index.ts';
import type { Fields } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  categoryFields,
  dayMs,
  rewrite,
  say,
  suspend,
  type TradeWorld,
  tradeWorld,
} from '../testing-trade.ts';
import { creditCode, gtin } from '../testing-world.ts';

const stranger = creditCode('91152502115000808');
let at: TradeWorld;

/** The trade world with paddy (mass; 1,149,000 g of 1,000 m² irrigated, 600,000 g dry) and sheep (count and mass; ewes by the head). */
beforeEach(async () => {
  at = await tradeWorld();
  const ceilings = [
    { class: 'irrigated', unit: 'areaM2', perThousand: { massG: 1_149_000 } },
    { class: 'dry', unit: 'areaM2', perThousand: { massG: 600_000 } },
  ];
  await grant({ ...categoryFields('paddy', ['massG']), commodity: 'rice', ceilings });
  const ewes = [{ class: 'ewe', unit: 'head', perThousand: { count: 1100, massG: 44_000_000 } }];
  await grant({ ...categoryFields('sheep', ['count', 'massG']), commodity: 'sheep', ceilings: ewes });
});

/** Said by the certifier, with the regulator. */
const grant = (fields: Fields) => say(at, at.certifier, fields, at.regulator.device);

/** What holds of every act that mints trust. */
async function expectBoth(fields: Fields): Promise<void> {
  await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.herder, fields, at.regulator.device));
  await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.regulator, fields, at.certifier.device));
  await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, fields));
  await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, fields, at.plant.device));
}

/** Nothing is granted to whom nobody knows, or who is suspended: said before who may grant. */
async function expectActiveHolder(fields: Fields): Promise<void> {
  await expectRefusal('PARTY_UNKNOWN', () => say(at, at.shop, { ...fields, holder: stranger }));
  suspend(at, at.herder.id);
  await expectRefusal('PARTY_SUSPENDED', () => say(at, at.shop, fields));
}

describe('issueCertificate', () => {
  const certificate = (more: Fields = {}): Fields => ({
    act: 'issueCertificate',
    number: 'MZB-1',
    scheme: 'mengzibiao',
    holder: at.herder.id,
    products: [gtin(1)],
    categories: ['raw-milk'],
    sites: ['PASTURE-1', 'BARN-1'],
    from: '2026-01-01',
    until: '2028-12-31',
    ...more,
  });
  const recordAt = (number: string) => at.world.state.at(keyOf.certificate(`${at.certifier.id}/${number}`));

  it('writes the certificate under its issuer, with the holder’s division', async () => {
    rewrite(at, keyOf.party(at.herder.id), { division: '152526' });
    await grant(certificate());
    expect(recordAt('MZB-1')).toEqual({
      scheme: 'mengzibiao',
      holder: at.herder.id,
      products: [gtin(1)],
      categories: ['raw-milk'],
      sites: ['PASTURE-1', 'BARN-1'],
      from: '2026-01-01',
      until: '2028-12-31',
      division: '152526',
      state: 'active',
    });
  });

  it('refuses anyone but a certifier with a regulator', () => expectBoth(certificate()));

  it('refuses a holder that is unknown or suspended', () => expectActiveHolder(certificate()));

  it('refuses a number that was issued, before what it is of; another number is another certificate', async () => {
    await grant(certificate());
    await expectRefusal('ALREADY_REGISTERED', () => grant(certificate({ sites: ['NONE'] })));
    await grant(certificate({ number: 'MZB-2' }));
    expect(recordAt('MZB-2')).toBeDefined();
  });

  it('answers the earliest of several faults', async () => {
    const faults: Fields = {
      sites: ['PASTURE-1', 'SHOP-1'],
      categories: ['x'],
      products: [gtin(9)],
      until: '2036-01-01',
    };
    await expectRefusal('SITE_UNKNOWN', () => grant(certificate(faults)));
    await expectRefusal('CATEGORY_UNKNOWN', () => grant(certificate({ ...faults, sites: ['BARN-1'] })));
    const without = { ...faults, sites: ['BARN-1'], categories: ['raw-milk'] };
    await expectRefusal('PRODUCT_UNKNOWN', () => grant(certificate(without)));
    await expectRefusal('LIMIT_EXCEEDED', () => grant(certificate({ ...without, products: [] })));
  });

  it('is of ten years at most', async () => {
    await expectRefusal('LIMIT_EXCEEDED', () => grant(certificate({ until: '2036-01-01' })));
    await grant(certificate({ until: '2035-12-31' }));
    await expectRefusal('LIMIT_EXCEEDED', () =>
      grant(certificate({ number: 'LEAP', from: '2028-02-29', until: '2038-03-01' })),
    );
    await grant(certificate({ number: 'LEAP', from: '2028-02-29', until: '2038-02-28' }));
  });

  it('refuses a site that is suspended', async () => {
    rewrite(at, keyOf.site(at.herder.id, 'BARN-1'), { state: 'suspended' });
    await expectRefusal('SUBJECT_CLOSED', () => grant(certificate()));
  });
});

const capacity = (name: string, amount: number, unit = 'areaM2') => ({ class: name, unit, amount });
const certify = (capacities: readonly object[], more: Fields = {}): Fields => ({
  act: 'certifySite',
  holder: at.herder.id,
  site: 'PASTURE-1',
  commodity: 'rice',
  capacities,
  ...more,
});
const siteAt = () => at.world.state.at(keyOf.site(at.herder.id, 'PASTURE-1'));

const quota = (massG: number, more: Fields = {}): Fields => ({
  act: 'grantQuota',
  holder: at.herder.id,
  site: 'PASTURE-1',
  category: 'paddy',
  season: '2026',
  from: '2026-01-01',
  until: '2026-12-31',
  granted: { massG },
  ...more,
});

describe('certifySite', () => {
  it('writes what the site can bear, and replaces what was said of the same commodity alone', async () => {
    await grant(certify([capacity('irrigated', 1000)]));
    await grant(certify([capacity('ewe', 400, 'head')], { commodity: 'sheep' }));
    await grant(certify([capacity('irrigated', 1500), capacity('dry', 200)]));
    expect(siteAt()).toEqual({
      kind: 'pasture',
      division: '152502',
      capacities: [
        { commodity: 'sheep', ...capacity('ewe', 400, 'head') },
        { commodity: 'rice', ...capacity('irrigated', 1500) },
        { commodity: 'rice', ...capacity('dry', 200) },
      ],
    });
  });

  it('refuses anyone but a certifier with a regulator', () => expectBoth(certify([capacity('dry', 1)])));

  it('refuses a holder that is unknown or suspended', () =>
    expectActiveHolder(certify([capacity('dry', 1)])));

  it('refuses a site that the holder has not, and one that is withdrawn', async () => {
    await expectRefusal('SITE_UNKNOWN', () => grant(certify([capacity('dry', 1)], { site: 'SHOP-1' })));
    rewrite(at, keyOf.site(at.herder.id, 'PASTURE-1'), { state: 'withdrawn' });
    await expectRefusal('SUBJECT_CLOSED', () => grant(certify([capacity('dry', 1)])));
  });

  it('refuses more capacities than a site may have, over all commodities', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => capacity(`c${index}`, 1));
    const each = limits.capacityClassesMax;
    const full = limits.capacitiesMax / each;
    for (let index = 0; index < full; index += 1)
      await grant(certify(many(each), { commodity: `kind-${index}` }));
    await expectRefusal('LIMIT_EXCEEDED', () => grant(certify(many(1))));
    await grant(certify(many(each - 1), { commodity: 'kind-0' }));
    await grant(certify(many(1)));
  });

  it.each([
    ['a smaller amount', [capacity('irrigated', 999), capacity('dry', 100)]],
    ['a class that is gone', [capacity('irrigated', 2000)]],
    ['another unit', [capacity('irrigated', 1000), capacity('dry', 100, 'head')]],
  ])('refuses %s while a quota of the commodity is not over', async (_, less) => {
    await grant(certify([capacity('irrigated', 1000), capacity('dry', 100)]));
    await grant(quota(1, { until: '2026-09-02' }));
    await expectRefusal('LIMIT_EXCEEDED', () => grant(certify(less)));
    await grant(certify([capacity('irrigated', 1000), capacity('dry', 101), capacity('steep', 1)]));
  });

  it('may say more of a commodity whose quota is running, whatever else the site is certified for', async () => {
    await grant(certify([capacity('irrigated', 1000)]));
    await grant(certify([capacity('ewe', 400, 'head')], { commodity: 'sheep' }));
    await grant(quota(1, { until: '2026-09-02' }));
    await grant(certify([capacity('irrigated', 1001)]));
  });

  it('may say less once every quota is over, by the day in China, and of other commodities', async () => {
    await grant(certify([capacity('irrigated', 1000)]));
    await grant(certify([capacity('ewe', 400, 'head')], { commodity: 'sheep' }));
    await grant(quota(1, { until: '2026-09-02' }));
    await grant(certify([capacity('ewe', 1, 'head')], { commodity: 'sheep' }));
    // 2026-09-03 begins at 16:00 UTC of the day before.
    at.world.nowMs = Date.parse('2026-09-02T15:59:59.999Z');
    await expectRefusal('LIMIT_EXCEEDED', () => grant(certify([capacity('irrigated', 1)])));
    at.world.nowMs += 1;
    await grant(certify([capacity('irrigated', 1)]));
  });
});

describe('grantQuota', () => {
  beforeEach(() => grant(certify([capacity('irrigated', 1000), capacity('dry', 500)])));
  /** 1,000 m² · 1,149,000 g + 500 m² · 600,000 g, of 1,000 m² each. */
  const most = 1_149_000 + 300_000;
  const spansAt = () => at.world.state.at(keyOf.quotaSpans(at.herder.id, 'PASTURE-1', 'rice'));
  const quotaAt = (season: string, commodity = 'rice') =>
    at.world.state.at(keyOf.quota(at.herder.id, 'PASTURE-1', commodity, season));

  it('writes the quota with nothing used, the site’s division and the days that it takes', async () => {
    rewrite(at, keyOf.site(at.herder.id, 'PASTURE-1'), { division: '152526' });
    await grant(quota(most));
    expect(quotaAt('2026')).toEqual({
      category: 'paddy',
      from: '2026-01-01',
      until: '2026-12-31',
      granted: { massG: most },
      used: { massG: 0 },
      division: '152526',
      state: 'active',
    });
    expect(spansAt()).toEqual({ spans: [{ season: '2026', from: '2026-01-01', until: '2026-12-31' }] });
  });

  it('refuses anyone but a certifier with a regulator', () => expectBoth(quota(1)));

  it('refuses a holder that is unknown or suspended', () => expectActiveHolder(quota(1)));

  it('refuses a gram more than the classes yield together', async () => {
    await expectRefusal('LIMIT_EXCEEDED', () => grant(quota(most + 1)));
  });

  it('counts no class without a ceiling, in another unit, or of another commodity', async () => {
    await grant(
      certify([capacity('irrigated', 1000), capacity('steep', 9000), capacity('dry', 500, 'head')]),
    );
    await grant(certify([capacity('dry', 9000)], { commodity: 'millet' }));
    await expectRefusal('LIMIT_EXCEEDED', () => grant(quota(1_149_001)));
    await grant(quota(1_149_000));
  });

  it('grants nothing where nobody set a ceiling, or certified anything', async () => {
    await expectRefusal('LIMIT_EXCEEDED', () =>
      grant(quota(1, { category: 'raw-milk', granted: { volumeMl: 1 } })),
    );
    await expectRefusal('LIMIT_EXCEEDED', () => grant(quota(1, { site: 'BARN-1' })));
  });

  it('bounds every measure of the category', async () => {
    await grant(certify([capacity('ewe', 10, 'head')], { commodity: 'sheep' }));
    const sheep = (count: number, massG: number) =>
      quota(0, { category: 'sheep', granted: { count, massG } });
    await expectRefusal('LIMIT_EXCEEDED', () => grant(sheep(12, 440_000)));
    await expectRefusal('LIMIT_EXCEEDED', () => grant(sheep(11, 440_001)));
    await grant(sheep(11, 440_000));
    expect(quotaAt('2026', 'sheep')).toMatchObject({ used: { count: 0, massG: 0 } });
  });

  it('rounds nothing up', async () => {
    const ceilings = [{ class: 'wide', unit: 'areaM2', perThousand: { massG: 1999 } }];
    await grant({ ...categoryFields('reed', ['massG']), commodity: 'reed', ceilings });
    await grant(certify([capacity('wide', 1)], { commodity: 'reed' }));
    const reed = (massG: number) => quota(massG, { category: 'reed' });
    await expectRefusal('LIMIT_EXCEEDED', () => grant(reed(2)));
    await grant(reed(1));
  });

  it('answers the earliest of several faults', async () => {
    await grant(quota(1));
    const faults: Fields = { site: 'NONE', category: 'none', granted: { count: 1 } };
    await expectRefusal('SITE_UNKNOWN', () => grant(quota(1, faults)));
    await expectRefusal('CATEGORY_UNKNOWN', () => grant(quota(1, { ...faults, site: 'PASTURE-1' })));
    await expectRefusal('ALREADY_REGISTERED', () => grant(quota(1, { granted: { count: 1 } })));
    const other: Fields = { season: '2026-2', granted: { count: 1 } };
    await expectRefusal('MEASURE_MISMATCH', () => grant(quota(1, other)));
    await expectRefusal('QUOTA_OVERLAPS', () => grant(quota(most + 1, { season: '2026-2' })));
  });

  it('refuses a site that is suspended', async () => {
    rewrite(at, keyOf.site(at.herder.id, 'PASTURE-1'), { state: 'suspended' });
    await expectRefusal('SUBJECT_CLOSED', () => grant(quota(1)));
  });

  it('takes each day once, within one document too; another commodity has its own days', async () => {
    await grant(quota(1, { from: '2026-03-01', until: '2026-05-31' }));
    const days = (season: string, from: string, until: string) => quota(1, { season, from, until });
    await expectRefusal('QUOTA_OVERLAPS', () => grant(days('2026-2', '2026-05-31', '2026-06-30')));
    await expectRefusal('QUOTA_OVERLAPS', () => grant(days('2026-2', '2026-01-01', '2026-03-01')));
    await expectRefusal('QUOTA_OVERLAPS', () => grant(days('2026-2', '2026-04-01', '2026-04-01')));
    await expectRefusal('QUOTA_OVERLAPS', () => grant(days('2026-2', '2026-01-01', '2026-12-31')));
    const signers = [at.certifier.device, at.regulator.device];
    const said = (fields: Fields) => [{ party: at.certifier.id, ...fields }, signers] as const;
    await expectRefusal('QUOTA_OVERLAPS', () =>
      at.world.sayAll([
        said(days('2026-2', '2026-06-01', '2026-07-31')),
        said(days('2026-3', '2026-07-31', '2026-08-31')),
      ]),
    );
    await grant(days('2026-2', '2026-06-01', '2026-07-31'));
    // The days of the first stay taken after the second, and those before it are free.
    await expectRefusal('QUOTA_OVERLAPS', () => grant(days('2026-3', '2026-04-01', '2026-04-01')));
    await grant(days('2026-3', '2026-02-01', '2026-02-28'));
    await grant(certify([capacity('ewe', 10, 'head')], { commodity: 'sheep' }));
    await grant(quota(0, { category: 'sheep', granted: { count: 1, massG: 1 } }));
  });

  it('blocks the days of a quota that was withdrawn', async () => {
    await grant(quota(1));
    rewrite(at, keyOf.quota(at.herder.id, 'PASTURE-1', 'rice', '2026'), { state: 'withdrawn' });
    await expectRefusal('QUOTA_OVERLAPS', () => grant(quota(1, { season: '2026-2' })));
    await expectRefusal('ALREADY_REGISTERED', () => grant(quota(1)));
  });

  it('is of 732 days at most', async () => {
    const first = Date.parse('2026-01-01');
    const dayAfter = (days: number) => new Date(first + days * dayMs).toISOString().slice(0, 10);
    await expectRefusal('LIMIT_EXCEEDED', () => grant(quota(1, { until: dayAfter(732) })));
    await grant(quota(1, { until: dayAfter(731) }));
  });

  it('refuses more quotas than a site may have of a commodity', async () => {
    const spans = Array.from({ length: limits.seasonsMax }, (_, index) => ({
      season: `2020-${index}`,
      from: '2020-01-01',
      until: '2020-01-01',
    }));
    rewrite(at, keyOf.quotaSpans(at.herder.id, 'PASTURE-1', 'rice'), { spans });
    await expectRefusal('LIMIT_EXCEEDED', () => grant(quota(1)));
    rewrite(at, keyOf.quotaSpans(at.herder.id, 'PASTURE-1', 'rice'), { spans: spans.slice(1) });
    await grant(quota(1));
  });
});
