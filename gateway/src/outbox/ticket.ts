import type { JobAnswer } from './job.ts';

/** The outbox takes no more until the ledger has taken some; the message is for the client. */
export class OutboxFull extends Error {
  override readonly name = 'OutboxFull';
}

/** A posted document's way to its answer. */
export interface Ticket {
  readonly jobId: string;
  /** Never rejects, and may never come while this process lives. */
  readonly answer: Promise<JobAnswer>;
  /** Resolves when the document is on disk and its answer will be kept: then its job may be told. Rejects when the store failed. */
  promise(): Promise<void>;
}
