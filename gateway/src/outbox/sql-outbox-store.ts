import { ModeSchema, parseEnvelope } from '@mengsu/chaincode/model';
import type { Kysely, Transaction } from 'kysely';
import { nodeCrypto } from '../indexer/node-crypto.ts';
import { GroupCommit } from './group-commit.ts';
import { type Job, type JobAnswer, makeJob } from './job.ts';
import type { OutboxAnswerRow, OutboxJobRow, OutboxTables, OutboxTransactionRow } from './outbox-tables.ts';
import type { OutboxStore, SettledJob, UnfinishedTransaction } from './ports.ts';

type Write =
  | { readonly kind: 'accept'; readonly row: OutboxJobRow }
  | { readonly kind: 'persist'; readonly row: OutboxTransactionRow; readonly replaced: string | undefined }
  | {
      readonly kind: 'settle';
      readonly jobs: readonly string[];
      readonly txId: string | undefined;
      readonly answers: readonly OutboxAnswerRow[];
    };

/** Far below the limits on parameters: 32,766 (SQLite) and 65,535 (PostgreSQL). */
const rowsPerStatementMax = 64;
const writesPerCommitMax = 1024;

/** The outbox's rows in the gateway's store. */
export class SqlOutboxStore implements OutboxStore {
  readonly #db: Kysely<OutboxTables>;
  readonly #commits: GroupCommit<Write>;

  constructor(db: Kysely<OutboxTables>) {
    this.#db = db;
    this.#commits = new GroupCommit({
      writesMax: writesPerCommitMax,
      commit: (writes) => db.transaction().execute((transaction) => apply(transaction, writes)),
    });
  }

  accept(job: Job): Promise<void> {
    const events = `[${job.events.map(({ text }) => text).join(',')}]`;
    return this.#commits.add({
      kind: 'accept',
      row: {
        id: job.id,
        place: job.place,
        mode: job.mode,
        events,
        strangers: JSON.stringify(job.strangers),
      },
    });
  }

  persist({ txId, jobs, signed }: UnfinishedTransaction, replaced: string | undefined): Promise<void> {
    return this.#commits.add({
      kind: 'persist',
      row: { tx_id: txId, jobs: JSON.stringify(jobs), signed },
      replaced,
    });
  }

  settle(settled: readonly SettledJob[], txId: string | undefined): Promise<void> {
    const finishedMs = Date.now();
    const answers = settled
      .filter(({ job }) => job.promised)
      .map(({ job, answer }) => ({ job: job.id, finished_ms: finishedMs, answer: JSON.stringify(answer) }));
    return this.#commits.add({ kind: 'settle', jobs: settled.map(({ job }) => job.id), txId, answers });
  }

  async answer(jobId: string): Promise<JobAnswer | undefined> {
    const row = await this.#db
      .selectFrom('outbox_answers')
      .select('answer')
      .where('job', '=', jobId)
      .executeTakeFirst();
    // Written by settle above, so it is a JobAnswer.
    return row && (JSON.parse(row.answer) as JobAnswer);
  }

  async load(): Promise<{ jobs: Job[]; transactions: UnfinishedTransaction[] }> {
    const jobs: Job[] = [];
    for (const row of await this.#db.selectFrom('outbox_jobs').selectAll().orderBy('place').execute()) {
      jobs.push(await jobOf(row));
    }
    const rows = await this.#db.selectFrom('outbox_transactions').selectAll().execute();
    const transactions = rows.map((row) => ({
      txId: row.tx_id,
      jobs: JSON.parse(row.jobs) as string[],
      signed: row.signed,
    }));
    return { jobs, transactions };
  }

  async forgetAnswers(beforeMs: number): Promise<void> {
    await this.#db.deleteFrom('outbox_answers').where('finished_ms', '<', beforeMs).execute();
  }

  flush(): Promise<void> {
    return this.#commits.flush();
  }
}

/** Who posted it was promised its answer, as far as we can know after a restart. */
async function jobOf(row: OutboxJobRow): Promise<Job> {
  const envelopes = JSON.parse(row.events) as unknown[];
  const events = await Promise.all(envelopes.map((envelope) => parseEnvelope(envelope, nodeCrypto)));
  // Written by accept above.
  const strangers = JSON.parse(row.strangers) as string[];
  const job = makeJob(
    { id: row.id, place: row.place, strangers },
    { mode: ModeSchema.parse(row.mode), events },
  );
  job.promised = true;
  return job;
}

async function apply(db: Transaction<OutboxTables>, writes: readonly Write[]): Promise<void> {
  const accepts = writes.filter((write) => write.kind === 'accept');
  const persists = writes.filter((write) => write.kind === 'persist');
  const settles = writes.filter((write) => write.kind === 'settle');
  const jobs = new Set(settles.flatMap((write) => write.jobs));
  const transactions = new Set(
    [...settles.map(({ txId }) => txId), ...persists.map(({ replaced }) => replaced)].filter(
      (id) => id !== undefined,
    ),
  );
  // What is written and settled in one group never needs a row.
  const accepted = accepts.map(({ row }) => row).filter(({ id }) => !jobs.has(id));
  const persisted = persists.map(({ row }) => row).filter(({ tx_id }) => !transactions.has(tx_id));
  for (const rows of chunks(accepted)) {
    // A job comes again when its first commit seemed to fail.
    await db
      .insertInto('outbox_jobs')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
  for (const rows of chunks(persisted)) await db.insertInto('outbox_transactions').values(rows).execute();
  for (const rows of chunks(settles.flatMap(({ answers }) => answers))) {
    await db
      .insertInto('outbox_answers')
      .values(rows)
      .onConflict((conflict) => conflict.column('job').doNothing())
      .execute();
  }
  for (const ids of chunks([...jobs])) await db.deleteFrom('outbox_jobs').where('id', 'in', ids).execute();
  for (const ids of chunks([...transactions]))
    await db.deleteFrom('outbox_transactions').where('tx_id', 'in', ids).execute();
}

/** Powers of two, so that few different statements stay prepared. */
function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0, size = rowsPerStatementMax; start < items.length; start += size) {
    while (size > items.length - start) size /= 2;
    yield items.slice(start, start + size);
  }
}
