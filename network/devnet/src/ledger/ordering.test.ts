import { describe, expect, it } from 'vitest';
import { type Ordered, Ordering, type OrderingLimits, processedMax } from './ordering.ts';

const item = (txId: string, size = 10): Ordered => ({ txId, bytes: new Uint8Array(size) });
const slow: OrderingLimits = {
  batchTimeoutMs: 60_000,
  batchCountMax: 3,
  batchBytesMax: 100,
  poolCountMax: 10,
};

function make(limits: OrderingLimits, commit?: (batch: readonly Ordered[]) => Promise<void>) {
  const batches: string[][] = [];
  const failures: unknown[] = [];
  const ordering = new Ordering({
    limits,
    commit: async (batch) => {
      batches.push(batch.map(({ txId }) => txId));
      await commit?.(batch);
    },
    processed: [],
    onFailure: (error) => failures.push(error),
  });
  return { ordering, batches, failures };
}

describe('ordering', () => {
  it('keeps the order, and cuts by count', async () => {
    const { ordering, batches } = make(slow);
    for (const id of ['a', 'b', 'c', 'd']) ordering.submit(item(id));
    await ordering.close();
    expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('cuts by bytes, and lets a large one through alone', async () => {
    const { ordering, batches } = make(slow);
    ordering.submit(item('a', 60));
    ordering.submit(item('b', 60));
    ordering.submit(item('c', 500));
    await ordering.close();
    expect(batches).toEqual([['a'], ['b'], ['c']]);
  });

  it('writes one block at a time; what comes meanwhile goes into the next', async () => {
    const gate = Promise.withResolvers<void>();
    const { ordering, batches } = make(slow, () => gate.promise);
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) ordering.submit(item(id));
    expect(batches).toEqual([['a', 'b', 'c']]);
    gate.resolve();
    await ordering.close();
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
  });

  it('counts what is being written among what waits', async () => {
    const gate = Promise.withResolvers<void>();
    const { ordering } = make({ ...slow, poolCountMax: 3 }, () => gate.promise);
    for (const id of ['a', 'b', 'c']) ordering.submit(item(id));
    expect(() => ordering.submit(item('d'))).toThrow('request pool is full');
    expect(() => ordering.submit(item('a'))).toThrow('request already exists');
    gate.resolve();
    await ordering.close();
  });

  it(`forgets an id after ${processedMax} others`, async () => {
    const limits = { ...slow, batchCountMax: 1, poolCountMax: 5000 };
    const { ordering, batches } = make(limits);
    ordering.submit(item('first'));
    for (let index = 0; index < processedMax; index += 1) {
      await Promise.resolve();
      ordering.submit(item(`t${index}`));
    }
    await expect.poll(() => batches.length).toBe(processedMax + 1);
    expect(() => ordering.submit(item('t0'))).toThrow('request already processed');
    expect(() => ordering.submit(item('first'))).not.toThrow();
    await ordering.close();
  });

  it('stops for good when a block cannot be written, and says so to everybody', async () => {
    const full = new Error('disk is full');
    const { ordering, batches, failures } = make(slow, () => Promise.reject(full));
    for (const id of ['a', 'b', 'c', 'd']) ordering.submit(item(id));
    await expect.poll(() => failures).toEqual([full]);
    expect(() => ordering.submit(item('e'))).toThrow(/failed to write a block/);
    await ordering.close();
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('refuses everything after it was closed', async () => {
    const { ordering } = make(slow);
    await ordering.close();
    expect(() => ordering.submit(item('a'))).toThrow(
      expect.objectContaining({ statusName: 'SERVICE_UNAVAILABLE', status: 503 }),
    );
  });
});
