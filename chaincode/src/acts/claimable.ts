import { LedgerError, type LotRecord } from '../model/index.ts';
import { isHeld, isRecalled, type Marks, type Standing } from './marks.ts';

/** Why nothing may be said in favour of a lot; undefined where it may. `marks` are all that lie on it: its own, its holding's and its holder's. */
function flawOf(lot: LotRecord, marks: readonly Marks[], standing: Standing): string | undefined {
  if (marks.some((mark) => isHeld(mark, standing))) return 'is on hold';
  if (marks.some((mark) => isRecalled(mark, standing))) return 'is recalled';
  if (lot.stripped) return 'lost its claims for good';
  return lot.test === 'failed' ? 'failed a test' : undefined;
}

const refuse = (lotId: string, why: string): never => {
  throw new LedgerError('LOT_NOT_CLAIMABLE', `${lotId} ${why}`);
};

/** Item codes are for goods that claim something, or that came from outside and were passed by a laboratory. */
export function requireCodable(
  lotId: string,
  lot: LotRecord,
  marks: readonly Marks[],
  standing: Standing,
): void {
  const flaw = flawOf(lot, marks, standing);
  if (flaw !== undefined) refuse(lotId, flaw);
  if (lot.claims === undefined && !(lot.admitted && lot.inspected)) refuse(lotId, 'claims nothing');
}

/** 合格证 is every producer's duty, whether the lot claims anything or not; only what came from outside must be inspected first. */
export function requireDeclarable(
  lotId: string,
  lot: LotRecord,
  marks: readonly Marks[],
  standing: Standing,
): void {
  const flaw = flawOf(lot, marks, standing);
  if (flaw !== undefined) refuse(lotId, flaw);
  if (lot.admitted && !lot.inspected) refuse(lotId, 'came from outside and was not inspected');
}
