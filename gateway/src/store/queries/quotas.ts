import type { Amount, Capacity, TrustState } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';
import { amountOf, parseAmount } from './amounts.ts';

/** What a site may bring in under claims, and how much of it was used. Days are both counted. */
export interface QuotasAnswer {
  readonly party: string;
  readonly site: string;
  readonly state: TrustState;
  readonly capacities: readonly { readonly commodity: string; readonly classes: readonly Capacity[] }[];
  readonly quotas: readonly {
    readonly commodity: string;
    readonly category: string;
    readonly season: string;
    readonly from: string;
    readonly until: string;
    readonly granted: Amount;
    readonly used: Amount;
    readonly state: TrustState;
  }[];
}

/** Undefined where the party has no such site. */
export async function readQuotas(
  db: Queryable,
  { party, site }: { readonly party: string; readonly site: string },
): Promise<QuotasAnswer | undefined> {
  const row = await db
    .selectFrom('sites')
    .select('state')
    .where('party', '=', party)
    .where('code', '=', site)
    .executeTakeFirst();
  if (!row) return undefined;
  const capacities = await db
    .selectFrom('capacities')
    .select(['commodity', 'classes'])
    .where('party', '=', party)
    .where('site', '=', site)
    .orderBy('commodity')
    .execute();
  return {
    party,
    site,
    // Written from parsed events only, as are all states below.
    state: row.state as TrustState,
    capacities: capacities.map(({ commodity, classes }) => ({
      commodity,
      classes: JSON.parse(classes) as Capacity[],
    })),
    quotas: await readGranted(db, party, site),
  };
}

async function readGranted(db: Queryable, party: string, site: string): Promise<QuotasAnswer['quotas']> {
  const quotas = await db
    .selectFrom('quotas')
    .selectAll()
    .where('party', '=', party)
    .where('site', '=', site)
    .orderBy('commodity')
    .orderBy('valid_from')
    .execute();
  const uses = await db
    .selectFrom('quota_uses')
    .select(['commodity', 'season'])
    .select(({ fn }) => [fn.sum<number>('count').as('count'), fn.sum<number>('mass_g').as('mass_g')])
    .select(({ fn }) => fn.sum<number>('volume_ml').as('volume_ml'))
    .where('party', '=', party)
    .where('site', '=', site)
    .groupBy(['commodity', 'season'])
    .execute();
  const none = { count: 0, mass_g: 0, volume_ml: 0 };
  return quotas.map(({ commodity, category, season, valid_from, valid_until, granted, state }) => {
    const used = uses.find((use) => use.commodity === commodity && use.season === season) ?? none;
    const amount = parseAmount(granted);
    return {
      commodity,
      category,
      season,
      from: valid_from,
      until: valid_until,
      granted: amount,
      used: amountOf(used, amount),
      state: state as TrustState,
    };
  });
}
