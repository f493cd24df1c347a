import type { SignedDocument } from '@mengsu/chaincode/model';
import type { Job, JobAnswer } from './job.ts';
import type { Ticket } from './outbox.ts';

interface Open {
  readonly job: Job;
  readonly ticket: Ticket;
  readonly settle: (answer: JobAnswer) => void;
}

/** Answers that are still being written to the store when somebody asks for them. */
const recentAnswersMax = 2_000;

/** The jobs that have no answer yet, by their id and by their events. */
export class Tickets {
  readonly #open = new Map<string, Open>();
  readonly #jobOfEvent = new Map<string, Open>();
  readonly #recent = new Map<string, JobAnswer>();
  #events = 0;
  #bytes = 0;

  get events(): number {
    return this.#events;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** `durable` resolves when the job is on disk. */
  open(job: Job, durable: Promise<void>): Ticket {
    // Nobody may ever ask; whoever does sees the failure.
    durable.catch(() => undefined);
    const { promise: answer, resolve: settle } = Promise.withResolvers<JobAnswer>();
    const ticket: Ticket = {
      jobId: job.id,
      answer,
      promise: () => {
        job.promised = true;
        return durable;
      },
    };
    const open = { job, ticket, settle };
    this.#open.set(job.id, open);
    for (const { id } of job.events) this.#jobOfEvent.set(id, open);
    this.#events += job.events.length;
    this.#bytes += job.size;
    return ticket;
  }

  /**
   * The ticket of a waiting job that will answer for every event of the document: the same events, or some of a document whose events stand alone.
   * An event of an all-or-nothing document is not answered by that document's refusal.
   */
  waitingFor(document: SignedDocument): Ticket | undefined {
    const open = this.#jobOfEvent.get(document.events[0]?.id ?? '');
    if (!open || !document.events.every(({ id }) => this.#jobOfEvent.get(id) === open)) return undefined;
    const { job, ticket } = open;
    const isWhole = job.events.length === document.events.length;
    const standsAlone = document.events.length === 1 && isWhole;
    if (standsAlone || (isWhole && job.mode === document.mode)) return ticket;
    return job.mode === 'each' && document.mode === 'each' ? ticket : undefined;
  }

  settle(job: Job, answer: JobAnswer): void {
    const open = this.#open.get(job.id);
    if (!open) return;
    this.#open.delete(job.id);
    for (const { id } of job.events) if (this.#jobOfEvent.get(id) === open) this.#jobOfEvent.delete(id);
    this.#events -= job.events.length;
    this.#bytes -= job.size;
    this.#remember(job.id, answer);
    open.settle(answer);
  }

  isWaiting(jobId: string): boolean {
    return this.#open.has(jobId);
  }

  recentAnswer(jobId: string): JobAnswer | undefined {
    return this.#recent.get(jobId);
  }

  #remember(jobId: string, answer: JobAnswer): void {
    if (this.#recent.size >= recentAnswersMax) this.#recent.delete(this.#recent.keys().next().value ?? '');
    this.#recent.set(jobId, answer);
  }
}
