import { describe, expect, it } from 'vitest';
import { canonicalize } from '../canonical.ts';
import { limits } from '../limits.ts';
import { exampleDigest, exampleEvents, exampleGtin, exampleParty } from '../testing.ts';
import { type ActName, parseEvent } from './index.ts';
import { mandatableActs } from './registry.ts';

const parse = (act: ActName, fields: object) => () =>
  parseEvent(canonicalize({ ...exampleEvents[act], ...fields }));
const refusal = (pointer: string, detail?: string) =>
  expect.objectContaining({ code: 'EVENT_INVALID', pointer, ...(detail === undefined ? {} : { detail }) });

const person = `P${exampleDigest(9)}`;
const gtins = (count: number) => Array.from({ length: count }, (_, index) => exampleGtin(index));
const named = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
const band = { from: 'massG', to: 'massG', maxPermille: 1000 };
const output = { category: 'c', bands: [band] };
const addition = { category: 'salt', maxPermille: 1 };
const ceiling = { class: 'ewe', unit: 'head', perThousand: { count: 1, massG: 1 } };
const capacity = { class: 'ewe', unit: 'head', amount: 1 };
const packed = { netContent: { massG: 500 } };

describe('what holds between the fields of a registration', () => {
  it.each([
    ['a person told anew with a name', 'changeParty', { subject: person }, '/names', 'names'],
    ['a regulator told anew without remits', 'changeParty', { remits: undefined }, '/remits', 'remits'],
    ['a laboratory told anew with remits', 'changeParty', { roles: ['laboratory'] }, '/remits', 'remits'],
    [
      'a regulator told anew without a division',
      'changeParty',
      { divisionPrefix: undefined },
      '/divisionPrefix',
      'division prefix',
    ],
    ['a party without a role', 'changeParty', { roles: [] }, '/roles', undefined],
    ['a mandate for oneself', 'delegate', { delegate: exampleParty(1) }, '/delegate', 'to oneself'],
    ['a mandate for nothing', 'delegate', { acts: [], gtins: [] }, '/acts', 'nothing'],
    ['an act twice', 'delegate', { acts: ['move', 'move'] }, '/acts', 'an act twice'],
    ['a GTIN twice', 'delegate', { gtins: [exampleGtin(1), exampleGtin(1)] }, '/gtins', 'a GTIN twice'],
    [
      'another’s mandate without a paper',
      'delegate',
      { principal: exampleParty(3), paper: undefined },
      '/paper',
      'paper',
    ],
    ['a stage below the first', 'registerCategory', { stage: -1 }, '/stage', undefined],
    ['a stage above the last', 'registerCategory', { stage: 100 }, '/stage', undefined],
    ['a use that nobody counts for', 'registerCategory', { use: 'wool' }, '/use', undefined],
    ['a statement that it is not declared', 'registerCategory', { declared: false }, '/declared', undefined],
    [
      'papers at an act that shows none',
      'registerCategory',
      { papers: { move: ['quarantine'] } },
      '/papers/move',
      undefined,
    ],
    ['an empty list of papers', 'registerCategory', { papers: { sell: [] } }, '/papers/sell', undefined],
    [
      'a paper twice',
      'registerCategory',
      { papers: { sell: ['quarantine', 'quarantine'] } },
      '/papers/sell',
      'a kind twice',
    ],
    ['a test twice', 'registerCategory', { tests: ['sell', 'sell'] }, '/tests', 'an act twice'],
    ['recounts beyond a fifth', 'registerCategory', { recountPermille: 201 }, '/recountPermille', undefined],
    [
      'a class with two ceilings',
      'registerCategory',
      { ceilings: [ceiling, ceiling] },
      '/ceilings',
      'a class twice',
    ],
    [
      'a ceiling of fewer measures',
      'registerCategory',
      { ceilings: [{ ...ceiling, perThousand: { count: 1 } }] },
      '/ceilings',
      'measures of a ceiling',
    ],
    [
      'a ceiling of other measures',
      'registerCategory',
      { ceilings: [{ ...ceiling, perThousand: { count: 1, volumeMl: 1 } }] },
      '/ceilings',
      'measures of a ceiling',
    ],
    [
      'a ceiling of nothing',
      'registerCategory',
      { ceilings: [{ ...ceiling, perThousand: { count: 0, massG: 1 } }] },
      '/ceilings/0/perThousand/count',
      undefined,
    ],
    [
      'a tolerance of no net content',
      'registerProduct',
      { netContent: undefined, netContentPermille: 10 },
      '/netContentPermille',
      'tolerance of nothing',
    ],
    [
      'a tolerance beyond a fifth',
      'registerProduct',
      { ...packed, netContentPermille: 201 },
      '/netContentPermille',
      undefined,
    ],
    [
      'a case of itself',
      'registerProduct',
      { contains: { gtin: exampleGtin(1), count: 2 } },
      '/contains/gtin',
      'contains itself',
    ],
    [
      'a case of nothing',
      'registerProduct',
      { contains: { gtin: exampleGtin(2), count: 0 } },
      '/contains/count',
      undefined,
    ],
    ['an interval below no day', 'registerInput', { intervals: { crop: -1 } }, '/intervals/crop', undefined],
    [
      'an interval beyond two years',
      'registerInput',
      { intervals: { crop: limits.intervalDaysMax + 1 } },
      '/intervals/crop',
      undefined,
    ],
    ['an interval for no use', 'registerInput', { intervals: { wool: 1 } }, '/intervals/wool', undefined],
    ['a number with a stroke', 'registerInput', { input: 'PD/1' }, '/input', undefined],
    ['a process without a version', 'registerProcess', { process: 'cut' }, '/process', undefined],
    ['a version 0', 'registerProcess', { process: 'cut@0' }, '/process', undefined],
    [
      'a principal input twice',
      'registerProcess',
      { principal: ['a', 'a'] },
      '/principal',
      'a category twice',
    ],
    ['an output twice', 'registerProcess', { outputs: [output, output] }, '/outputs', 'a category twice'],
    [
      'an addition twice',
      'registerProcess',
      { additions: [addition, addition] },
      '/additions',
      'a category twice',
    ],
    [
      'an addition of more than the input',
      'registerProcess',
      { additions: [{ ...addition, maxPermille: 1001 }] },
      '/additions/0/maxPermille',
      undefined,
    ],
    [
      'a band twice',
      'registerProcess',
      { outputs: [{ ...output, bands: [band, { ...band, maxPermille: 1 }] }] },
      '/outputs/0/bands',
      'a band twice',
    ],
    [
      'a band that ends before it begins',
      'registerProcess',
      { outputs: [{ ...output, bands: [{ ...band, minPermille: 1001 }] }] },
      '/outputs/0/bands/0/minPermille',
      'band',
    ],
    [
      'a band of nothing',
      'registerProcess',
      { outputs: [{ ...output, bands: [{ ...band, maxPermille: 0 }] }] },
      '/outputs/0/bands/0/maxPermille',
      undefined,
    ],
  ] as const)('refuses %s (%s)', (_, act, fields, pointer, detail) => {
    expect(parse(act, fields)).toThrow(refusal(pointer, detail && `does not hold: ${detail}`));
  });

  it.each([
    [
      'a certificate that ends before it begins',
      'issueCertificate',
      { until: '2025-12-31' },
      '/until',
      'ends before it begins',
    ],
    [
      'a certificate for nothing',
      'issueCertificate',
      { products: [], categories: [] },
      '/products',
      'nothing',
    ],
    ['a certificate at no site', 'issueCertificate', { sites: [] }, '/sites', undefined],
    [
      'a product twice',
      'issueCertificate',
      { products: [exampleGtin(1), exampleGtin(1)] },
      '/products',
      'a GTIN twice',
    ],
    ['a category twice', 'issueCertificate', { categories: ['a', 'a'] }, '/categories', 'a category twice'],
    ['a site twice', 'issueCertificate', { sites: ['S', 'S'] }, '/sites', 'a site twice'],
    ['a number with a stroke', 'issueCertificate', { number: 'A/1' }, '/number', undefined],
    ['a scheme in capitals', 'issueCertificate', { scheme: 'Green' }, '/scheme', undefined],
    ['a day that is none', 'issueCertificate', { from: '2026-02-30' }, '/from', undefined],
    ['a site that can bear nothing', 'certifySite', { capacities: [] }, '/capacities', undefined],
    [
      'a capacity of 0',
      'certifySite',
      { capacities: [{ ...capacity, amount: 0 }] },
      '/capacities/0/amount',
      undefined,
    ],
    [
      'a capacity in mu',
      'certifySite',
      { capacities: [{ ...capacity, unit: 'mu' }] },
      '/capacities/0/unit',
      undefined,
    ],
    [
      'a class twice',
      'certifySite',
      { capacities: [capacity, { ...capacity, amount: 2 }] },
      '/capacities',
      'a class twice',
    ],
    [
      'a quota that ends before it begins',
      'grantQuota',
      { until: '2025-12-31' },
      '/until',
      'ends before it begins',
    ],
    ['a quota of nothing', 'grantQuota', { granted: { count: 0, massG: 1 } }, '/granted/count', undefined],
    ['a quota without a measure', 'grantQuota', { granted: {} }, '/granted', 'one or two measures'],
    ['a season of another century', 'grantQuota', { season: '1999' }, '/season', undefined],
    ['a season with a stroke', 'grantQuota', { season: '2026/2' }, '/season', undefined],
    ['a subject of another kind', 'restrict', { subject: { kind: 'lot' } }, '/subject/kind', undefined],
    [
      'a subject of two kinds',
      'restrict',
      { subject: { kind: 'party', party: exampleParty(1), site: 'S' } },
      '/subject/site',
      undefined,
    ],
    ['a restriction to what it was', 'restrict', { to: 'active' }, '/to', undefined],
    ['a reason of its own', 'restrict', { reason: 'because' }, '/reason', undefined],
    [
      'a reinstatement of a site of nobody',
      'reinstate',
      { subject: { kind: 'site', site: 'S' } },
      '/subject/holder',
      undefined,
    ],
  ] as const)('refuses %s (%s)', (_, act, fields, pointer, detail) => {
    expect(parse(act, fields)).toThrow(refusal(pointer, detail && `does not hold: ${detail}`));
  });

  it.each([
    ['a mandate for acts alone', 'delegate', { gtins: [], paper: undefined }],
    ['a licence for GTINs alone', 'delegate', { acts: [] }],
    ['a mandate that registrars tell', 'delegate', { principal: exampleParty(3) }],
    ['a person’s mandate for a person', 'delegate', { principal: person, delegate: `P${exampleDigest(8)}` }],
    ['the first stage and the last', 'registerCategory', { stage: 0 }],
    ['the last stage', 'registerCategory', { stage: 99 }],
    ['ceilings of the category’s measures', 'registerCategory', { ceilings: [ceiling] }],
    ['a case of another product', 'registerProduct', { contains: { gtin: exampleGtin(2), count: 100_000 } }],
    ['a net content with no tolerance', 'registerProduct', { ...packed, netContentPermille: 0 }],
    ['an input without an interval', 'registerInput', { intervals: {} }],
    ['a process without additions', 'registerProcess', { additions: undefined }],
    [
      'an exact band',
      'registerProcess',
      { outputs: [{ ...output, bands: [{ ...band, minPermille: 1000 }] }] },
    ],
    ['a certificate of one day', 'issueCertificate', { until: '2026-01-01' }],
    ['a certificate of categories alone', 'issueCertificate', { products: [] }],
    ['a certificate of products alone', 'issueCertificate', { categories: [] }],
    ['a quota of one day, of the second season', 'grantQuota', { until: '2026-01-01', season: '2026-2' }],
  ] as const)('accepts %s', (_, act, fields) => {
    expect(parse(act, fields)()).toMatchObject({ act });
  });
});

describe('the limits of a registration', () => {
  const outputs = (count: number) => named(count).map((category) => ({ ...output, category }));
  const additions = (count: number) => named(count).map((category) => ({ ...addition, category }));
  const capacities = (count: number) => named(count).map((name) => ({ ...capacity, class: name }));
  const ceilings = (count: number) => named(count).map((name) => ({ ...ceiling, class: name }));

  it.each([
    ['delegate', 'gtins', limits.mandateGtinsMax, gtins],
    ['registerCategory', 'ceilings', limits.ceilingsMax, ceilings],
    ['registerProcess', 'principal', limits.processInputsMax, named],
    ['registerProcess', 'outputs', limits.processOutputsMax, outputs],
    ['registerProcess', 'additions', limits.processInputsMax, additions],
    ['issueCertificate', 'products', limits.certificateProductsMax, gtins],
    ['issueCertificate', 'categories', limits.certificateProductsMax, named],
    [
      'issueCertificate',
      'sites',
      limits.certificateSitesMax,
      (count: number) => named(count).map((code) => code.toUpperCase()),
    ],
    ['certifySite', 'capacities', limits.capacityClassesMax, capacities],
  ] as const)('%s has at most so many %s, not one more', (act, field, most, listOf) => {
    expect(parse(act, { [field]: listOf(most) })()).toMatchObject({ act });
    expect(parse(act, { [field]: listOf(most + 1) })).toThrow(
      refusal(`/${field}`, 'is too large or too long'),
    );
  });
});

describe('a mandate', () => {
  it('may name every act that can be trusted to another, at once', () => {
    expect(parse('delegate', { acts: mandatableActs })()).toMatchObject({ acts: mandatableActs });
  });

  it.each([
    'found',
    'enrolParty',
    'changeParty',
    'enrolDevice',
    'revokeDevice',
    'delegate',
    'endDelegation',
    'withdraw',
    'registerSite',
    'registerCategory',
    'registerProduct',
    'registerInput',
    'registerProcess',
    'issueCertificate',
    'certifySite',
    'grantQuota',
    'restrict',
    'reinstate',
    'sample',
    'inspect',
    'release',
    'recall',
    'closeRecall',
    'order',
    'cosign',
  ])('never names %s', (act) => {
    expect(parse('delegate', { acts: [act] })).toThrow(refusal('/acts/0'));
  });
});
