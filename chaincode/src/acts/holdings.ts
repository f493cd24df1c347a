import {
  type Amount,
  add,
  covers,
  type HoldingRecord,
  keyOf,
  LedgerError,
  type Line,
  type LotRecord,
  nothing,
  type SiteRecord,
  say,
  subtract,
} from '../model/index.ts';
import { type Change, put, type Read } from './act.ts';
import { requireLot, requireMeasures } from './require.ts';

/** The lots and holdings that some lines are about. */
export interface Stock {
  readonly lots: ReadonlyMap<string, LotRecord>;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
}

/** Where goods lie. */
export interface Place {
  readonly party: string;
  readonly site: string;
}

export const emptyHolding: HoldingRecord = { available: nothing, sold: nothing };

export function stockKeys(place: Place, lots: readonly string[]): string[] {
  return lots.flatMap((lot) => [keyOf.lot(lot), keyOf.holding(place.party, place.site, lot)]);
}

export async function gatherStock(place: Place, lots: readonly string[], read: Read): Promise<Stock> {
  const lotRecords = new Map<string, LotRecord>();
  const holdings = new Map<string, HoldingRecord>();
  for (const lot of lots) {
    const record = await read(keyOf.lot(lot));
    const holding = await read(keyOf.holding(place.party, place.site, lot));
    if (record) lotRecords.set(lot, record);
    if (holding) holdings.set(lot, holding);
  }
  return { lots: lotRecords, holdings };
}

/** Lots known first, then measures, then amounts: the order of the law's checks. */
export function requireHeld(lines: readonly Line[], stock: Stock, place: Place): void {
  for (const line of lines) requireLot(stock.lots.get(line.lot), line.lot);
  for (const line of lines) requireMeasures(line.amount, stock.lots.get(line.lot)?.measures ?? [], line.lot);
  for (const line of lines) {
    const { available } = stock.holdings.get(line.lot) ?? emptyHolding;
    if (covers(available, line.amount)) continue;
    const held = `${line.lot} at ${place.party}/${place.site} holds ${say(available)}`;
    throw new LedgerError('HOLDING_TOO_SMALL', `${held}, the event takes ${say(line.amount)}`);
  }
}

/** The holdings after the lines were taken; `sold` keeps what a seller may take back. Callers ask `requireHeld` first. */
export function takeLines(lines: readonly Line[], stock: Stock, place: Place, asSold = false): Change[] {
  return lines.map((line) => {
    const holding = stock.holdings.get(line.lot) ?? emptyHolding;
    const available = subtract(holding.available, line.amount);
    const sold = asSold ? add(holding.sold, line.amount) : holding.sold;
    return put(keyOf.holding(place.party, place.site, line.lot), { available, sold });
  });
}

/** The holding after an amount was put there. */
export function giveAmount(
  place: Place,
  lot: string,
  amount: Amount,
  before: HoldingRecord | undefined,
): Change {
  const holding = before ?? emptyHolding;
  return put(keyOf.holding(place.party, place.site, lot), {
    ...holding,
    available: add(holding.available, amount),
  });
}

/** An event that takes lines from a site. */
interface TakingEvent extends Place {
  readonly lines: readonly Line[];
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

export async function gatherTaking(event: TakingEvent, read: Read): Promise<TakingFacts> {
  return {
    site: await read(keyOf.site(event.party, event.site)),
    stock: await gatherStock(event, lotsOf(event), read),
  };
}
