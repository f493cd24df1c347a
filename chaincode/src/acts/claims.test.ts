import { describe, expect, it } from 'vitest';
import type { CertificateRecord } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import type { Scene } from './act.ts';
import { coveredClaims, coversDays, coversGoods, requireCertificates } from './claims.ts';

const certificate: CertificateRecord = {
  scheme: 'organic',
  holder: 'maker',
  products: ['product'],
  categories: ['category'],
  sites: ['SITE'],
  from: '2026-09-01',
  until: '2026-09-30',
  division: '152502',
  state: 'active',
};
const saidAt = '2026-09-10T00:00:00.000Z';
const goods = { maker: 'maker', site: 'SITE', gtin: 'product', category: 'category', saidAt };
const scene = { recordedAt: saidAt } as Scene;

describe('a certificate', () => {
  it('covers its holder’s goods of a product or a category that it names, at a site that it names', () => {
    expect(coversGoods(certificate, goods)).toBe(true);
    expect(coversGoods(certificate, { ...goods, gtin: 'other' })).toBe(true);
    expect(coversGoods(certificate, { ...goods, category: 'other' })).toBe(true);
    expect(coversGoods(certificate, { ...goods, gtin: 'other', category: 'other' })).toBe(false);
    expect(coversGoods(certificate, { ...goods, maker: 'other' })).toBe(false);
    expect(coversGoods(certificate, { ...goods, site: 'OTHER' })).toBe(false);
  });

  it('holds from its first day to its last, of what is said and of what is recorded', () => {
    const first = '2026-08-31T16:00:00.000Z';
    const last = '2026-09-30T15:59:59.999Z';
    expect(coversDays(certificate, first, last)).toBe(true);
    expect(coversDays(certificate, '2026-08-31T15:59:59.999Z', last)).toBe(false);
    expect(coversDays(certificate, first, '2026-09-30T16:00:00.000Z')).toBe(false);
    expect(coversDays({ ...certificate, state: 'suspended' }, first, last)).toBe(false);
    expect(coversDays({ ...certificate, state: 'withdrawn' }, first, last)).toBe(false);
  });
});

describe('claims', () => {
  const claims = [
    { scheme: 'organic', certificate: 'A' },
    { scheme: 'green', certificate: 'A' },
    { scheme: 'gi', certificate: 'B' },
  ];

  it('are each judged by the certificate that they name', () => {
    const certificates = new Map([
      ['A', certificate],
      ['B', { ...certificate, scheme: 'gi', until: '2026-09-09' }],
    ]);
    expect(coveredClaims(claims, certificates, goods, scene)).toEqual({
      schemes: ['organic'],
      breaches: ['CLAIM_OUT_OF_SCOPE', 'CLAIM_NOT_VALID_THEN'],
    });
  });

  it('are refused where one names a certificate that was never issued', async () => {
    await expectRefusal('CERTIFICATE_UNKNOWN', () =>
      requireCertificates(claims, new Map([['A', certificate]])),
    );
    requireCertificates(claims.slice(0, 2), new Map([['A', certificate]]));
    requireCertificates(undefined, new Map());
  });
});
