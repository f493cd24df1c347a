import type { BreachCode, Result } from '@mengsu/chaincode/model';
import type { Job, JobAnswer } from './job.ts';

/** What a block says of a transaction of ours. The first outcome of an id stands. */
export interface TransactionOutcome {
  readonly txId: string;
  /** Fabric's TxValidationCode; 0 is VALID. */
  readonly code: number;
  readonly block: number;
  /** RFC 3339; what its events have as their recorded time. Absent where the code is not 0. */
  readonly recordedAt?: string | undefined;
  /** Per event, in the document's order; empty where the code is not 0. */
  readonly results: readonly Result[];
}

/** A recorded event as the index knows it. */
export interface RecordedStatus {
  readonly block: number;
  readonly recordedAt: string;
  readonly breaches: readonly BreachCode[];
}

/** What the outbox asks of the index. */
export interface OutcomeIndex {
  /** The first outcome of a transaction of ours, where the index has reached it. */
  transaction(txId: string): Promise<TransactionOutcome | undefined>;
  /** Those of the events that are recorded. */
  recorded(ids: readonly string[]): Promise<ReadonlyMap<string, RecordedStatus>>;
}

/** A transaction that was under way when the process ended. */
export interface UnfinishedTransaction {
  readonly txId: string;
  readonly jobs: readonly string[];
  readonly signed: Uint8Array;
}

/** The durable half of the outbox. Writes that come together are committed together, in their order; each promise resolves when its write is on disk. */
export interface OutboxStore {
  accept(job: Job): Promise<void>;
  /** The transaction that carries these jobs now; `replaced` is the one that carried them before. */
  persist(transaction: UnfinishedTransaction, replaced: string | undefined): Promise<void>;
  /** The jobs are answered; answers are kept for those that were promised. */
  settle(settled: readonly SettledJob[], txId: string | undefined): Promise<void>;
  answer(jobId: string): Promise<JobAnswer | undefined>;
  load(): Promise<{ readonly jobs: readonly Job[]; readonly transactions: readonly UnfinishedTransaction[] }>;
  /** Forgets answers that were finished before this time (milliseconds since 1970). */
  forgetAnswers(beforeMs: number): Promise<void>;
  /** Resolves when everything asked so far is on disk or has failed. */
  flush(): Promise<void>;
}

export interface SettledJob {
  readonly job: Job;
  readonly answer: JobAnswer;
}
