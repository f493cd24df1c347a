import {
  type CategoryRecord,
  type EventOf,
  instantMs,
  keyOf,
  LedgerError,
  limits,
  type Measure,
  type PartyRecord,
  type QuotaRecord,
  type QuotaSpansRecord,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireActiveHolder, requireActiveSite } from './granting.ts';
import { requireCategory, requireCertifierAndRegulator, requireMeasures, requireSite } from './require.ts';

type GrantQuota = EventOf<'grantQuota'>;

interface GrantQuotaFacts {
  readonly holder: PartyRecord | undefined;
  readonly site: SiteRecord | undefined;
  readonly category: CategoryRecord | undefined;
  readonly existing: QuotaRecord | undefined;
  /** All quotas that the site has of the commodity. */
  readonly others: QuotaSpansRecord | undefined;
}

const quotaKey = ({ holder, site, season }: GrantQuota, commodity: string) =>
  keyOf.quota(holder, site, commodity, season);
const spansKey = ({ holder, site }: GrantQuota, commodity: string) =>
  keyOf.quotaSpans(holder, site, commodity);

/**
 * 配额: a certifier and a regulator say how much of a commodity may be claimed from a site in a season: at most what the site's certified capacity
 * yields by the category's ceilings, in every measure, and not twice on any day.
 */
export const grantQuota: Act<GrantQuota, GrantQuotaFacts> = {
  keys: (event) => [
    keyOf.party(event.holder),
    keyOf.site(event.holder, event.site),
    keyOf.category(event.category),
  ],

  async keysThatFollow(event, read) {
    const category = await read(keyOf.category(event.category));
    return category ? [quotaKey(event, category.commodity), spansKey(event, category.commodity)] : [];
  },

  async gather(event, read) {
    const category = await read(keyOf.category(event.category));
    return {
      holder: await read(keyOf.party(event.holder)),
      site: await read(keyOf.site(event.holder, event.site)),
      category,
      existing: category && (await read(quotaKey(event, category.commodity))),
      others: category && (await read(spansKey(event, category.commodity))),
    };
  },

  decide(event, facts, scene) {
    requireActiveHolder(facts.holder, event.holder);
    requireCertifierAndRegulator(scene);
    if (facts.existing)
      throw new LedgerError('ALREADY_REGISTERED', `${event.site} has a quota of ${event.season} already`);
    const site = requireSite(facts.site, event.holder, event.site);
    requireActiveSite(site, event.site);
    const category = requireCategory(facts.category, event.category);
    requireMeasures(event.granted, category.measures, event.category);
    const others = facts.others?.spans ?? [];
    requireApart(event, others);
    requireLimits(event, others);
    requireCapacity(event, site, category);
    const { season, from, until, granted, category: code } = event;
    const used = Object.fromEntries(category.measures.map((measure) => [measure, 0]));
    const { division } = site;
    const quota: QuotaRecord = { category: code, from, until, granted, used, division, state: 'active' };
    return {
      changes: [
        put(quotaKey(event, category.commodity), quota),
        put(spansKey(event, category.commodity), { spans: [...others, { season, from, until }] }),
      ],
    };
  },
};

type Spans = QuotaSpansRecord['spans'];

/** Days of two quotas of one site and commodity never overlap; one that was withdrawn has used its days up too. */
function requireApart({ from, until, season }: GrantQuota, others: Spans): void {
  const other = others.find((span) => span.from <= until && from <= span.until);
  if (other)
    throw new LedgerError(
      'QUOTA_OVERLAPS',
      `${season} from ${from} to ${until} overlaps ${other.season} from ${other.from} to ${other.until}`,
    );
}

const daysMax = 2 * 366;
const dayMs = 86_400_000;
const dayNumber = (day: string): number => instantMs(day) / dayMs;

function requireLimits({ from, until }: GrantQuota, others: Spans): void {
  const days = dayNumber(until) - dayNumber(from) + 1;
  if (days > daysMax)
    throw new LedgerError('LIMIT_EXCEEDED', `a quota is of at most ${daysMax} days, this one of ${days}`);
  if (others.length >= limits.seasonsMax)
    throw new LedgerError('LIMIT_EXCEEDED', `the site has ${others.length} quotas of the commodity`);
}

/** granted · 1000 ≤ Σ capacity · ceiling over the classes that the site has and the category knows, counted in the same unit. BigInt: exact. */
function requireCapacity(event: GrantQuota, site: SiteRecord, category: CategoryRecord): void {
  for (const measure of category.measures) {
    const granted = BigInt(event.granted[measure] ?? 0) * 1000n;
    const ceiling = ceilingOf(site, category, measure);
    if (granted > ceiling)
      throw new LedgerError(
        'LIMIT_EXCEEDED',
        `${event.site} yields at most ${ceiling / 1000n} ${measure} of ${event.category}, the quota is ${event.granted[measure]}`,
      );
  }
}

function ceilingOf({ capacities = [] }: SiteRecord, category: CategoryRecord, measure: Measure): bigint {
  let sum = 0n;
  for (const { commodity, class: name, unit, amount } of capacities) {
    if (commodity !== category.commodity) continue;
    const ceiling = category.ceilings?.find((one) => one.class === name && one.unit === unit);
    sum += BigInt(amount) * BigInt(ceiling?.perThousand[measure] ?? 0);
  }
  return sum;
}
