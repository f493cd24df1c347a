import {
  type CategoryRecord,
  type CertificateRecord,
  type EventOf,
  keyOf,
  LedgerError,
  type PartyRecord,
  type ProductRecord,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireActiveHolder, requireActiveSite } from './granting.ts';
import { requireCategory, requireCertifierAndRegulator, requireProduct, requireSite } from './require.ts';

type IssueCertificate = EventOf<'issueCertificate'>;

interface IssueCertificateFacts {
  readonly existing: CertificateRecord | undefined;
  readonly holder: PartyRecord | undefined;
  /** Each in the order of the event's list. */
  readonly sites: readonly (SiteRecord | undefined)[];
  readonly categories: readonly (CategoryRecord | undefined)[];
  readonly products: readonly (ProductRecord | undefined)[];
}

const certificateKey = ({ party, number }: IssueCertificate) => keyOf.certificate(`${party}/${number}`);

/**
 * 证书: a certifier, its issuer, and a regulator say that a party may claim a scheme: for which products and categories, made at which of its sites,
 * on which days. Its number is the issuer's own.
 */
export const issueCertificate: Act<IssueCertificate, IssueCertificateFacts> = {
  keys: (event) => [
    certificateKey(event),
    keyOf.party(event.holder),
    ...event.sites.map((site) => keyOf.site(event.holder, site)),
    ...event.categories.map(keyOf.category),
    ...event.products.map(keyOf.product),
  ],

  gather: async (event, read) => ({
    existing: await read(certificateKey(event)),
    holder: await read(keyOf.party(event.holder)),
    sites: await Promise.all(event.sites.map((site) => read(keyOf.site(event.holder, site)))),
    categories: await Promise.all(event.categories.map((code) => read(keyOf.category(code)))),
    products: await Promise.all(event.products.map((gtin) => read(keyOf.product(gtin)))),
  }),

  decide(event, facts, scene) {
    const { division } = requireActiveHolder(facts.holder, event.holder);
    requireCertifierAndRegulator(scene);
    if (facts.existing)
      throw new LedgerError(
        'ALREADY_REGISTERED',
        `${event.party} has issued a certificate ${event.number} already`,
      );
    requireScope(event, facts);
    requireTenYears(event);
    const { scheme, holder, products, categories, sites, from, until } = event;
    const record: CertificateRecord = {
      scheme,
      holder,
      products,
      categories,
      sites,
      from,
      until,
      division,
      state: 'active',
    };
    return { changes: [put(certificateKey(event), record)] };
  },
};

/** Sites are the holder's own; products may be another's, whose mandate licenses the holder. */
function requireScope(event: IssueCertificate, facts: IssueCertificateFacts): void {
  const sites = event.sites.map((code, index) => ({
    code,
    site: requireSite(facts.sites[index], event.holder, code),
  }));
  for (const { code, site } of sites) requireActiveSite(site, code);
  for (const [index, code] of event.categories.entries()) requireCategory(facts.categories[index], code);
  for (const [index, gtin] of event.products.entries()) requireProduct(facts.products[index], gtin);
}

const yearsMax = 10;

/** From its first day to the day before the same date ten years later, at most. */
function requireTenYears({ from, until }: IssueCertificate): void {
  const end = `${Number(from.slice(0, 4)) + yearsMax}${from.slice(4)}`;
  if (until >= end)
    throw new LedgerError('LIMIT_EXCEEDED', `a certificate from ${from} ends before ${end}, not on ${until}`);
}
