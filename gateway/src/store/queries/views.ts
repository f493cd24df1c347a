import type { Names, Organisation, SiteKind } from '@mengsu/chaincode/model';
import type { PartyView, ProductView, SiteView } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import type { CategoryRow, LotRow, PartyRow, ProductRow, SiteRow } from '../index-tables.ts';
import { parseAmount } from './amounts.ts';
import { inGroups } from './in-groups.ts';

/** Looks names up that an answer needs. Each getter throws where the index lacks what an event of its own names. */
export interface Views {
  party(id: string): PartyView;
  site(party: string, code: string): SiteView;
  product(gtin: string): ProductView;
  lot(id: string): LotRow;
}

export interface Wanted {
  readonly lots: Iterable<string>;
  readonly parties?: Iterable<string>;
}

/** The lots, their products and owners, the parties, and all sites of these parties. */
export async function readViews(db: Queryable, wanted: Wanted): Promise<Views> {
  const lots = await inGroups(wanted.lots, (group) =>
    db.selectFrom('lots').selectAll().where('id', 'in', group).execute(),
  );
  const products = await inGroups(
    lots.map(({ gtin }) => gtin),
    (group) => db.selectFrom('products').selectAll().where('gtin', 'in', group).execute(),
  );
  const categories = await inGroups(
    products.map(({ category }) => category),
    (group) => db.selectFrom('categories').selectAll().where('code', 'in', group).execute(),
  );
  const partyIds = [
    ...(wanted.parties ?? []),
    ...lots.map(({ maker }) => maker),
    ...products.map(({ owner }) => owner),
  ];
  const parties = await inGroups(partyIds, (group) =>
    db.selectFrom('parties').selectAll().where('id', 'in', group).execute(),
  );
  const sites = await inGroups(partyIds, (group) =>
    db.selectFrom('sites').selectAll().where('party', 'in', group).execute(),
  );
  return viewsOf({ lots, products, categories, parties, sites });
}

interface ViewRows {
  readonly lots: readonly LotRow[];
  readonly products: readonly ProductRow[];
  readonly categories: readonly CategoryRow[];
  readonly parties: readonly PartyRow[];
  readonly sites: readonly SiteRow[];
}

function viewsOf(rows: ViewRows): Views {
  const lot = finder('lot', rows.lots, (row) => row.id);
  const productRow = finder('product', rows.products, (row) => row.gtin);
  const category = finder('category', rows.categories, (row) => row.code);
  const partyRow = finder('party', rows.parties, (row) => row.id);
  const siteRow = finder('site', rows.sites, (row) => `${row.party}/${row.code}`);
  const party = (id: string): PartyView => partyView(partyRow(id));
  return {
    lot,
    party,
    site: (owner, code) => siteView(siteRow(`${owner}/${code}`)),
    product(gtin) {
      const row = productRow(gtin);
      return productView(row, { categoryNames: category(row.category).names, owner: party(row.owner) });
    },
  };
}

function finder<R>(kind: string, rows: readonly R[], keyOf: (row: R) => string): (key: string) => R {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return (key) => {
    const row = byKey.get(key);
    if (!row) throw new Error(`the index has no ${kind} ${key}, which an event of its own names`);
    return row;
  };
}

/** `categoryNames` as they are stored. */
export function productView(
  row: ProductRow,
  { categoryNames, owner }: { readonly categoryNames: string; readonly owner: PartyView },
): ProductView {
  return {
    gtin: row.gtin,
    names: JSON.parse(row.names) as Names,
    category: row.category,
    categoryNames: JSON.parse(categoryNames) as Names,
    ...(row.net_content === null ? {} : { netContent: parseAmount(row.net_content) }),
    ...(row.shelf_life_days === null ? {} : { shelfLifeDays: row.shelf_life_days }),
    ...(row.standard === null ? {} : { standard: row.standard }),
    owner,
  };
}

export function partyView({
  id,
  organisation,
  division,
  names,
}: Pick<PartyRow, 'id' | 'organisation' | 'division' | 'names'>): PartyView {
  return {
    id,
    // Written from parsed events only, as are the kinds of sites below.
    organisation: organisation as Organisation,
    division,
    ...(names === null ? {} : { names: JSON.parse(names) as Names }),
  };
}

const siteView = ({ party, code, kind, division }: SiteRow): SiteView => ({
  party,
  code,
  kind: kind as SiteKind,
  division,
});
