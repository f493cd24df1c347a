import {
  type Amount,
  add,
  type CategoryRecord,
  covers,
  type HoldingRecord,
  isNothing,
  keyOf,
  LedgerError,
  type LotRecord,
  limits,
  nothing,
  type SiteRecord,
  say,
  subtract,
  type TakenLine,
} from '../model/index.ts';
import { type Change, put, type Read } from './act.ts';
import { gatherStanding, markKeys, marksOf, mergeIds, partyMarks, type Standing } from './marks.ts';
import { readCategoriesOf, readHoldings, readLots } from './read-records.ts';
import { requireLot, requireMeasures } from './require.ts';

/** The lots and holdings that some lines are about, their categories, and which of their holds and recalls stand. */
export interface Stock {
  readonly lots: ReadonlyMap<string, LotRecord>;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
  readonly categories: ReadonlyMap<string, CategoryRecord>;
  readonly standing: Standing;
}

/** Where goods lie. */
export interface Place {
  readonly party: string;
  readonly site: string;
}

export const emptyHolding: HoldingRecord = { available: nothing, sold: nothing };

export const stockKeys = (place: Place, lots: readonly string[]): string[] =>
  lots.flatMap((lot) => [keyOf.lot(lot), keyOf.holding(place.party, place.site, lot)]);

/** The categories of the lots, and the holds and recalls that they, the holdings and the party name. */
export async function stockKeysThatFollow(
  place: Place,
  lots: readonly string[],
  read: Read,
): Promise<string[]> {
  const keys: string[] = markKeys(partyMarks(await read(keyOf.party(place.party))));
  for (const lotId of lots) {
    const lot = await read(keyOf.lot(lotId));
    if (lot) keys.push(keyOf.category(lot.category));
    keys.push(...markKeys(marksOf(lot, await read(keyOf.holding(place.party, place.site, lotId)))));
  }
  return keys;
}

export async function gatherStock(place: Place, lots: readonly string[], read: Read): Promise<Stock> {
  const lotRecords = await readLots(lots, read);
  const holdings = await readHoldings(place, lots, read);
  const categories = await readCategoriesOf(lotRecords.values(), read);
  const party = await read(keyOf.party(place.party));
  const marks = lots.map((lot) => marksOf(lotRecords.get(lot), holdings.get(lot)));
  const standing = await gatherStanding([...marks, partyMarks(party)], read);
  return { lots: lotRecords, holdings, categories, standing };
}

export function requireCategoryOf(lot: LotRecord, stock: Pick<Stock, 'categories'>): CategoryRecord {
  const category = stock.categories.get(lot.category);
  if (!category) throw new TypeError(`a lot is of category ${lot.category}, which is not there`);
  return category;
}

/** What a line may be taken from: goods in hand, or what customers gave back. */
const takenFrom = (holding: HoldingRecord, line: TakenLine): Amount =>
  (line.returned ? holding.returned : holding.available) ?? nothing;

/** For acts that look at something else before they look at amounts: every lot is known, then every line is in its lot's measures. */
export function requireStated(lines: readonly TakenLine[], { lots }: Pick<Stock, 'lots'>): void {
  for (const line of lines) requireLot(lots.get(line.lot), line.lot);
  for (const line of lines) requireMeasures(line.amount, lots.get(line.lot)?.measures ?? [], line.lot);
}

/** Lots known first, then measures, then amounts: the order of the law's checks. */
export function requireHeld(lines: readonly TakenLine[], stock: Stock, place: Place): void {
  requireStated(lines, stock);
  for (const line of lines) requireThere(line, stock, place);
}

/** The same for one line, of the lot that is answered. */
export function requireHeldLot(line: TakenLine, stock: Stock, place: Place): LotRecord {
  const lot = requireLot(stock.lots.get(line.lot), line.lot);
  requireMeasures(line.amount, lot.measures, line.lot);
  requireThere(line, stock, place);
  return lot;
}

function requireThere(line: TakenLine, { holdings }: Stock, { party, site }: Place): void {
  const there = takenFrom(holdings.get(line.lot) ?? emptyHolding, line);
  if (covers(there, line.amount)) return;
  const held = `${line.lot} at ${party}/${site} holds ${say(there)}${line.returned ? ' returned' : ''}`;
  throw new LedgerError('HOLDING_TOO_SMALL', `${held}, the event takes ${say(line.amount)}`);
}

const present = (amount: Amount | undefined): Amount | undefined =>
  amount === undefined || isNothing(amount) ? undefined : amount;

/**
 * A holding as it is written: amounts of nothing are left out, and holds end with the last of the goods that they lie on. What was sold may
 * come back: a sale shakes off no hold.
 */
export function holdingOf(holding: HoldingRecord): HoldingRecord {
  const { available, sold, recounted } = holding;
  const returned = present(holding.returned);
  const loaded = present(holding.loaded);
  const isEmpty = [available, sold, returned ?? nothing, loaded ?? nothing].every(isNothing);
  return { available, sold, returned, loaded, holds: isEmpty ? undefined : holding.holds, recounted };
}

/** The holding without a line. Callers ask `requireHeld` first. */
export function without(holding: HoldingRecord, line: TakenLine): HoldingRecord {
  return line.returned
    ? holdingOf({ ...holding, returned: subtract(holding.returned ?? nothing, line.amount) })
    : holdingOf({ ...holding, available: subtract(holding.available, line.amount) });
}

/** The holdings after the lines were taken; `asSold` keeps what a seller may take back. Callers ask `requireHeld` first. */
export function takeLines(lines: readonly TakenLine[], stock: Stock, place: Place, asSold = false): Change[] {
  return lines.map((line) => {
    const holding = stock.holdings.get(line.lot) ?? emptyHolding;
    const sold = asSold ? add(holding.sold, line.amount) : holding.sold;
    return put(keyOf.holding(place.party, place.site, line.lot), without({ ...holding, sold }, line));
  });
}

/** Goods that come to lie somewhere: whether customers gave them back, and which holds came along. */
export interface Arrival extends TakenLine {
  readonly holds?: readonly string[] | undefined;
}

/** Throws LIMIT_EXCEEDED where more holds would lie on the goods than a holding or line can name: none is dropped to make room. */
export function requireRoom(holds: readonly string[], lot: string, place: Place): void {
  const count = new Set(holds).size;
  if (count <= limits.marksMax) return;
  throw new LedgerError(
    'LIMIT_EXCEEDED',
    `${lot} at ${place.party}/${place.site} would be under ${count} holds, the most is ${limits.marksMax}`,
  );
}

/** The holding after goods were put there. */
export function giveLine(place: Place, arrival: Arrival, before: HoldingRecord | undefined): Change {
  const holding = before ?? emptyHolding;
  const { lot, amount, returned } = arrival;
  const both = [...(holding.holds ?? []), ...(arrival.holds ?? [])];
  requireRoom(both, lot, place);
  const holds = mergeIds([], both);
  const after = returned
    ? { ...holding, returned: add(holding.returned ?? nothing, amount), holds }
    : { ...holding, available: add(holding.available, amount), holds };
  return put(keyOf.holding(place.party, place.site, lot), holdingOf(after));
}

/** An event that takes lines from a site. */
interface TakingEvent extends Place {
  readonly lines: readonly TakenLine[];
}

/** What an act that lets goods leave must know. */
export interface TakingFacts {
  readonly site: SiteRecord | undefined;
  readonly stock: Stock;
}

const lotsOf = (event: TakingEvent): string[] => event.lines.map((line) => line.lot);

export const takingKeys = (event: TakingEvent): string[] => [
  keyOf.site(event.party, event.site),
  ...stockKeys(event, lotsOf(event)),
];

export const takingKeysThatFollow = (event: TakingEvent, read: Read): Promise<string[]> =>
  stockKeysThatFollow(event, lotsOf(event), read);

export async function gatherTaking(event: TakingEvent, read: Read): Promise<TakingFacts> {
  return {
    site: await read(keyOf.site(event.party, event.site)),
    stock: await gatherStock(event, lotsOf(event), read),
  };
}
