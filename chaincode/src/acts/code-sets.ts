import {
  type CodeSet,
  type CodesRecord,
  type EventOf,
  LedgerError,
  type LotRecord,
  limits,
} from '../model/index.ts';
import { type CodeRanges, inBoth, sizeOf } from './code-ranges.ts';

type RangeEvent = EventOf<'activateCodes' | 'voidCodes'>;

/** Item codes are their lot's maker's; while there is no lot, whoever may make it. */
export function requireMakerOf(lot: LotRecord | undefined, party: string, lotId: string): void {
  if (lot && !lot.reversed && lot.maker !== party)
    throw new LedgerError('ROLE_NOT_ALLOWED', `${lotId} was made by ${lot.maker}, not by ${party}`);
}

export function requireSet(codes: CodesRecord | undefined, { lot, set }: RangeEvent): CodeSet {
  const found = codes?.sets.find((one) => one.set === set);
  if (!found) throw new LedgerError('SUBJECT_UNKNOWN', `${lot} has no code set ${set} of this party`);
  return found;
}

/** The range lies in the set, and what was said of the set stays short enough to be written. */
export function requireRange({ to, set }: RangeEvent, found: CodeSet, ranges: CodeRanges): void {
  if (to >= found.count)
    throw new LedgerError('LIMIT_EXCEEDED', `set ${set} has ${found.count} codes, the event names ${to}`);
  if (ranges.length > limits.codeRangesMax)
    throw new LedgerError('LIMIT_EXCEEDED', `set ${set} would be in ${ranges.length} ranges`);
}

export const replaceSet = (codes: CodesRecord | undefined, set: CodeSet): CodesRecord => ({
  sets: [...(codes?.sets ?? []).filter((one) => one.set !== set.set), set].sort(
    (left, right) => left.set - right.set,
  ),
});

/** Codes on pieces: activated and not void. */
export const liveCodes = ({ sets }: CodesRecord): number =>
  sets.reduce((sum, { activated, voided }) => sum + sizeOf(activated) - sizeOf(inBoth(activated, voided)), 0);
