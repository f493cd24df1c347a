import type { PublicKey } from '@mengsu/chaincode/model';
import type { Job } from './job.ts';

/** No party has this name: a party's is a credit code. */
export const strangersLane = 'strangers';

/**
 * Who signed what waits. Anybody can sign for any party with a key that nobody enrolled; such documents have one lane of their own, so that no party waits behind what only claims to be its.
 * The first events of a device whose enrolment the index has not seen yet take the same way, and those that follow them keep behind them.
 */
export class WaitingSigners {
  readonly #keys = new Map<string, { readonly key: PublicKey; jobs: number }>();
  readonly #strangers = new Map<string, number>();
  #strangeEvents = 0;

  /** Events of waiting documents that strangers signed. */
  get strangeEvents(): number {
    return this.#strangeEvents;
  }

  /** A key that a waiting document of known signers brings to the ledger. */
  key(kid: string): PublicKey | undefined {
    return this.#keys.get(kid)?.key;
  }

  /** Gives the job its lanes. Jobs come in the order of their places. */
  admit(job: Job): void {
    if (job.strangers.length > 0) this.#admitStrange(job);
    else {
      const follows = job.events.some(({ signers }) => signers.some((kid) => this.#strangers.has(kid)));
      job.lanes = follows ? [...job.parties, strangersLane] : job.parties;
      for (const [kid, key] of job.keys) {
        const known = this.#keys.get(kid);
        if (known) known.jobs += 1;
        else this.#keys.set(kid, { key, jobs: 1 });
      }
    }
  }

  release(job: Job): void {
    if (job.strangers.length > 0) this.#releaseStrange(job);
    else {
      for (const kid of job.keys.keys()) {
        const known = this.#keys.get(kid);
        if (known) known.jobs -= 1;
        if (known?.jobs === 0) this.#keys.delete(kid);
      }
    }
  }

  #admitStrange(job: Job): void {
    job.lanes = [strangersLane];
    // Most of them fail a transaction whole.
    job.alone = true;
    this.#strangeEvents += job.events.length;
    for (const kid of job.strangers) this.#strangers.set(kid, (this.#strangers.get(kid) ?? 0) + 1);
  }

  #releaseStrange(job: Job): void {
    this.#strangeEvents -= job.events.length;
    for (const kid of job.strangers) {
      const jobs = (this.#strangers.get(kid) ?? 0) - 1;
      if (jobs > 0) this.#strangers.set(kid, jobs);
      else this.#strangers.delete(kid);
    }
  }
}
