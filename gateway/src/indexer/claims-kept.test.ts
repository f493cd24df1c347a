import { type BreachCode, canonicalize, type EventOf, gtinOf } from '@mengsu/chaincode/model';
import { exampleDigest, exampleEvents, exampleParty } from '@mengsu/chaincode/model/testing';
import { describe, expect, it } from 'vitest';
import type { CertificateRow } from '../store/law-tables.ts';
import type { Facts } from './rows.ts';
import { lawFacts } from './testing-facts.ts';
import { rowsOf, said } from './testing-projection.ts';

const { commission, transform } = exampleEvents;
const { party, lot, season = '' } = commission;
const part = transform.outputs[0]?.lot ?? '';
const [{ certificate } = { certificate: '' }] = commission.claims ?? [];
const other = `${exampleParty(4)}/OTHER`;

const category = (code: string) => ({
  code,
  commodity: 'sheep',
  names: '{}',
  measures: '[]',
  remits: '[]',
  rules: '{}',
  event: 0,
});
const product = (gtin: string, code: string) => ({
  gtin,
  owner: party,
  category: code,
  names: '{}',
  net_content: null,
  shelf_life_days: null,
  standard: null,
  net_content_permille: null,
  contains: null,
  event: 0,
});
const certificateRow = (id: string, changes: Partial<CertificateRow> = {}): CertificateRow => ({
  id,
  issuer: exampleParty(4),
  scheme: 'mengzibiao',
  holder: party,
  products: '[]',
  categories: canonicalize(['lamb-live', 'lamb-cut']),
  sites: canonicalize(['P-01', 'PLANT-1']),
  valid_from: '2026-01-01',
  valid_until: '2026-12-31',
  paper: null,
  state: 'active',
  event: 0,
  ...changes,
});
const quota = {
  party,
  site: 'P-01',
  commodity: 'sheep',
  season,
  category: 'lamb-live',
  valid_from: '2026-01-01',
  valid_until: '2026-12-31',
  granted: '{}',
  state: 'active',
  event: 0,
};
const process = {
  id: transform.process ?? '',
  names: '{}',
  principal: canonicalize(['lamb-live']),
  outputs: canonicalize([{ category: 'lamb-cut', bands: [] }]),
  additions: canonicalize([{ category: 'salt', maxPermille: 80 }]),
  event: 0,
};

/** The rows under which both example events keep their claim. */
const covering: Partial<Facts> = {
  categories: new Map(['lamb-live', 'lamb-cut', 'salt'].map((code) => [code, category(code)])),
  products: new Map([
    [gtinOf(lot), product(gtinOf(lot), 'lamb-live')],
    [gtinOf(part), product(gtinOf(part), 'lamb-cut')],
  ]),
  certificates: new Map([[certificate, certificateRow(certificate)]]),
  quotas: new Map([[`${party}/P-01/sheep/${season}`, quota]]),
  processes: new Map([[process.id, process]]),
  claims: new Map([[lot, [{ lot, scheme: 'mengzibiao', certificate, lost: 0, event: 0 }]]]),
};

function keptBy(
  event: EventOf<'commission'> | EventOf<'transform'>,
  breaches: readonly BreachCode[],
  facts: Partial<Facts> = {},
): string[] {
  const rows = rowsOf([{ event, breaches }], { ...covering, ...facts });
  return rows.added.lot_claims.map(({ lot: of, scheme }) => `${of} ${scheme}`);
}
const withCertificate = (changes: Partial<CertificateRow>): Partial<Facts> => ({
  certificates: new Map([[certificate, certificateRow(certificate, changes)]]),
});

describe('the claims that a harvest keeps', () => {
  const kept = [`${lot} mengzibiao`];
  it('keeps all where no rule was broken, and draws on the quota', () => {
    expect(keptBy(commission, [], lawFacts)).toEqual(kept);
    const { quota_uses } = rowsOf([commission], covering).added;
    expect(quota_uses).toMatchObject([{ party, site: 'P-01', commodity: 'sheep', season, count: 40 }]);
  });

  it.each(['OVER_QUOTA', 'ON_HOLD', 'INTERVAL_NOT_OVER'] as const)('loses all by %s', (breach) => {
    expect(keptBy(commission, [breach])).toEqual([]);
    expect(rowsOf([{ event: commission, breaches: [breach] }], covering).added.quota_uses).toEqual([]);
  });

  it('loses all when it is late, unless a registrar of its organisation signs too', () => {
    const registrar = exampleDigest(80);
    const late = said('commission', { cosigners: [registrar] });
    expect(keptBy(late, ['LATE'])).toEqual([]);
    const device = {
      kid: registrar,
      party: exampleParty(7),
      role: 'registrar',
      x: '',
      y: '',
      valid_from: '',
      valid_until: null,
      person: null,
      revoked_at: null,
      event: 0,
    };
    const enrolled = (id: string, organisation: string) => ({
      id,
      organisation,
      roles: '[]',
      division: '150000',
      names: null,
      remits: null,
      division_prefix: null,
      state: 'active',
      event: 0,
    });
    const under = (organisation: string): Partial<Facts> => ({
      devices: new Map([[registrar, device]]),
      parties: new Map([
        [party, enrolled(party, 'ProducersMSP')],
        [device.party, enrolled(device.party, organisation)],
      ]),
    });
    expect(keptBy(late, ['LATE'], under('ProducersMSP'))).toEqual(kept);
    expect(keptBy(late, ['LATE'], under('TradeMSP'))).toEqual([]);
  });

  it('judges each claim by its own certificate where one was not covered', () => {
    const claims = [
      { scheme: 'mengzibiao', certificate },
      { scheme: 'second', certificate: other },
    ];
    const two = said('commission', { claims });
    expect(keptBy(two, ['CLAIM_OUT_OF_SCOPE'])).toEqual(kept);
    expect(keptBy(two, [])).toEqual([...kept, `${lot} second`]);
  });

  it.each([
    ['of another holder', { holder: exampleParty(9) }],
    ['of another scheme', { scheme: 'second' }],
    ['of other goods', { categories: '[]' }],
    ['of other sites', { sites: '[]' }],
    ['that is suspended', { state: 'suspended' }],
    ['that has ended', { valid_until: '2026-08-31' }],
  ])('drops a claim under a certificate %s', (_, changes) => {
    expect(keptBy(commission, ['CLAIM_OUT_OF_SCOPE'], withCertificate(changes))).toEqual([]);
  });

  it('drops it where the quota does not stand, or the site', () => {
    const suspended = new Map([[`${party}/P-01/sheep/${season}`, { ...quota, state: 'suspended' }]]);
    expect(keptBy(commission, ['CLAIM_NOT_VALID_THEN'], { quotas: suspended })).toEqual([]);
    const site = {
      party,
      code: 'P-01',
      kind: 'pasture',
      division: '',
      gln: null,
      state: 'withdrawn',
      event: 0,
    };
    const sites = new Map([[`${party}/P-01`, site]]);
    expect(keptBy(commission, ['CLAIM_NOT_VALID_THEN'], { sites })).toEqual([]);
  });

  it('sees what an event before it in the run restricted', () => {
    const restrict = said('restrict', { subject: { kind: 'certificate', certificate } });
    const rows = rowsOf([restrict, { event: commission, breaches: ['CLAIM_NOT_VALID_THEN'] }], covering);
    expect(rows.added.lot_claims).toEqual([]);
  });
});

describe('the claims that are made of what has them', () => {
  const kept = [`${part} mengzibiao`];
  it('keeps what an output says, and nothing that it does not say', () => {
    expect(keptBy(transform, [])).toEqual(kept);
    const [output] = transform.outputs;
    if (!output) throw new TypeError('the example has an output');
    const { claims: _, ...silent } = output;
    const outputs = [output, { ...silent, lot: `${gtinOf(part)}/SILENT` }];
    expect(keptBy(said('transform', { outputs }), [])).toEqual(kept);
  });

  it('drops what not every principal input carries, or what the process does not make', () => {
    expect(keptBy(transform, ['CLAIM_NOT_INHERITED'])).toEqual(kept);
    expect(keptBy(transform, ['CLAIM_NOT_INHERITED'], { claims: new Map() })).toEqual([]);
    const outputs = { ...process, outputs: '[]' };
    expect(
      keptBy(transform, ['CLAIM_NOT_INHERITED'], { processes: new Map([[process.id, outputs]]) }),
    ).toEqual([]);
  });

  it('asks no claim of an addition', () => {
    const salt = said('transform', {
      inputs: [...transform.inputs, { lot: `${gtinOf(lot).slice(0, 13)}0/SALT`, amount: { massG: 1 } }],
    });
    const saltProduct = product(`${gtinOf(lot).slice(0, 13)}0`, 'salt');
    const products = new Map([...(covering.products ?? []), [saltProduct.gtin, saltProduct]]);
    expect(keptBy(salt, ['CLAIM_NOT_INHERITED'], { products })).toEqual(kept);
    expect(keptBy(salt, ['CLAIM_NOT_INHERITED'])).toEqual([]);
  });
});
