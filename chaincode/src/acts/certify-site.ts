import {
  chinaDayOf,
  type EventOf,
  keyOf,
  LedgerError,
  limits,
  type PartyRecord,
  type QuotaSpansRecord,
  type SiteCapacity,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, put, type Scene } from './act.ts';
import { requireActiveHolder, requireActiveSite } from './granting.ts';
import { requireCertifierAndRegulator, requireSite } from './require.ts';

type CertifySite = EventOf<'certifySite'>;

interface CertifySiteFacts {
  readonly holder: PartyRecord | undefined;
  readonly site: SiteRecord | undefined;
  readonly quotas: QuotaSpansRecord | undefined;
}

/** A certifier and a regulator say what a site can bear of a commodity, by class: in place of what was said of this commodity before. */
export const certifySite: Act<CertifySite, CertifySiteFacts> = {
  keys: (event) => [
    keyOf.party(event.holder),
    keyOf.site(event.holder, event.site),
    keyOf.quotaSpans(event.holder, event.site, event.commodity),
  ],

  gather: async (event, read) => ({
    holder: await read(keyOf.party(event.holder)),
    site: await read(keyOf.site(event.holder, event.site)),
    quotas: await read(keyOf.quotaSpans(event.holder, event.site, event.commodity)),
  }),

  decide(event, facts, scene) {
    requireActiveHolder(facts.holder, event.holder);
    requireCertifierAndRegulator(scene);
    const site = requireSite(facts.site, event.holder, event.site);
    requireActiveSite(site, event.site);
    const { commodity } = event;
    const [before, others] = partition(site.capacities ?? [], commodity);
    const now = event.capacities.map((capacity): SiteCapacity => ({ commodity, ...capacity }));
    if (before.some((capacity) => isLower(capacity, now))) requireNoQuota(event, facts, scene);
    if (others.length + now.length > limits.capacitiesMax)
      throw new LedgerError(
        'LIMIT_EXCEEDED',
        `site ${event.site} would have ${others.length + now.length} capacities, at most ${limits.capacitiesMax}`,
      );
    const capacities = [...others, ...now];
    return { changes: [put(keyOf.site(event.holder, event.site), { ...site, capacities })] };
  },
};

function partition(capacities: readonly SiteCapacity[], commodity: string): [SiteCapacity[], SiteCapacity[]] {
  const isOfIt = (capacity: SiteCapacity): boolean => capacity.commodity === commodity;
  return [capacities.filter(isOfIt), capacities.filter((capacity) => !isOfIt(capacity))];
}

/** True where less is said of the class now: a smaller amount, another unit, or nothing. */
const isLower = (before: SiteCapacity, now: readonly SiteCapacity[]): boolean =>
  !now.some((one) => one.class === before.class && one.unit === before.unit && one.amount >= before.amount);

/** A quota that is not over was granted on the capacity: it is restricted instead. */
function requireNoQuota(event: CertifySite, { quotas }: CertifySiteFacts, { recordedAt }: Scene): void {
  const running = quotas?.spans.find(({ until }) => until >= chinaDayOf(recordedAt));
  if (running)
    throw new LedgerError(
      'LIMIT_EXCEEDED',
      `the quota ${running.season} of ${event.commodity} at ${event.site} was granted on more, until ${running.until}`,
    );
}
