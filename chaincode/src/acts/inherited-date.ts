import { LedgerError, type LotRecord } from '../model/index.ts';

/** A lot as an event makes it, with the date on its label. */
interface Dated {
  readonly lot: string;
  readonly bestBefore?: string | undefined;
}

/**
 * The made lot with its date: goods that go into others of their own kind are good no longer than before, whatever is printed on the new pack.
 * Where the event states no date, it is the earliest of theirs. Throws LIMIT_EXCEEDED for a later one.
 */
export function datedAsInputs<D extends Dated>(made: D, category: string, inputs: readonly LotRecord[]): D {
  const ofItsKind = inputs.filter((lot) => lot.category === category);
  const [earliest] = ofItsKind.flatMap(({ bestBefore }) => bestBefore ?? []).sort();
  if (earliest === undefined) return made;
  if (made.bestBefore !== undefined && made.bestBefore > earliest)
    throw new LedgerError(
      'LIMIT_EXCEEDED',
      `${made.lot} is best before ${made.bestBefore}, what it was made of before ${earliest}`,
    );
  return { ...made, bestBefore: made.bestBefore ?? earliest };
}
