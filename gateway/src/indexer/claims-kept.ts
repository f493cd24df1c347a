import { type Claim, chinaDayOf, type EventOf, gtinOf, holdsGoods } from '@mengsu/chaincode/model';
import type { CertificateRow } from '../store/law-tables.ts';
import { type Known, quotaName } from './known.ts';
import type { EventWriter } from './writer.ts';

type Making = EventOf<'commission'> | EventOf<'transform'>;

/** A claim of one lot that an event makes. */
interface Wanted {
  readonly lot: string;
  readonly claims: readonly Claim[];
}

/**
 * Which claims the lots of an event are born with. The receipt names the rules that were broken, not the claims that were dropped: a breach of the
 * goods takes all, lateness all that no registrar vouches for, and where a claim was not covered each is judged as the law judged it
 * (chaincode acts/claims.ts), by the certificates, quotas and claims as they stood at this place of the ledger.
 */
export function claimsKept(event: Making, writer: EventWriter): Map<string, readonly Claim[]> {
  const wanted = wantedOf(event);
  const kept = new Map<string, readonly Claim[]>();
  if (wanted.length === 0 || holdsGoods(writer.breaches) || isTooLate(event, writer)) return kept;
  const isUncovered = writer.breaches.some((breach) => breach.startsWith('CLAIM_'));
  for (const { lot, claims } of wanted)
    kept.set(lot, isUncovered ? claims.filter((claim) => isCovered(claim, lot, event, writer)) : claims);
  return kept;
}

function wantedOf(event: Making): Wanted[] {
  const { claims = [] } = event;
  if (claims.length === 0) return [];
  if (event.act === 'commission') return [{ lot: event.lot, claims }];
  return event.outputs.map((output) => ({
    lot: output.lot,
    claims: claims.filter(({ scheme }) => output.claims?.includes(scheme)),
  }));
}

/** Late, and no registrar of the party's organisation signs too. */
function isTooLate(event: Making, { breaches, known }: EventWriter): boolean {
  if (!breaches.includes('LATE')) return false;
  const organisation = known.party(event.party)?.organisation;
  return !event.cosigners.some((kid) => {
    const device = known.device(kid);
    const party = device && known.party(device.party);
    return device?.role === 'registrar' && party?.organisation === organisation && party?.state === 'active';
  });
}

function isCovered(claim: Claim, lot: string, event: Making, { known, recordedAt }: EventWriter): boolean {
  const certificate = known.certificate(claim.certificate);
  const category = known.product(gtinOf(lot))?.category ?? '';
  return (
    certificate?.scheme === claim.scheme &&
    coversGoods(certificate, { event, gtin: gtinOf(lot), category }) &&
    coversDays(certificate, event.eventTime, recordedAt) &&
    (known.site(event.party, event.site)?.state ?? 'active') === 'active' &&
    (event.act === 'commission'
      ? hasQuota(event, known)
      : isInherited(claim.scheme, category, { event, known }))
  );
}

interface Goods {
  readonly event: Making;
  readonly gtin: string;
  readonly category: string;
}

const listed = (text: string, item: string): boolean => (JSON.parse(text) as string[]).includes(item);

const coversGoods = (certificate: CertificateRow, { event, gtin, category }: Goods): boolean =>
  certificate.holder === event.party &&
  (listed(certificate.products, gtin) || listed(certificate.categories, category)) &&
  listed(certificate.sites, event.site);

const coversDays = (certificate: CertificateRow, saidAt: string, recordedAt: string): boolean =>
  certificate.state === 'active' &&
  [saidAt, recordedAt]
    .map(chinaDayOf)
    .every((day) => certificate.valid_from <= day && day <= certificate.valid_until);

/** A quota of the season stands, and the said day is one of its days. That enough was left is told by the receipt: OVER_QUOTA. */
function hasQuota(event: EventOf<'commission'>, known: Known): boolean {
  const quota = known.quota(quotaOf(event, known));
  const day = chinaDayOf(event.eventTime);
  return quota?.state === 'active' && quota.valid_from <= day && day <= quota.valid_until;
}

/** The name of the quota that a commission draws on. */
export function quotaOf(event: EventOf<'commission'>, known: Known): string {
  const { party, site, season = '' } = event;
  return quotaName({ party, site, season, commodity: commodityOf(event.lot, known) });
}

export function commodityOf(lot: string, known: Known): string {
  const category = known.product(gtinOf(lot))?.category ?? '';
  return known.category(category)?.commodity ?? '';
}

/** The process names the output's category, and every input but its additions carries the claim. */
function isInherited(
  scheme: string,
  category: string,
  { event, known }: { readonly event: EventOf<'transform'>; readonly known: Known },
): boolean {
  const process = known.process(event.process ?? '');
  if (!process) return false;
  const outputs = JSON.parse(process.outputs) as { readonly category: string }[];
  const additions = JSON.parse(process.additions ?? '[]') as { readonly category: string }[];
  const principal = event.inputs.filter(({ lot }) => {
    const of = known.product(gtinOf(lot))?.category;
    return !additions.some((addition) => addition.category === of);
  });
  return (
    outputs.some((output) => output.category === category) &&
    principal.every(({ lot }) => known.claimsOf(lot).includes(scheme))
  );
}
