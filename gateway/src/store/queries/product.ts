import { type Amount, lotNumberOf, type TrustState } from '@mengsu/chaincode/model';
import type { ProductPageData } from '@mengsu/web-scan/views';
import { sql } from 'kysely';
import type { Queryable } from '../database.ts';
import { parseAmount } from './amounts.ts';
import { readNetworkId } from './lot.ts';
import { partyView, productView } from './views.ts';

export interface ProductQuestion {
  readonly gtin: string;
  readonly ground: ProductPageData['network']['ground'];
  /** Lots that were made before this event (its ordinal); undefined: the newest. */
  readonly before: number | undefined;
  /** The day of reading in 北京时间: a lot past its date is not listed. */
  readonly today: string;
}

export const productLimits = { lotsMax: 20, certificatesMax: 20 } as const;

/** A product, its newest lots that are for sale, and the certificates that name it. Undefined where nobody has registered it. */
export async function readProductPage(
  db: Queryable,
  question: ProductQuestion,
): Promise<ProductPageData | undefined> {
  const row = await db
    .selectFrom('products')
    .innerJoin('categories', 'categories.code', 'products.category')
    .selectAll('products')
    .select('categories.names as category_names')
    .where('products.gtin', '=', question.gtin)
    .executeTakeFirst();
  if (!row) return undefined;
  const owner = await db
    .selectFrom('parties')
    .selectAll()
    .where('id', '=', row.owner)
    .executeTakeFirstOrThrow();
  const lots = await readLotsForSale(db, question);
  const shown = lots.slice(0, productLimits.lotsMax);
  const next = lots.length > shown.length ? shown.at(-1)?.event : undefined;
  return {
    product: productView(row, { categoryNames: row.category_names, owner: partyView(owner) }),
    lots: shown.map(lotView),
    ...(next !== undefined && { next }),
    certificates: await readCertificates(db, row),
    network: { id: await readNetworkId(db), ground: question.ground },
  };
}

interface LotForSale {
  readonly id: string;
  readonly event: number;
  readonly created: string;
  readonly best_before: string | null;
  readonly said_at: string;
}

function lotView({ id, created, best_before: bestBefore, said_at: madeAt }: LotForSale) {
  const amount: Amount = parseAmount(created);
  return { lot: lotNumberOf(id), madeAt, created: amount, ...(bestBefore !== null && { bestBefore }) };
}

/** In stock somewhere, not past its date, and under no hold over the lot and no recall of it; one more than a page has. What lies on an ingredient is told by the lot's own page. */
function readLotsForSale(db: Queryable, { gtin, before, today }: ProductQuestion): Promise<LotForSale[]> {
  return db
    .selectFrom('lots')
    .innerJoin('events', 'events.ordinal', 'lots.event')
    .select(['lots.id', 'lots.event', 'lots.created', 'lots.best_before', 'events.said_at'])
    .where('lots.gtin', '=', gtin)
    .where('lots.event', '<', before ?? Number.MAX_SAFE_INTEGER)
    .where(({ or, eb }) => or([eb('lots.best_before', 'is', null), eb('lots.best_before', '>=', today)]))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('balances')
          .select('balances.lot')
          .whereRef('balances.lot', '=', 'lots.id')
          .where('balances.account', 'in', ['held', 'loaded'])
          .where(sql<boolean>`balances.count + balances.mass_g + balances.volume_ml > 0`),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('hold_lots')
            .innerJoin('holds', 'holds.id', 'hold_lots.hold')
            .select('hold_lots.lot')
            .whereRef('hold_lots.lot', '=', 'lots.id')
            .where('holds.scope', '=', 'lots')
            .where('holds.released_at', 'is', null),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('recall_lots')
            .innerJoin('recalls', 'recalls.id', 'recall_lots.recall')
            .select('recall_lots.lot')
            .whereRef('recall_lots.lot', '=', 'lots.id')
            .where('recalls.closed_at', 'is', null)
            .where('recalls.drill', '=', 0),
        ),
      ),
    )
    .orderBy('lots.event', 'desc')
    .limit(productLimits.lotsMax + 1)
    .execute();
}

/** Those that name the product, and those of its owner that name its category; the newest first. */
async function readCertificates(
  db: Queryable,
  { gtin, owner, category }: { readonly gtin: string; readonly owner: string; readonly category: string },
): Promise<ProductPageData['certificates']> {
  const rows = await db
    .selectFrom('certificates')
    .innerJoin('parties as issuers', 'issuers.id', 'certificates.issuer')
    .innerJoin('parties as holders', 'holders.id', 'certificates.holder')
    .selectAll('certificates')
    .select(['issuers.names as issuer_names', 'issuers.division as issuer_division'])
    .select(['issuers.organisation as issuer_organisation', 'holders.organisation as holder_organisation'])
    .select(['holders.names as holder_names', 'holders.division as holder_division'])
    // Both lists are JSON text of codes without wildcards.
    .where(({ or, and, eb }) =>
      or([
        eb('certificates.products', 'like', `%"${gtin}"%`),
        and([
          eb('certificates.holder', '=', owner),
          eb('certificates.categories', 'like', `%"${category}"%`),
        ]),
      ]),
    )
    .orderBy('certificates.event', 'desc')
    .limit(productLimits.certificatesMax)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    scheme: row.scheme,
    issuer: partyView({
      id: row.issuer,
      organisation: row.issuer_organisation,
      division: row.issuer_division,
      names: row.issuer_names,
    }),
    holder: partyView({
      id: row.holder,
      organisation: row.holder_organisation,
      division: row.holder_division,
      names: row.holder_names,
    }),
    from: row.valid_from,
    until: row.valid_until,
    // Written from parsed events only.
    state: row.state as TrustState,
  }));
}
