import type { LedgerError } from '@mengsu/chaincode/model';
import { assertNever } from '@mengsu/chaincode/model';
import type { LedgerFailure } from '../ledger/failure.ts';
import { type EndorsedTransaction, type Ledger, LedgerCallError } from '../ledger/ledger.ts';
import { answersOf, readReceipt, refusedAnswer, refusedJob } from './answers.ts';
import { type Backoff, pauseMs, type RetryTimes } from './backoff.ts';
import type { PassFaultPoint } from './fault-point.ts';
import { documentOf, type Job } from './job.ts';
import type { Outcomes } from './outcomes.ts';
import type {
  OutboxStore,
  OutcomeIndex,
  SettledJob,
  TransactionOutcome,
  UnfinishedTransaction,
} from './ports.ts';

/** How a delivery ended: jobs with their answers, and jobs that must go again, apart from those. */
export interface DeliveryEnd {
  readonly settled: readonly SettledJob[];
  readonly again: readonly Job[];
  /** The transaction whose row is not needed any more. */
  readonly txId: string | undefined;
}

export interface DeliveryParts {
  readonly ledger: Pick<Ledger, 'endorse' | 'submit'>;
  readonly store: OutboxStore;
  readonly index: OutcomeIndex;
  readonly outcomes: Outcomes;
  readonly times: RetryTimes;
  readonly passFaultPoint: PassFaultPoint;
  readonly signal: AbortSignal;
  /** Gives the delivery's turn to others for so long. Rejects when the outbox stops. */
  readonly pause: (ms: number) => Promise<void>;
  /** The same while the ledger is away: it ends sooner when somebody got through, which `reached` tells. */
  readonly pauseAway: (ms: number) => Promise<void>;
  readonly reached: () => void;
  readonly onAlarm: (detail: string) => void;
  /** Counts what happened: an outcome of the retry table, in a word. */
  readonly count: (what: string) => void;
}

const mvccOrPhantomCodes: readonly number[] = [11, 12];
const duplicateTxId = 9;

/**
 * Brings the jobs of one transaction to an end, by the retry table (ledger.md, Write path): endorse, persist the signed envelope, submit, see its block.
 * Whatever fails without an answer is tried again, so it ends only with answers or by `signal`.
 */
export class Delivery {
  readonly #jobs: readonly Job[];
  readonly #parts: DeliveryParts;
  /** The transaction under way; undefined when it must be endorsed anew. */
  #current: UnfinishedTransaction | undefined;
  /** The transaction whose row is in the store. */
  #persisted: string | undefined;
  #attempts = 0;
  #faulty = 0;

  constructor(jobs: readonly Job[], parts: DeliveryParts, unfinished?: UnfinishedTransaction) {
    this.#jobs = jobs;
    this.#parts = parts;
    this.#current = unfinished;
    this.#persisted = unfinished?.txId;
  }

  async run(): Promise<DeliveryEnd> {
    const found = this.#current && (await this.#parts.index.transaction(this.#current.txId));
    let end = found && (await this.#judge(found));
    while (!end) {
      this.#parts.signal.throwIfAborted();
      end = this.#current ? await this.#judge(await this.#seeThrough(this.#current)) : await this.#endorse();
    }
    return end;
  }

  /** Steps 2 and 3: endorsed, and the signed envelope durable. Undefined when there is something to submit, or to try again. */
  async #endorse(): Promise<DeliveryEnd | undefined> {
    const { ledger, passFaultPoint, store, outcomes, reached } = this.#parts;
    let endorsed: EndorsedTransaction;
    try {
      endorsed = await ledger.endorse(documentOf(this.#jobs));
    } catch (error) {
      return this.#endorseFailed(failureOf(error));
    }
    reached();
    passFaultPoint('endorsed');
    const results = readReceipt(endorsed.response, this.#jobs);
    if (!results)
      return this.#endorseFailed({ kind: 'faulty', detail: 'the endorsed response is no receipt' });
    // Nothing would be written: the answer stands without a transaction.
    if (results.every(({ status }) => status !== 'recorded')) return this.#settle(results, undefined);
    const { txId, signed } = endorsed;
    const transaction = { txId, jobs: this.#jobs.map(({ id }) => id), signed };
    outcomes.expect(txId);
    try {
      await store.persist(transaction, this.#persisted);
    } catch (error) {
      outcomes.forget(txId);
      return this.#storeFailed(error);
    }
    this.#persisted = txId;
    this.#current = transaction;
    passFaultPoint('persisted');
    return undefined;
  }

  async #endorseFailed(failure: LedgerFailure): Promise<DeliveryEnd | undefined> {
    this.#parts.count(`endorse_${failure.kind}`);
    switch (failure.kind) {
      case 'refused':
        return this.#refused(failure.refusal);
      case 'faulty':
        return this.#failed(failure.detail);
      case 'forbidden':
        this.#parts.onAlarm(failure.detail);
        return this.#pause(this.#parts.times.alarm);
      case 'busy':
        return this.#pause(this.#parts.times.unreachable);
      case 'retry':
      case 'committed':
      case 'unknown':
        return this.#pause(this.#parts.times.unreachable, this.#parts.pauseAway);
      default:
        return assertNever(failure);
    }
  }

  /** The law refused the transaction whole: in a joined one that is the fault of one event, and the others go again. */
  #refused(refusal: LedgerError): DeliveryEnd {
    const [only, ...others] = this.#jobs;
    if (only && others.length === 0) return this.#end([{ job: only, answer: refusedAnswer(refusal) }], []);
    const guilty = refusedJob(this.#jobs, refusal);
    if (!guilty) return this.#eachAlone();
    const again = this.#jobs.filter((job) => job !== guilty.job);
    return this.#end([{ job: guilty.job, answer: refusedAnswer(guilty.refusal) }], again);
  }

  /** The chaincode had no proper answer: joined events go again one by one, a single document a bounded number of times. */
  async #failed(detail: string): Promise<DeliveryEnd | undefined> {
    if (this.#jobs.length > 1) return this.#eachAlone();
    this.#faulty += 1;
    if (this.#faulty < this.#parts.times.faultyAttemptsMax) return this.#pause(this.#parts.times.unreachable);
    this.#parts.onAlarm(detail);
    return this.#end(
      this.#jobs.map((job) => ({
        job,
        answer: {
          state: 'refused',
          code: 'LAW_FAILED',
          detail: 'the ledger has no answer to this document',
          pointer: '',
        },
      })),
      [],
    );
  }

  #eachAlone(): DeliveryEnd {
    for (const job of this.#jobs) job.alone = true;
    return this.#end([], this.#jobs);
  }

  /** Steps 4 and 5: handed to ordering, again the same envelope while no block shows it. Undefined when none ever did. */
  async #seeThrough(transaction: UnfinishedTransaction): Promise<TransactionOutcome | undefined> {
    const { outcomes, times, signal, index } = this.#parts;
    outcomes.expect(transaction.txId);
    try {
      for (const awaitMs of times.awaitMs) {
        if ((await this.#submit(transaction)) === 'forbidden') return undefined;
        const outcome = await outcomes.within(transaction.txId, awaitMs, signal);
        if (outcome && outcome.code !== duplicateTxId) return outcome;
        signal.throwIfAborted();
        // A duplicate in a later block means that an earlier block has the transaction; the index knows the first one.
        const first = await index.transaction(transaction.txId);
        if (first) return first;
        this.#parts.count('submit_again');
      }
      return undefined;
    } finally {
      outcomes.forget(transaction.txId);
    }
  }

  async #submit(transaction: UnfinishedTransaction): Promise<'unknown' | 'forbidden'> {
    const { ledger, passFaultPoint, onAlarm, count } = this.#parts;
    try {
      await ledger.submit(transaction.signed);
    } catch (error) {
      const failure = failureOf(error);
      count(`submit_${failure.kind}`);
      if (failure.kind === 'forbidden') {
        onAlarm(failure.detail);
        return 'forbidden';
      }
    }
    passFaultPoint('submitted');
    return 'unknown';
  }

  async #judge(outcome: TransactionOutcome | undefined): Promise<DeliveryEnd | undefined> {
    this.#parts.count(outcome ? `commit_${outcome.code}` : 'commit_unseen');
    if (outcome?.code === 0) {
      this.#parts.passFaultPoint('committed');
      return this.#settle(outcome.results, outcome);
    }
    this.#current = undefined;
    if (!outcome) return this.#pause(this.#parts.times.unreachable);
    if (mvccOrPhantomCodes.includes(outcome.code)) return this.#pause(this.#parts.times.conflict);
    if (outcome.code === duplicateTxId) return undefined;
    this.#parts.onAlarm(`transaction ${outcome.txId} is invalid with code ${outcome.code}`);
    return this.#pause(this.#parts.times.alarm);
  }

  async #settle(
    results: TransactionOutcome['results'],
    place: TransactionOutcome | undefined,
  ): Promise<DeliveryEnd> {
    const at = place && { block: place.block, recordedAt: place.recordedAt };
    const unknown = results.filter(
      ({ status }) => status === 'exists' || (status === 'recorded' && !at?.recordedAt),
    );
    const recorded = await this.#parts.index.recorded(unknown.map(({ id }) => id));
    return this.#end(answersOf(this.#jobs, { results, place: at, recorded }), []);
  }

  #end(settled: readonly SettledJob[], again: readonly Job[]): DeliveryEnd {
    return { settled, again, txId: this.#persisted };
  }

  #storeFailed(error: unknown): Promise<undefined> {
    this.#parts.onAlarm(
      `the store does not take the outbox's rows: ${error instanceof Error ? error.message : error}`,
    );
    return this.#pause(this.#parts.times.unreachable);
  }

  async #pause(backoff: Backoff, pause = this.#parts.pause): Promise<undefined> {
    await pause(pauseMs(backoff, this.#attempts));
    this.#attempts += 1;
    return undefined;
  }
}

/** What is no failed call of the ledger is a fault of ours and is not retried as one. */
function failureOf(error: unknown): LedgerFailure {
  if (error instanceof LedgerCallError) return error.failure;
  throw error;
}
