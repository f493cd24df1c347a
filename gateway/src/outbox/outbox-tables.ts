/** A posted document that has no answer yet. Jobs are delivered in the order of `place`. */
export interface OutboxJobRow {
  id: string;
  place: number;
  mode: string;
  /** JSON array of signed events (envelopes), in the document's order. */
  events: string;
  /** JSON array of the key ids of its signers whom nobody known had enrolled when it came. */
  strangers: string;
}

/** A transaction that may be on its way: it is submitted again after a restart. */
export interface OutboxTransactionRow {
  tx_id: string;
  /** JSON array of job ids, in the transaction's order. */
  jobs: string;
  /** The prepared transaction with its signed envelope. */
  signed: Uint8Array;
}

/** The answer of a job that was promised with 202. */
export interface OutboxAnswerRow {
  job: string;
  /** Milliseconds since 1970. */
  finished_ms: number;
  /** JSON text of a JobAnswer. */
  answer: string;
}

export interface OutboxTables {
  outbox_jobs: OutboxJobRow;
  outbox_transactions: OutboxTransactionRow;
  outbox_answers: OutboxAnswerRow;
}
