import { LedgerError, type RecallRecord } from '../model/index.ts';

export function requireRecall(recall: RecallRecord | undefined, id: string): RecallRecord {
  if (!recall) throw new LedgerError('SUBJECT_UNKNOWN', `recall ${id} was never opened`);
  return recall;
}

export function requireOpen({ closedAt }: RecallRecord, id: string): void {
  if (closedAt !== undefined)
    throw new LedgerError('SUBJECT_CLOSED', `recall ${id} was closed at ${closedAt}`);
}
