import {
  type BreachCode,
  type CertificateRecord,
  type Claim,
  chinaDayOf,
  keyOf,
  LedgerError,
} from '../model/index.ts';
import type { Read, Scene } from './act.ts';
import { readRecords } from './read-records.ts';

/** The certificates that an event names, by their id. */
export type Certificates = ReadonlyMap<string, CertificateRecord>;

export const certificateKeys = (claims: readonly Claim[] = []): string[] =>
  claims.map(({ certificate }) => keyOf.certificate(certificate));

export const gatherCertificates = (claims: readonly Claim[] = [], read: Read): Promise<Certificates> =>
  readRecords(
    claims.map(({ certificate }) => certificate),
    keyOf.certificate,
    read,
  );

export function requireCertificates(claims: readonly Claim[] = [], certificates: Certificates): void {
  for (const { certificate } of claims) {
    if (!certificates.has(certificate))
      throw new LedgerError('CERTIFICATE_UNKNOWN', `${certificate} was never issued`);
  }
}

/** What claims what: a product of a maker at a site, said to be made at `saidAt`. */
export interface Claimed {
  readonly maker: string;
  readonly site: string;
  readonly gtin: string;
  readonly category: string;
  readonly saidAt: string;
}

/** True where the certificate is of these goods: its holder made them, of a product and at a site that it names. */
export const coversGoods = (certificate: CertificateRecord, goods: Claimed): boolean =>
  certificate.holder === goods.maker &&
  (certificate.products.includes(goods.gtin) || certificate.categories.includes(goods.category)) &&
  certificate.sites.includes(goods.site);

/** True where it stood on the said day and stands on the day of recording: nothing is judged by the said time alone. */
export const coversDays = (certificate: CertificateRecord, saidAt: string, recordedAt: string): boolean =>
  certificate.state === 'active' &&
  [saidAt, recordedAt].map(chinaDayOf).every((day) => certificate.from <= day && day <= certificate.until);

/** Which claims the maker's own certificates cover, and why the others are dropped. */
export function coveredClaims(
  claims: readonly Claim[],
  certificates: Certificates,
  goods: Claimed,
  scene: Scene,
): { readonly schemes: string[]; readonly breaches: BreachCode[] } {
  const schemes: string[] = [];
  const breaches: BreachCode[] = [];
  for (const { scheme, certificate } of claims) {
    const record = certificates.get(certificate);
    if (record?.scheme !== scheme || !coversGoods(record, goods)) breaches.push('CLAIM_OUT_OF_SCOPE');
    else if (!coversDays(record, goods.saidAt, scene.recordedAt)) breaches.push('CLAIM_NOT_VALID_THEN');
    else schemes.push(scheme);
  }
  return { schemes, breaches };
}
