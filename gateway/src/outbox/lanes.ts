import type { Job } from './job.ts';

interface Lane {
  readonly party: string;
  /** Waiting jobs, oldest first. */
  jobs: Job[];
  busy: boolean;
}

export interface JoinLimits {
  readonly eventsMax: number;
  readonly bytesMax: number;
  /** Single events of several parties may share the transaction; else one party's. */
  readonly acrossParties: boolean;
}

/**
 * Who may go next. Every party has a lane, and so have strangers; a job waits in each of its lanes, mostly those of its parties, and goes when it is the first in all of them and none of them has a transaction in flight.
 * So the events of one party keep their order, and parties do not wait for each other.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  /** Lanes whose first job may be ready: a set keeps them in the order in which they became so. */
  readonly #candidates = new Set<Lane>();

  get size(): number {
    return this.#lanes.size;
  }

  add(job: Job): void {
    for (const party of job.lanes) {
      const lane = this.#laneOf(party);
      lane.jobs.push(job);
      if (!lane.busy) this.#candidates.add(lane);
    }
  }

  /** The lanes of jobs that are under way already: a transaction that a restart found unfinished. */
  hold(jobs: readonly Job[]): void {
    for (const party of new Set(jobs.flatMap((job) => job.lanes))) this.#laneOf(party).busy = true;
  }

  /** Jobs for the next transaction, in order: one document, or single events joined. Their lanes are busy until `release`. */
  take(limits: JoinLimits): Job[] | undefined {
    const taken: Job[] = [];
    for (const lane of this.#candidates) {
      const [first] = lane.jobs;
      if (!first || lane.busy || !this.#isFirstEverywhere(first)) {
        this.#candidates.delete(lane);
        continue;
      }
      // A document goes in a transaction of its own: the next one.
      if (taken.length > 0 && !isJoinable(first)) continue;
      const more = isJoinable(first) ? joinable(lane.jobs, limits, taken) : [first];
      if (more.length === 0) break;
      this.#candidates.delete(lane);
      this.#occupy(first.lanes, more.length);
      taken.push(...more);
      if (!limits.acrossParties || !isJoinable(first)) break;
    }
    return taken.length > 0 ? taken : undefined;
  }

  /** The transaction of `taken` is over; `again` goes back to the front of its lanes, in its order. */
  release(taken: readonly Job[], again: readonly Job[] = []): void {
    for (const job of again.toReversed()) {
      for (const party of job.lanes) this.#laneOf(party).jobs.unshift(job);
    }
    for (const party of new Set(taken.flatMap((job) => job.lanes))) {
      const lane = this.#laneOf(party);
      lane.busy = false;
      if (lane.jobs.length === 0) this.#lanes.delete(party);
      else this.#candidates.add(lane);
    }
  }

  #occupy(parties: readonly string[], jobs: number): void {
    for (const party of parties) {
      const own = this.#laneOf(party);
      own.busy = true;
      own.jobs.splice(0, jobs);
    }
  }

  #isFirstEverywhere(job: Job): boolean {
    return job.lanes.every((party) => {
      const lane = this.#lanes.get(party);
      return lane !== undefined && !lane.busy && lane.jobs[0] === job;
    });
  }

  #laneOf(party: string): Lane {
    let lane = this.#lanes.get(party);
    if (!lane) {
      lane = { party, jobs: [], busy: false };
      this.#lanes.set(party, lane);
    }
    return lane;
  }
}

const eventOf = (job: Job): string | undefined => job.events[0]?.id;
const isJoinable = (job: Job): boolean => job.events.length === 1 && job.lanes.length === 1 && !job.alone;

/** The first jobs of a lane that fit into a transaction beside `taken`; one always fits into an empty one. */
function joinable(jobs: readonly Job[], limits: JoinLimits, taken: readonly Job[]): Job[] {
  const more: Job[] = [];
  let size = taken.reduce((sum, job) => sum + job.size, 0);
  // A copy of an event with other signatures is another job, and no document has an event twice.
  const ids = new Set(taken.map(eventOf));
  for (const job of jobs) {
    const count = taken.length + more.length;
    size += job.size;
    if (
      !isJoinable(job) ||
      ids.has(eventOf(job)) ||
      (count > 0 && (count >= limits.eventsMax || size > limits.bytesMax))
    )
      break;
    ids.add(eventOf(job));
    more.push(job);
  }
  return more;
}
