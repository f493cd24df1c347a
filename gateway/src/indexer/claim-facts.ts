import type { Queryable } from '../store/database.ts';
import type { LotClaimRow } from '../store/law-tables.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import { quotaName } from './known.ts';
import type { Named } from './named-by.ts';
import type { ClaimFacts } from './rows.ts';

/** The rows by which claims are judged. */
export async function gatherClaimFacts(db: Queryable, named: Named): Promise<ClaimFacts> {
  // Kinds of goods are few, and which of them a lot is of is only known by its product.
  const categories = named.isClaiming ? await db.selectFrom('categories').selectAll().execute() : [];
  const products = await inGroups(named.gtins, (group) =>
    db.selectFrom('products').selectAll().where('gtin', 'in', group).execute(),
  );
  const certificates = await inGroups(named.certificates, (group) =>
    db.selectFrom('certificates').selectAll().where('id', 'in', group).execute(),
  );
  const processes = await inGroups(named.processes, (group) =>
    db.selectFrom('processes').selectAll().where('id', 'in', group).execute(),
  );
  return {
    categories: byName(categories, (row) => row.code),
    products: byName(products, (row) => row.gtin),
    certificates: byName(certificates, (row) => row.id),
    processes: byName(processes, (row) => row.id),
    claims: await readClaims(db, named.inputs),
    ...(await gatherMakers(db, named)),
  };
}

type MakerFacts = Pick<ClaimFacts, 'quotas' | 'sites' | 'devices' | 'parties'>;

async function gatherMakers(db: Queryable, { makers, cosigners }: Named): Promise<MakerFacts> {
  const quotas = await inGroups(makers, (group) =>
    db.selectFrom('quotas').selectAll().where('party', 'in', group).execute(),
  );
  const sites = await inGroups(makers, (group) =>
    db.selectFrom('sites').selectAll().where('party', 'in', group).execute(),
  );
  const devices = await inGroups(cosigners, (group) =>
    db.selectFrom('devices').selectAll().where('kid', 'in', group).execute(),
  );
  const parties = await inGroups([...makers, ...devices.map(({ party }) => party)], (group) =>
    db.selectFrom('parties').selectAll().where('id', 'in', group).execute(),
  );
  return {
    quotas: byName(quotas, quotaName),
    sites: byName(sites, (row) => `${row.party}/${row.code}`),
    devices: byName(devices, (row) => row.kid),
    parties: byName(parties, (row) => row.id),
  };
}

async function readClaims(db: Queryable, lots: Iterable<string>): Promise<Map<string, LotClaimRow[]>> {
  const rows = await inGroups(lots, (group) =>
    db.selectFrom('lot_claims').selectAll().where('lot', 'in', group).execute(),
  );
  const byLot = new Map<string, LotClaimRow[]>();
  for (const row of rows) byLot.set(row.lot, [...(byLot.get(row.lot) ?? []), row]);
  return byLot;
}

const byName = <R>(rows: readonly R[], nameOf: (row: R) => string): ReadonlyMap<string, R> =>
  new Map(rows.map((row) => [nameOf(row), row]));
