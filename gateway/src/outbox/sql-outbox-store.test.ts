import { parseDocumentValue } from '@mengsu/chaincode/model';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { TestDevice } from '../http/testing.ts';
import { nodeCrypto } from '../indexer/node-crypto.ts';
import { openStore } from '../store/open-store.ts';
import { describeStores } from '../store/testing.ts';
import { type Job, type JobAnswer, makeJob } from './job.ts';
import { SqlOutboxStore } from './sql-outbox-store.ts';

const device = new TestDevice();
async function job(place: number, events = 1): Promise<Job> {
  const value = { mode: 'each', events: Array.from({ length: events }, () => device.sign()) };
  const strangers = place % 2 ? [] : [device.kid];
  return makeJob({ id: `job${place}`, place, strangers }, await parseDocumentValue(value, nodeCrypto));
}
const done: JobAnswer = { state: 'done', results: [] };

describeStores('the outbox’s rows', (stores) => {
  it('come back whole and in order when the store is opened again', async () => {
    const url = await stores.freshUrl();
    const first = await openStore(url);
    const outbox = new SqlOutboxStore(first.db);
    const jobs = [await job(2, 3), await job(1), await job(10)];
    await Promise.all(jobs.map((one) => outbox.accept(one)));
    await outbox.persist({ txId: 'tx1', jobs: ['job1'], signed: Uint8Array.of(1, 2, 3) }, undefined);
    await first.close();
    const store = await openStore(url);
    const loaded = await new SqlOutboxStore(store.db).load();
    expect(loaded.jobs.map(({ id }) => id)).toEqual(['job1', 'job2', 'job10']);
    expect(loaded.jobs[1]).toEqual({ ...jobs[0], promised: true });
    expect(loaded.transactions.map(({ txId, jobs: of, signed }) => [txId, of, [...signed]])).toEqual([
      ['tx1', ['job1'], [1, 2, 3]],
    ]);
    await store.close();
  });

  it('leave nothing of what is settled but the answers that were promised', async () => {
    const store = await stores.open();
    const outbox = new SqlOutboxStore(store.db);
    const [told, untold] = [await job(1), await job(2)];
    told.promised = true;
    await Promise.all([
      outbox.accept(told),
      outbox.accept(untold),
      outbox.persist({ txId: 'tx1', jobs: ['job1', 'job2'], signed: Uint8Array.of(1) }, undefined),
      outbox.persist({ txId: 'tx2', jobs: ['job1', 'job2'], signed: Uint8Array.of(2) }, 'tx1'),
    ]);
    await outbox.settle(
      [told, untold].map((one) => ({ job: one, answer: done })),
      'tx2',
    );
    expect(await outbox.load()).toEqual({ jobs: [], transactions: [] });
    expect(await outbox.answer('job1')).toEqual(done);
    expect(await outbox.answer('job2')).toBeUndefined();
    await outbox.forgetAnswers(Date.now() + 1);
    expect(await outbox.answer('job1')).toBeUndefined();
  });

  it('are the same when accepting and settling meet in one commit', async () => {
    const store = await stores.open();
    const outbox = new SqlOutboxStore(store.db);
    const one = await job(1);
    void outbox.accept(one);
    void outbox.persist({ txId: 'tx1', jobs: ['job1'], signed: Uint8Array.of(1) }, undefined);
    void outbox.settle([{ job: one, answer: done }], 'tx1');
    await outbox.flush();
    expect(await outbox.load()).toEqual({ jobs: [], transactions: [] });
  });

  it('take many at once', async () => {
    const store = await stores.open();
    const outbox = new SqlOutboxStore(store.db);
    const jobs = await Promise.all(Array.from({ length: 150 }, (_, place) => job(place)));
    await Promise.all(jobs.map((one) => outbox.accept(one)));
    expect((await outbox.load()).jobs).toHaveLength(150);
    await outbox.settle(
      jobs.map((one) => ({ job: one, answer: done })),
      undefined,
    );
    expect((await outbox.load()).jobs).toHaveLength(0);
  });

  it('fail together when the store fails, and come again when it is back', async () => {
    const store = await stores.open();
    const outbox = new SqlOutboxStore(store.db);
    const jobs = [await job(1), await job(2)];
    await sql`alter table outbox_jobs rename to away`.execute(store.db);
    const failed = await Promise.allSettled(jobs.map((one) => outbox.accept(one)));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await sql`alter table away rename to outbox_jobs`.execute(store.db);
    for (const one of [...jobs, ...jobs]) await outbox.accept(one);
    expect((await outbox.load()).jobs).toHaveLength(2);
  });
});
