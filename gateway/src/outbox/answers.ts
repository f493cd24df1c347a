import { LedgerError, ReceiptSchema, type Result } from '@mengsu/chaincode/model';
import type { EventResult, Job, JobAnswer } from './job.ts';
import type { RecordedStatus, SettledJob } from './ports.ts';

/** Where the results of a transaction stand on the ledger; undefined when it was not needed there. */
export interface ResultPlace {
  readonly block: number;
  readonly recordedAt: string | undefined;
}

/** The endorsed response of `record` for these jobs: one result per event, in order. Undefined for anything else. */
export function readReceipt(response: string, jobs: readonly Job[]): readonly Result[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(response);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const parsed = ReceiptSchema.safeParse(value);
  const ids = jobs.flatMap((job) => job.events.map(({ id }) => id));
  if (!parsed.success || parsed.data.results.length !== ids.length) return undefined;
  return parsed.data.results.every((result, index) => result.id === ids[index])
    ? parsed.data.results
    : undefined;
}

/** Results in the order of the jobs' events → one answer per job. `recorded` is what the index knows of events that existed before. */
export function answersOf(
  jobs: readonly Job[],
  said: {
    readonly results: readonly Result[];
    readonly place: ResultPlace | undefined;
    readonly recorded: ReadonlyMap<string, RecordedStatus>;
  },
): SettledJob[] {
  const byId = new Map(said.results.map((result) => [result.id, result]));
  return jobs.map((job) => {
    const results = job.events.flatMap(({ id }) => {
      const result = byId.get(id);
      return result ? [placed(result, said.place, said.recorded.get(id))] : [];
    });
    return { job, answer: answerOf(job, results) };
  });
}

function placed(
  result: Result,
  place: ResultPlace | undefined,
  known: RecordedStatus | undefined,
): EventResult {
  if (result.status === 'refused') return result;
  if (result.status === 'exists')
    return known ? { ...result, ...known, breaches: [...known.breaches] } : result;
  const recordedAt = place?.recordedAt ?? known?.recordedAt;
  return {
    ...result,
    ...(place && { block: place.block }),
    ...(recordedAt !== undefined && { recordedAt }),
  };
}

/** A single event that was joined in mode `each` is answered as its own document asked. */
function answerOf(job: Job, results: readonly EventResult[]): JobAnswer {
  const [first] = results;
  if (job.mode === 'all' && job.events.length === 1 && first?.status === 'refused') {
    return refusedAnswer(new LedgerError(first.code, first.detail, `/events/0${first.pointer ?? ''}`));
  }
  return { state: 'done', results };
}

export function refusedAnswer(refusal: LedgerError): JobAnswer {
  return { state: 'refused', code: refusal.code, detail: refusal.detail, pointer: refusal.pointer };
}

/** The job of a joined transaction that a refusal points at, and the refusal as that job's own; undefined where it points at none. */
export function refusedJob(
  jobs: readonly Job[],
  refusal: LedgerError,
): { readonly job: Job; readonly refusal: LedgerError } | undefined {
  const match = /^\/events\/(\d{1,3})(?=\/|$)/.exec(refusal.pointer);
  const job = match && jobs[Number(match[1])];
  if (!match || !job) return undefined;
  const rest = refusal.pointer.slice(match[0].length);
  return { job, refusal: new LedgerError(refusal.code, refusal.detail, `/events/0${rest}`) };
}
