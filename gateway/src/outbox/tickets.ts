import { hash } from 'node:crypto';
import type { Job, JobAnswer } from './job.ts';
import type { Ticket } from './ticket.ts';
import { WaitingSigners } from './waiting-signers.ts';

interface Open {
  readonly job: Job;
  readonly ticket: Ticket;
  readonly settle: (answer: JobAnswer) => void;
  readonly openedMs: number;
}

/** Answers that are still being written to the store when somebody asks for them. */
const recentAnswersMax = 2_000;

/** The jobs that have no answer yet, by their id and by their document. */
export class Tickets {
  readonly signers = new WaitingSigners();
  readonly #open = new Map<string, Open>();
  readonly #byDocument = new Map<string, Open>();
  readonly #recent = new Map<string, JobAnswer>();
  #events = 0;
  #bytes = 0;

  get events(): number {
    return this.#events;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How long the job waits that waits longest, in this process; 0 when none does. */
  get oldestMs(): number {
    const [oldest] = this.#open.values();
    return oldest ? performance.now() - oldest.openedMs : 0;
  }

  /** `write` resolves when the job is on disk. */
  open(job: Job, write: () => Promise<void>): Ticket {
    let durable = write();
    // Nobody may ever ask; whoever does sees the failure.
    durable.catch(() => undefined);
    const { promise: answer, resolve: settle } = Promise.withResolvers<JobAnswer>();
    const ticket: Ticket = {
      jobId: job.id,
      answer,
      promise: () => {
        job.promised = true;
        // The store may take now what it did not take when the job came.
        durable = durable.catch(write);
        return durable;
      },
    };
    const open = { job, ticket, settle, openedMs: performance.now() };
    this.#open.set(job.id, open);
    this.#byDocument.set(documentName(job), open);
    this.signers.admit(job);
    this.#events += job.events.length;
    this.#bytes += job.size;
    return ticket;
  }

  /**
   * The ticket of a waiting job of the very same document. An event's id says nothing of its signatures, and a wider document can be refused for what stands beside the event:
   * whoever posts a copy with other signatures or among others must not decide what becomes of the genuine one.
   */
  waitingFor(job: Job): Ticket | undefined {
    return this.#byDocument.get(documentName(job))?.ticket;
  }

  settle(job: Job, answer: JobAnswer): void {
    const open = this.#open.get(job.id);
    if (!open) return;
    this.#open.delete(job.id);
    const name = documentName(job);
    if (this.#byDocument.get(name) === open) this.#byDocument.delete(name);
    this.signers.release(job);
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

/** Same mode, same envelopes, signatures and all, in the same order. The mode of a single event is how its answer is said. */
function documentName({ events, mode }: Job): string {
  const texts = events.map(({ text }) => text).join('\n');
  return hash('sha256', events.length === 1 ? texts : `${mode}\n${texts}`, 'base64url');
}
