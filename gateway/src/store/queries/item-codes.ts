import { type CodeRange, lotIdOf, type Names } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';

const setsMax = 64;
const rangesMax = 4_096;

/** Codes of a set that an event activated, or voided with a reason. */
export interface SaidRange {
  readonly range: CodeRange;
  readonly reason: string | undefined;
  readonly eventId: string;
}
/** A code set that was issued for a lot, and what was said of its codes since, in the order of the ledger. */
export interface CodeSetAnswer {
  readonly lot: string;
  readonly party: string;
  readonly set: number;
  readonly count: number;
  readonly root: string;
  readonly issued: string;
  readonly ranges: readonly SaidRange[];
}
export interface CodeSetsAnswer {
  /** Its maker's, once the lot is there: codes that others have issued before are codes of nothing. At most 64. */
  readonly sets: readonly CodeSetAnswer[];
  readonly contains?: { readonly gtin: string; readonly count: number; readonly names: Names } | undefined;
}

/** The code sets of a lot. */
export async function readCodeSets(
  db: Queryable,
  { gtin, lot: number }: { readonly gtin: string; readonly lot: string },
): Promise<CodeSetsAnswer> {
  const lot = lotIdOf(gtin, number);
  const made = await db.selectFrom('lots').select('maker').where('id', '=', lot).executeTakeFirst();
  const sets = await db
    .selectFrom('code_sets')
    .innerJoin('events', 'events.ordinal', 'code_sets.event')
    .select(['code_sets.party', 'code_sets.number', 'code_sets.count', 'code_sets.root', 'events.id'])
    .where('code_sets.lot', '=', lot)
    .$if(made !== undefined, (query) => query.where('code_sets.party', '=', made?.maker ?? ''))
    .orderBy('code_sets.event')
    .limit(setsMax)
    .execute();
  const ranges = sets.length === 0 ? [] : await readRanges(db, lot);
  return {
    sets: sets.map(({ party, number: set, count, root, id }) => ({
      lot,
      party,
      set,
      count,
      root,
      issued: id,
      ranges: ranges.filter((one) => one.party === party && one.set === set),
    })),
    ...(sets.length > 0 && { contains: await readContents(db, gtin) }),
  };
}

async function readRanges(db: Queryable, lot: string) {
  const rows = await db
    .selectFrom('code_ranges')
    .innerJoin('events', 'events.ordinal', 'code_ranges.event')
    .select(['code_ranges.party', 'code_ranges.number', 'code_ranges.first', 'code_ranges.last'])
    .select(['code_ranges.reason', 'events.id'])
    .where('code_ranges.lot', '=', lot)
    .orderBy('code_ranges.event')
    .limit(rangesMax)
    .execute();
  return rows.map(({ party, number, first, last, reason, id }) => ({
    party,
    set: number,
    range: [first, last] as const,
    reason: reason ?? undefined,
    eventId: id,
  }));
}

/** What a case of this product holds. */
async function readContents(db: Queryable, gtin: string): Promise<CodeSetsAnswer['contains']> {
  const row = await db.selectFrom('products').select('contains').where('gtin', '=', gtin).executeTakeFirst();
  if (!row?.contains) return undefined;
  const contains = JSON.parse(row.contains) as { readonly gtin: string; readonly count: number };
  const inner = await db
    .selectFrom('products')
    .select('names')
    .where('gtin', '=', contains.gtin)
    .executeTakeFirst();
  return inner && { ...contains, names: JSON.parse(inner.names) as Names };
}
