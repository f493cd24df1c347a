import {
  type Amount,
  chinaDayOf,
  type Earliest,
  gtinOf,
  keyOf,
  LedgerError,
  type LotRecord,
  type MandateRecord,
  type Measure,
  type ProductRecord,
  type SiteRecord,
  uses,
  withinPermille,
} from '../model/index.ts';
import type { Change, Read, Scene } from './act.ts';
import { put } from './act.ts';
import { giveLine } from './holdings.ts';
import { readLots, readRecords } from './read-records.ts';
import { requireMeasures, requireProduct } from './require.ts';

/** A lot as an event makes it. */
interface MadeLot {
  readonly lot: string;
  readonly amount: Amount;
  readonly bestBefore?: string | undefined;
}

/** Who says when that it makes something. */
interface MakersEvent {
  readonly party: string;
  readonly eventTime: string;
}

/** An event that makes lots at a site. */
interface MakingEvent extends MakersEvent {
  readonly site: string;
}

/** What making lots must know: the products, who may make them, and which lots are there already. */
export interface MakingFacts {
  readonly products: ReadonlyMap<string, ProductRecord>;
  /** Owner → its mandate for the maker. */
  readonly mandates: ReadonlyMap<string, MandateRecord>;
  readonly existing: ReadonlySet<string>;
}

export const makingKeys = (lots: readonly string[]): string[] =>
  lots.flatMap((lot) => [keyOf.lot(lot), keyOf.product(gtinOf(lot))]);

/** The owners' mandates for the maker where the products are another's. */
export async function licenceKeys(party: string, lots: readonly string[], read: Read): Promise<string[]> {
  const products = await productsOf(lots, read);
  return products.flatMap(({ owner }) => (owner === party ? [] : [keyOf.mandate(owner, party)]));
}

/** The same, and the categories of the products. */
export async function makingKeysThatFollow(
  party: string,
  lots: readonly string[],
  read: Read,
): Promise<string[]> {
  const products = await productsOf(lots, read);
  const categories = products.map(({ category }) => keyOf.category(category));
  return [...categories, ...(await licenceKeys(party, lots, read))];
}

async function productsOf(lots: readonly string[], read: Read): Promise<ProductRecord[]> {
  const gtins = [...new Set(lots.map(gtinOf))];
  const products = await Promise.all(gtins.map((gtin) => read(keyOf.product(gtin))));
  return products.filter((product) => product !== undefined);
}

export async function gatherMaking(party: string, lots: readonly string[], read: Read): Promise<MakingFacts> {
  const products = await readRecords(lots.map(gtinOf), keyOf.product, read);
  const owners = [...products.values()].map(({ owner }) => owner).filter((owner) => owner !== party);
  return {
    products,
    mandates: await readRecords(owners, (owner) => keyOf.mandate(owner, party), read),
    existing: new Set((await readLots(lots, read)).keys()),
  };
}

/** Products known, and the maker's own or licensed: its GTIN is named in a mandate of the owner that stands. */
export function requireMaker(
  lots: readonly string[],
  event: MakersEvent,
  facts: MakingFacts,
  scene: Scene,
): void {
  const gtins = [...new Set(lots.map(gtinOf))];
  const products = gtins.map((gtin) => [gtin, requireProduct(facts.products.get(gtin), gtin)] as const);
  for (const [gtin, product] of products) requireLicence(gtin, product, event, { facts, scene });
}

/** The same for one lot, of the product that is answered. */
export function requireMakersProduct(
  lot: string,
  event: MakersEvent,
  facts: MakingFacts,
  scene: Scene,
): ProductRecord {
  const gtin = gtinOf(lot);
  const product = requireProduct(facts.products.get(gtin), gtin);
  requireLicence(gtin, product, event, { facts, scene });
  return product;
}

function requireLicence(
  gtin: string,
  { owner }: ProductRecord,
  event: MakersEvent,
  { facts, scene }: { readonly facts: MakingFacts; readonly scene: Scene },
): void {
  if (owner === event.party || isLicensed(facts.mandates.get(owner), gtin, event, scene)) return;
  throw new LedgerError('PRODUCT_NOT_YOURS', `GTIN ${gtin} belongs to ${owner}`);
}

const isLicensed = (
  mandate: MandateRecord | undefined,
  gtin: string,
  { eventTime }: MakersEvent,
  { recordedAt }: Scene,
): boolean =>
  mandate?.gtins.includes(gtin) === true &&
  mandate.endedAt === undefined &&
  eventTime <= mandate.until &&
  recordedAt <= mandate.until;

export function requireNewLots(lots: readonly string[], { existing }: MakingFacts): void {
  const used = lots.find((lot) => existing.has(lot));
  if (used !== undefined) throw new LedgerError('LOT_EXISTS', `${used} was made already`);
}

/** The product's measures, and pieces × net content within the product's tolerance. */
export function requireMadeAmount(made: MadeLot, product: ProductRecord): void {
  requireMeasures(made.amount, product.measures, made.lot);
  requireNetContent(made, product);
}

/** No date beyond the product's shelf life, which begins at `madeAt`. The last of the checks: callers ask what is in hand first. */
export function requireShelfLife(made: MadeLot, madeAt: string, product: ProductRecord): void {
  if (product.shelfLifeDays === undefined) return;
  const last = chinaDayOf(new Date(Date.parse(madeAt) + product.shelfLifeDays * 86_400_000).toISOString());
  if ((made.bestBefore ?? '') > last)
    throw new LedgerError(
      'LIMIT_EXCEEDED',
      `${made.lot} is best before ${made.bestBefore}, its shelf life ends ${last}`,
    );
}

function requireNetContent({ lot, amount }: MadeLot, product: ProductRecord): void {
  const { netContent = {}, netContentPermille = 0 } = product;
  for (const measure of ['massG', 'volumeMl'] satisfies Measure[]) {
    const piece = netContent[measure];
    const found = amount[measure];
    if (piece === undefined || found === undefined || amount.count === undefined) continue;
    const whole = amount.count * piece;
    if (Number.isSafeInteger(whole) && withinPermille(Math.abs(found - whole), whole, netContentPermille))
      continue;
    throw new LedgerError(
      'MEASURE_MISMATCH',
      `${lot} has ${amount.count} pieces of ${piece}, the event states ${found}`,
    );
  }
}

/** What a new lot is born with beside its amounts. */
export interface Birth {
  readonly claims: readonly string[];
  readonly holds: readonly string[] | undefined;
  readonly recalls?: readonly string[] | undefined;
  readonly earliest?: Earliest | undefined;
  readonly stripped?: boolean;
  readonly admitted?: boolean;
}

/** The lot's record, and all of it at the site. */
export function makeLot(
  made: MadeLot,
  event: MakingEvent,
  birth: Birth,
  {
    product,
    site,
    scene,
  }: { readonly product: ProductRecord; readonly site: SiteRecord; readonly scene: Scene },
): Change[] {
  const { lot, amount: created, bestBefore } = made;
  const record: LotRecord = {
    maker: event.party,
    site: event.site,
    division: site.division,
    category: product.category,
    measures: product.measures,
    created,
    madeBy: scene.id,
    madeAt: event.eventTime,
    bestBefore,
    claims: birth.claims.length > 0 ? [...birth.claims].sort() : undefined,
    stripped: birth.stripped === true ? true : undefined,
    admitted: birth.admitted === true ? true : undefined,
    holds: birth.holds,
    recalls: birth.recalls,
    earliest: birth.earliest,
  };
  return [put(keyOf.lot(lot), record), giveLine(event, { lot, amount: created }, undefined)];
}

/** The later of two, use by use. */
export function laterOf(left: Earliest | undefined, right: Earliest | undefined): Earliest | undefined {
  if (!left || !right) return left ?? right;
  const entries = uses.flatMap((use) => {
    const [, last] = [left[use] ?? '', right[use] ?? ''].sort();
    return last ? [[use, last] as const] : [];
  });
  return Object.fromEntries(entries);
}
