import { createHash } from 'node:crypto';
import { type Envelope, LedgerError, type Result, type SignedDocument } from '@mengsu/chaincode/model';
import type { LedgerFailure } from '../ledger/failure.ts';
import { type EndorsedTransaction, LedgerCallError } from '../ledger/ledger.ts';
import type { RetryTimes } from './backoff.ts';
import type { Job, JobAnswer } from './job.ts';
import type {
  OutboxStore,
  OutcomeIndex,
  RecordedStatus,
  SettledJob,
  TransactionOutcome,
  UnfinishedTransaction,
} from './ports.ts';

/** The retry table with pauses that tests can wait for. */
export const shortTimes: RetryTimes = {
  unreachable: { firstMs: 1, maxMs: 3 },
  conflict: { firstMs: 1, maxMs: 3 },
  alarm: { firstMs: 1, maxMs: 3 },
  awaitMs: [5, 5, 5, 5],
  faultyAttemptsMax: 3,
};

export const idOf = (name: string): string => createHash('sha256').update(name).digest('base64url');

/** A document whose events are nothing but a party and a name: `parse` is not under test here. */
export function documentNamed(
  mode: 'all' | 'each',
  ...events: readonly (readonly [string, string])[]
): SignedDocument {
  return {
    mode,
    events: events.map(([party, name]) => ({
      id: idOf(name),
      // Only the party and the signers are read on the way to the ledger.
      event: {
        party,
        device: `device of ${party}`,
        cosigners: [] as string[],
      } as SignedDocument['events'][number]['event'],
      envelope: { payload: JSON.stringify({ party, name }), signatures: [] },
    })),
  };
}

/** Has the form of a signature. The fake ledger refuses what carries it. */
export const junkSignature = Buffer.alloc(64, 1).toString('base64url');

/** The same document with the signatures of these events replaced by junk. */
export function junked(document: SignedDocument, ...indexes: readonly number[]): SignedDocument {
  const signatures = [{ protected: '', signature: junkSignature }];
  const events = document.events.map((signed, index) =>
    indexes.includes(index) ? { ...signed, envelope: { ...signed.envelope, signatures } } : signed,
  );
  return { ...document, events };
}

const fakeTime = '2026-09-01T00:00:00.000Z';

interface FakeEvent {
  readonly party: string;
  readonly name: string;
}

/** What the fake ledger does with one call; `undefined` means that all goes well. */
export interface Mischief {
  endorse?(): LedgerFailure | undefined;
  /** `lost`: acknowledged, never ordered. `hidden`: ordered, answered with the failure. */
  submit?(): { readonly failure?: LedgerFailure; readonly lost?: boolean } | undefined;
  /** A validation code other than VALID. */
  commit?(): number | undefined;
  /** The index does not tell the outbox; it has to look. */
  silent?(): boolean;
}

/** A ledger in memory with the law's idempotence and Fabric's validation, that misbehaves as it is told. Names that begin with `bad` are refused, with `wrong` they fail the document. */
export class FakeLedger implements OutcomeIndex {
  readonly recordedInOrder: FakeEvent[] = [];
  readonly transactions = new Map<string, TransactionOutcome>();
  readonly documents: string[][] = [];
  mischief: Mischief = {};
  /** Ids of events that are refused, beside those with a bad name. */
  readonly refused = new Set<string>();
  onOutcome: (outcome: TransactionOutcome) => void = () => undefined;
  readonly #recorded = new Map<string, RecordedStatus>();
  #nextTransaction = 1;
  #height = 1;

  endorse = async (document: string): Promise<EndorsedTransaction> => {
    await turn();
    const failure = this.mischief.endorse?.();
    if (failure) throw new LedgerCallError(failure);
    const { mode, events } = JSON.parse(document) as { mode: string; events: Envelope[] };
    refuseDocument(events);
    // A real event has no name: its payload is one.
    const parsed = events.map(({ payload }): FakeEvent => {
      const { party, name = payload } = JSON.parse(payload) as Partial<FakeEvent> & { party: string };
      return { party, name };
    });
    this.documents.push(parsed.map(({ name }) => name));
    const results = parsed.map((event, index) => this.#resultOf(event, `/events/${index}`));
    const refused = results.findIndex(({ status }) => status === 'refused');
    if (mode === 'all' && refused >= 0) {
      throw new LedgerCallError({
        kind: 'refused',
        refusal: new LedgerError('HOLDING_TOO_SMALL', 'too little', `/events/${refused}`),
      });
    }
    const txId = `tx${this.#nextTransaction++}`;
    return {
      txId,
      signed: Buffer.from(JSON.stringify({ txId, events: parsed, results })),
      response: JSON.stringify({ results }),
    };
  };

  submit = async (signed: Uint8Array): Promise<void> => {
    await turn();
    const mischief = this.mischief.submit?.();
    if (!mischief?.lost) this.#order(signed);
    if (mischief?.failure) throw new LedgerCallError(mischief.failure);
  };

  async transaction(txId: string): Promise<TransactionOutcome | undefined> {
    await turn();
    return this.transactions.get(txId);
  }

  async recorded(ids: readonly string[]): Promise<ReadonlyMap<string, RecordedStatus>> {
    await turn();
    return new Map(
      ids.flatMap((id) => (this.#recorded.has(id) ? [[id, this.#recorded.get(id) as RecordedStatus]] : [])),
    );
  }

  #resultOf({ name }: FakeEvent, pointer: string): Result {
    const id = idOf(name);
    if (name.startsWith('wrong')) {
      throw new LedgerCallError({
        kind: 'refused',
        refusal: new LedgerError('DEVICE_UNKNOWN', 'is not a device', `${pointer}/payload/device`),
      });
    }
    if (this.#recorded.has(id)) return { id, status: 'exists', breaches: [] };
    if (name.startsWith('bad') || this.refused.has(id))
      return { id, status: 'refused', code: 'HOLDING_TOO_SMALL', detail: 'too little' };
    return { id, status: 'recorded', breaches: [] };
  }

  /** One block per transaction, a little later. */
  #order(signed: Uint8Array): void {
    const { txId, events, results } = JSON.parse(Buffer.from(signed).toString()) as {
      txId: string;
      events: FakeEvent[];
      results: Result[];
    };
    const fresh = events.filter((_, index) => results[index]?.status === 'recorded');
    setImmediate(() => {
      const code = this.#validate(txId, fresh);
      const outcome = {
        txId,
        code,
        block: this.#height++,
        recordedAt: fakeTime,
        results: code === 0 ? results : [],
      };
      if (code === 0) this.#write(fresh, outcome.block);
      if (!this.transactions.has(txId)) this.transactions.set(txId, outcome);
      if (!this.mischief.silent?.()) this.onOutcome(outcome);
    });
  }

  #validate(txId: string, fresh: readonly FakeEvent[]): number {
    if (this.transactions.has(txId)) return 9;
    const conflict = fresh.some(({ name }) => this.#recorded.has(idOf(name)));
    return this.mischief.commit?.() ?? (conflict ? 11 : 0);
  }

  #write(fresh: readonly FakeEvent[], block: number): void {
    this.recordedInOrder.push(...fresh);
    for (const { name } of fresh)
      this.#recorded.set(idOf(name), { block, recordedAt: fakeTime, breaches: [] });
  }
}

/** What the law refuses before it looks at any event: one that comes twice, one that is not signed by whom it names. */
function refuseDocument(events: readonly Envelope[]): void {
  const refuse = (code: 'DOCUMENT_INVALID' | 'SIGNATURE_INVALID', pointer: string): never => {
    throw new LedgerCallError({ kind: 'refused', refusal: new LedgerError(code, 'told to', pointer) });
  };
  if (new Set(events.map(({ payload }) => payload)).size < events.length)
    refuse('DOCUMENT_INVALID', '/events');
  const junk = events.findIndex(({ signatures }) =>
    signatures.some(({ signature }) => signature === junkSignature),
  );
  if (junk >= 0) refuse('SIGNATURE_INVALID', `/events/${junk}/signatures/0`);
}

/** The store's rows in memory; `die` loses everything that comes after it, as a kill does. */
export class MemoryOutboxStore implements OutboxStore {
  readonly jobs: Map<string, Job>;
  readonly transactions: Map<string, UnfinishedTransaction>;
  readonly answers: Map<string, JobAnswer>;
  /** It takes nothing, as a disk without room. */
  full = false;
  #dead = false;

  constructor(before?: MemoryOutboxStore) {
    this.jobs = new Map(before?.jobs);
    this.transactions = new Map(before?.transactions);
    this.answers = new Map(before?.answers);
  }

  die(): void {
    this.#dead = true;
  }

  accept(job: Job): Promise<void> {
    return this.#write(() => this.jobs.set(job.id, job));
  }

  persist(transaction: UnfinishedTransaction, replaced: string | undefined): Promise<void> {
    return this.#write(() => {
      if (replaced !== undefined) this.transactions.delete(replaced);
      this.transactions.set(transaction.txId, transaction);
    });
  }

  settle(settled: readonly SettledJob[], txId: string | undefined): Promise<void> {
    return this.#write(() => {
      for (const { job, answer } of settled) {
        this.jobs.delete(job.id);
        if (job.promised) this.answers.set(job.id, answer);
      }
      if (txId !== undefined) this.transactions.delete(txId);
    });
  }

  async answer(jobId: string): Promise<JobAnswer | undefined> {
    return this.answers.get(jobId);
  }

  async load(): Promise<{ jobs: Job[]; transactions: UnfinishedTransaction[] }> {
    const jobs = [...this.jobs.values()].map((job) => ({ ...job, alone: false, promised: true }));
    return {
      jobs: jobs.sort((left, right) => left.place - right.place),
      transactions: [...this.transactions.values()],
    };
  }

  async forgetAnswers(): Promise<void> {}

  async flush(): Promise<void> {}

  async #write(change: () => void): Promise<void> {
    if (this.#dead) return new Promise(() => undefined);
    await turn();
    if (this.#dead) return new Promise(() => undefined);
    if (this.full) throw new Error('database or disk is full');
    change();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
