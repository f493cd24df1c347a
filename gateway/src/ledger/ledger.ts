import type { LedgerFailure } from './failure.ts';

/** A transaction that was endorsed and signed by us: it can be handed to ordering any number of times. */
export interface EndorsedTransaction {
  readonly txId: string;
  /** gateway.PreparedTransaction with the signed envelope. */
  readonly signed: Uint8Array;
  /** The endorsed response of `record`: JSON text of a Receipt. */
  readonly response: string;
}

/** What the outbox, the indexer and the doctor need of a ledger. Every call has a deadline. */
export interface Ledger {
  /** A new proposal of `record(document)`, endorsed. Throws LedgerCallError. */
  endorse(document: string): Promise<EndorsedTransaction>;
  /** Hands a signed transaction to ordering. Resolving is no promise that it is VALID. Throws LedgerCallError. */
  submit(signed: Uint8Array): Promise<void>;
  /** Number of committed blocks, asked of the peer. Throws LedgerCallError. */
  height(): Promise<number>;
  /** Every block from `start` on as `common.Block` bytes, in order, for ever: a broken or silent stream is opened anew. Ends when `signal` aborts. */
  blocks(start: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
  close(): void;
}

/** A call of the ledger failed; `failure` says what is known about the ledger and so what may be done (ledger.md, Write path). */
export class LedgerCallError extends Error {
  override readonly name = 'LedgerCallError';
  readonly failure: LedgerFailure;

  constructor(failure: LedgerFailure, options?: ErrorOptions) {
    super(`${failure.kind}: ${'refusal' in failure ? failure.refusal.message : failure.detail}`, options);
    this.failure = failure;
  }
}
