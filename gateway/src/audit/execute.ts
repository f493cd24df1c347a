import { recordDocument, type Transaction } from '@mengsu/chaincode/engine';
import {
  type Envelope,
  LedgerError,
  parseDocumentValue,
  type Receipt,
  type Result,
} from '@mengsu/chaincode/model';
import type { LedgerWrite } from '../indexer/write-set.ts';
import { type ShadowState, StateUnavailable } from './shadow-state.ts';

/** What our own execution of some recorded events gave. */
export type Execution =
  | {
      readonly status: 'executed';
      readonly results: readonly Result[];
      readonly writes: readonly LedgerWrite[];
    }
  /** The document cannot be believed at all: the error names the event. */
  | { readonly status: 'refused'; readonly refusal: LedgerError }
  | { readonly status: 'failed'; readonly failure: Error };

export interface ExecuteOptions extends Pick<Transaction, 'crypto' | 'recordedAt' | 'submitter'> {
  readonly state: ShadowState;
}

/**
 * Runs the law over the events that one transaction recorded, in their order, against the shadow state. The state is read and not changed.
 * Events that the ledger refused are left out: they have left no trace. Throws StateUnavailable.
 */
export async function execute(events: readonly Envelope[], options: ExecuteOptions): Promise<Execution> {
  const writes: LedgerWrite[] = [];
  if (events.length === 0) return { status: 'executed', results: [], writes };
  const { state, ...transaction } = options;
  const overlaid = {
    getMany: (keys: readonly string[]) => state.getMany(keys),
    async putMany(entries: readonly (readonly [string, Uint8Array])[]) {
      for (const [key, value] of entries) writes.push({ key, value });
    },
  };
  try {
    const document = await parseDocumentValue({ mode: 'each', events }, transaction.crypto);
    const answer = await recordDocument(document, { ...transaction, state: overlaid });
    return { status: 'executed', results: (JSON.parse(answer) as Receipt).results, writes };
  } catch (error) {
    if (error instanceof StateUnavailable) throw error;
    if (error instanceof LedgerError) return { status: 'refused', refusal: error };
    return { status: 'failed', failure: error instanceof Error ? error : new Error(String(error)) };
  }
}
