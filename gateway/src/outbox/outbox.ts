import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { limits, type PublicKey, type SignedDocument } from '@mengsu/chaincode/model';
import type { Ledger } from '../ledger/ledger.ts';
import { Away } from './away.ts';
import { pauseMs, type RetryTimes, retryTimes } from './backoff.ts';
import { Delivery, type DeliveryEnd, type DeliveryParts } from './delivery.ts';
import { noFaults, type PassFaultPoint } from './fault-point.ts';
import { documentFrameBytes, type Job, type JobAnswer, makeJob } from './job.ts';
import { Lanes } from './lanes.ts';
import { Outcomes } from './outcomes.ts';
import type { OutboxStore, OutcomeIndex, TransactionOutcome, UnfinishedTransaction } from './ports.ts';
import { OutboxFull, type Ticket } from './ticket.ts';
import { Tickets } from './tickets.ts';

export interface OutboxOptions {
  readonly ledger: Pick<Ledger, 'endorse' | 'submit'>;
  readonly store: OutboxStore;
  readonly index: OutcomeIndex;
  readonly eventsMax: number;
  readonly bytesMax: number;
  readonly strangerEventsMax: number;
  readonly joinedEventsMax: number;
  readonly transactionsInFlightMax: number;
  readonly jobKeepMs: number;
  readonly times?: RetryTimes;
  readonly passFaultPoint?: PassFaultPoint;
  /** Told of what an operator must look at. */
  readonly onAlarm?: (detail: string) => void;
  /** A failure of ours: the outbox cannot go on. */
  readonly onFailure: (error: unknown) => void;
  readonly count?: (what: string) => void;
}

/** With the pauses between them that is more than a minute. */
const failuresMax = 12;

/** The durable way of posted documents to the ledger. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #parts: DeliveryParts;
  readonly #lanes = new Lanes();
  readonly #tickets = new Tickets();
  readonly #outcomes = new Outcomes();
  readonly #away = new Away();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #active = 0;
  #nextPlace = 1;
  #alarm: string | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#parts = {
      ledger: options.ledger,
      store: options.store,
      index: options.index,
      outcomes: this.#outcomes,
      times: options.times ?? retryTimes,
      passFaultPoint: options.passFaultPoint ?? noFaults,
      signal: this.#stopping.signal,
      pause: (ms) => this.#pause(ms),
      pauseAway: (ms) => this.#yieldDuring(this.#away.wait(ms, this.#stopping.signal)),
      reached: () => this.#away.reached(),
      onAlarm: (detail) => this.#raise(detail),
      count: options.count ?? (() => undefined),
    };
  }

  /** Takes up what the last process left. */
  async start(): Promise<void> {
    const { jobs, transactions } = await this.#options.store.load();
    await this.#options.store.forgetAnswers(Date.now() - this.#options.jobKeepMs);
    const waiting = new Map(jobs.map((job) => [job.id, job]));
    for (const job of jobs) this.#tickets.open(job, () => Promise.resolve());
    this.#nextPlace = (jobs.at(-1)?.place ?? 0) + 1;
    for (const transaction of transactions) {
      const carried = transaction.jobs.flatMap((id) => waiting.get(id) ?? []);
      // Without all of its jobs it was answered already, or its jobs were never promised.
      if (carried.length !== transaction.jobs.length) continue;
      for (const { id } of carried) waiting.delete(id);
      this.#lanes.hold(carried);
      this.#launch(carried, transaction);
    }
    for (const job of waiting.values()) this.#lanes.add(job);
    this.#pump();
  }

  /** Documents that wait or are on their way. */
  get depth(): { readonly events: number; readonly bytes: number; readonly inFlight: number } {
    return { events: this.#tickets.events, bytes: this.#tickets.bytes, inFlight: this.#active };
  }

  /** How long the document waits that waits longest. */
  get oldestMs(): number {
    return this.#tickets.oldestMs;
  }

  /** What an operator must look at; undefined since the last transaction that went well. */
  get alarm(): string | undefined {
    return this.#alarm;
  }

  /** Takes a parsed document; `strangers` are those of its signers whom nobody known has enrolled. The very same document that waits already is joined. Throws OutboxFull. */
  post(document: SignedDocument, strangers: readonly string[] = []): Ticket {
    const said = { id: randomBytes(16).toString('base64url'), place: this.#nextPlace, strangers };
    const job = makeJob(said, document);
    const known = this.#tickets.waitingFor(job);
    if (known) return known;
    this.#requireRoom(job);
    this.#nextPlace += 1;
    const ticket = this.#tickets.open(job, () => this.#accept(job));
    this.#lanes.add(job);
    this.#pump();
    return ticket;
  }

  /** The key of a device that a waiting document of known signers enrols. */
  waitingKey(kid: string): PublicKey | undefined {
    return this.#tickets.signers.key(kid);
  }

  #requireRoom(job: Job): void {
    const { eventsMax, bytesMax, strangerEventsMax } = this.#options;
    const { events, bytes, signers } = this.#tickets;
    if (events + job.events.length > eventsMax || bytes + job.size > bytesMax)
      throw new OutboxFull('the outbox is full');
    if (job.strangers.length > 0 && signers.strangeEvents + job.events.length > strangerEventsMax)
      throw new OutboxFull('too many events wait whose signers are not enrolled');
    if (this.#stopping.signal.aborted) throw new OutboxFull('the outbox takes no more');
  }

  async #accept(job: Job): Promise<void> {
    try {
      await this.#options.store.accept(job);
    } catch (error) {
      this.#storeFailed(error);
      throw error;
    }
    this.#parts.passFaultPoint('accepted');
  }

  /** A job that was promised: waiting, or with its answer. Undefined for one that nobody was told of, or that was forgotten. */
  async find(jobId: string): Promise<{ readonly answer: JobAnswer | undefined } | undefined> {
    if (this.#tickets.isWaiting(jobId)) return { answer: undefined };
    const answer = this.#tickets.recentAnswer(jobId) ?? (await this.#options.store.answer(jobId));
    return answer && { answer };
  }

  /** The indexer has committed the block of a transaction of ours. */
  see(outcome: TransactionOutcome): void {
    this.#outcomes.see(outcome);
  }

  /** Starts nothing new, ends every wait, and writes out what is decided. What has no answer stays for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running);
    await this.#options.store.flush();
  }

  /** A transaction costs several times what an event costs: the last one that may be under way takes the single events of all who wait. */
  #pump(): void {
    while (this.#active < this.#options.transactionsInFlightMax && !this.#stopping.signal.aborted) {
      const jobs = this.#lanes.take({
        eventsMax: this.#options.joinedEventsMax,
        bytesMax: limits.documentBytesMax - documentFrameBytes,
        acrossParties: this.#active === this.#options.transactionsInFlightMax - 1,
      });
      if (!jobs) return;
      this.#launch(jobs);
    }
  }

  #launch(jobs: readonly Job[], unfinished?: UnfinishedTransaction): void {
    this.#active += 1;
    const run = this.#deliver(new Delivery(jobs, this.#parts, unfinished))
      .then((end) => this.#finish(jobs, end))
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) this.#options.onFailure(error);
      })
      .finally(() => {
        this.#active -= 1;
        this.#running.delete(run);
        this.#pump();
      });
    this.#running.add(run);
  }

  /** What fails beside the ledger (the store while it is away) is tried again from where it stood, a bounded number of times. */
  async #deliver(delivery: Delivery): Promise<DeliveryEnd> {
    for (let failures = 0; ; failures++) {
      try {
        return await delivery.run();
      } catch (error) {
        if (this.#stopping.signal.aborted || failures === failuresMax) throw error;
        this.#raise(`a delivery failed: ${error instanceof Error ? error.message : error}`);
        await this.#pause(pauseMs(this.#parts.times.unreachable, failures));
      }
    }
  }

  #finish(jobs: readonly Job[], end: DeliveryEnd): void {
    if (end.settled.length > 0) this.#alarm = undefined;
    const settled = this.#options.store.settle(end.settled, end.txId);
    settled
      .then(() => this.#parts.passFaultPoint('settled'))
      // The answer stands on the ledger; after a restart the same row is settled again.
      .catch((error: unknown) => this.#storeFailed(error));
    for (const { job, answer } of end.settled) {
      this.#tickets.settle(job, answer);
      for (const status of statusesOf(answer)) this.#parts.count(`event_${status}`);
    }
    this.#lanes.release(jobs, end.again);
  }

  /** Others may go while this delivery waits. */
  #pause(ms: number): Promise<void> {
    return this.#yieldDuring(delay(ms, undefined, { signal: this.#stopping.signal }));
  }

  async #yieldDuring(wait: Promise<void>): Promise<void> {
    this.#active -= 1;
    this.#pump();
    try {
      await wait;
    } finally {
      this.#active += 1;
    }
  }

  #storeFailed(error: unknown): void {
    this.#raise(
      `the store does not take the outbox's rows: ${error instanceof Error ? error.message : error}`,
    );
  }

  #raise(detail: string): void {
    this.#alarm = detail;
    this.#options.onAlarm?.(detail);
  }
}

function statusesOf(answer: JobAnswer): string[] {
  return answer.state === 'refused' ? ['refused'] : answer.results.map(({ status }) => status);
}
