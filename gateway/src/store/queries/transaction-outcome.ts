import type { Result } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';
import { inGroups } from './in-groups.ts';

/** What became of one transaction of ours, once its rows are committed. */
export interface TransactionOutcome {
  readonly txId: string;
  /** Fabric's TxValidationCode; 0 is VALID. A later 9 (duplicate id) never undoes an earlier 0. */
  readonly code: number;
  readonly block: number;
  /** One result per event of the document; empty where the code is not 0. */
  readonly results: readonly Result[];
}

/** What became of these transactions, by id; those that are in no block are absent. A duplicate (code 9) never hides the first one. */
export async function readOutcomes(
  db: Queryable,
  txIds: Iterable<string>,
): Promise<ReadonlyMap<string, TransactionOutcome>> {
  const rows = await inGroups(txIds, (group) =>
    db
      .selectFrom('transactions')
      .select(['tx_id', 'code', 'block', 'results'])
      .where('tx_id', 'in', group)
      .orderBy('block')
      .orderBy('tx')
      .execute(),
  );
  const outcomes = new Map<string, TransactionOutcome>();
  for (const { tx_id: txId, code, block, results } of rows) {
    if (outcomes.has(txId)) continue;
    outcomes.set(txId, { txId, code, block, results: JSON.parse(results ?? '[]') as Result[] });
  }
  return outcomes;
}
