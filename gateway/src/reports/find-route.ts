import { lotIdOf } from '@mengsu/chaincode/model';
import type { Queryable } from '../store/database.ts';

/** Whom a report is for. */
export interface ReportRoute {
  readonly division: string | null;
  /** Regulators over the division whose remit has such goods, the nearest first, at most 10. */
  readonly regulators: readonly string[];
  readonly maker: string | null;
}

const regulatorsMax = 10;
const nobody: ReportRoute = { division: null, regulators: [], maker: null };

/** By where the lot was made; where only the product is known, by its owner's division. Nobody where neither is on the ledger. */
export async function findRoute(
  db: Queryable,
  { gtin, lot }: { readonly gtin: string | null; readonly lot: string | null },
): Promise<ReportRoute> {
  if (gtin === null) return nobody;
  const product = await db
    .selectFrom('products')
    .innerJoin('parties', 'parties.id', 'products.owner')
    .innerJoin('categories', 'categories.code', 'products.category')
    .select(['products.owner', 'parties.division', 'categories.remits'])
    .where('products.gtin', '=', gtin)
    .executeTakeFirst();
  if (!product) return nobody;
  const made = lot === null ? undefined : await findMaking(db, lotIdOf(gtin, lot));
  const division = made?.division ?? product.division;
  const regulators = await findRegulators(db, division, JSON.parse(product.remits) as readonly string[]);
  return { division, regulators, maker: made?.maker ?? product.owner };
}

const findMaking = (db: Queryable, lotId: string) =>
  db
    .selectFrom('lots')
    .innerJoin('sites', (join) =>
      join.onRef('sites.party', '=', 'lots.maker').onRef('sites.code', '=', 'lots.site'),
    )
    .select(['lots.maker', 'sites.division'])
    .where('lots.id', '=', lotId)
    .executeTakeFirst();

async function findRegulators(
  db: Queryable,
  division: string,
  remits: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('parties')
    .select(['id', 'remits', 'division_prefix'])
    .where('state', '=', 'active')
    .where('division_prefix', 'is not', null)
    .where('remits', 'is not', null)
    .execute();
  return rows
    .filter(({ division_prefix: prefix }) => division.startsWith(prefix ?? '-'))
    .filter((row) => (JSON.parse(row.remits ?? '[]') as string[]).some((remit) => remits.includes(remit)))
    .sort(
      (left, right) =>
        (right.division_prefix?.length ?? 0) - (left.division_prefix?.length ?? 0) ||
        (left.id < right.id ? -1 : 1),
    )
    .slice(0, regulatorsMax)
    .map(({ id }) => id);
}
