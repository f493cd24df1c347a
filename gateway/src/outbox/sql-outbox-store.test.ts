import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocumentValue } from '@mengsu/chaincode/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestDevice } from '../http/testing.ts';
import { nodeCrypto } from '../indexer/node-crypto.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { type Job, type JobAnswer, makeJob } from './job.ts';
import { SqlOutboxStore } from './sql-outbox-store.ts';

let folder: string;
let store: Store;
const open = (): Promise<Store> => openStore(`sqlite:${join(folder, 'store.sqlite')}`);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mengsu-outbox-'));
  store = await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const device = new TestDevice();
async function job(place: number, events = 1): Promise<Job> {
  const value = { mode: 'each', events: Array.from({ length: events }, () => device.sign()) };
  return makeJob({ id: `job${place}`, place }, await parseDocumentValue(value, nodeCrypto));
}
const done: JobAnswer = { state: 'done', results: [] };

describe('the outbox’s rows', () => {
  it('come back whole and in order when the store is opened again', async () => {
    const outbox = new SqlOutboxStore(store.db);
    const jobs = [await job(2, 3), await job(1), await job(10)];
    await Promise.all(jobs.map((one) => outbox.accept(one)));
    await outbox.persist({ txId: 'tx1', jobs: ['job1'], signed: Uint8Array.of(1, 2, 3) }, undefined);
    await store.close();
    store = await open();
    const loaded = await new SqlOutboxStore(store.db).load();
    expect(loaded.jobs.map(({ id }) => id)).toEqual(['job1', 'job2', 'job10']);
    expect(loaded.jobs[1]).toEqual({ ...jobs[0], promised: true });
    expect(loaded.transactions.map(({ txId, jobs: of, signed }) => [txId, of, [...signed]])).toEqual([
      ['tx1', ['job1'], [1, 2, 3]],
    ]);
  });

  it('leave nothing of what is settled but the answers that were promised', async () => {
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
    const outbox = new SqlOutboxStore(store.db);
    const one = await job(1);
    void outbox.accept(one);
    void outbox.persist({ txId: 'tx1', jobs: ['job1'], signed: Uint8Array.of(1) }, undefined);
    void outbox.settle([{ job: one, answer: done }], 'tx1');
    await outbox.flush();
    expect(await outbox.load()).toEqual({ jobs: [], transactions: [] });
  });

  it('take many at once', async () => {
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

  it('fail together when the store fails, and later ones do not', async () => {
    const outbox = new SqlOutboxStore(store.db);
    const one = await job(1);
    await outbox.accept(one);
    await expect(outbox.accept(one)).rejects.toThrow();
    await outbox.accept(await job(2));
    expect((await outbox.load()).jobs).toHaveLength(2);
  });
});
