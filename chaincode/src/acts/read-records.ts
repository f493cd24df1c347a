import {
  type CategoryRecord,
  type HoldingRecord,
  keyOf,
  type LotRecord,
  type StateKey,
} from '../model/index.ts';
import type { Read } from './act.ts';

/** The records that are there, each under the name that it is asked by. */
export async function readRecords<R extends object>(
  names: Iterable<string>,
  keyOfName: (name: string) => StateKey<R>,
  read: Read,
): Promise<Map<string, R>> {
  const found = new Map<string, R>();
  for (const name of new Set(names)) {
    const record = await read(keyOfName(name));
    if (record) found.set(name, record);
  }
  return found;
}

export const readLots = (lots: Iterable<string>, read: Read): Promise<Map<string, LotRecord>> =>
  readRecords(lots, keyOf.lot, read);

/** The categories of lots or products, by code. */
export const readCategoriesOf = (
  goods: Iterable<{ readonly category: string }>,
  read: Read,
): Promise<Map<string, CategoryRecord>> =>
  readRecords(
    [...goods].map(({ category }) => category),
    keyOf.category,
    read,
  );

/** What lies at a place of the lots, by lot. */
export const readHoldings = (
  { party, site }: { readonly party: string; readonly site: string },
  lots: Iterable<string>,
  read: Read,
): Promise<Map<string, HoldingRecord>> => readRecords(lots, (lot) => keyOf.holding(party, site, lot), read);
