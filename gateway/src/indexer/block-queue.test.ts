import { describe, expect, it } from 'vitest';
import { type ArrivedBlock, BlockQueue } from './block-queue.ts';
import type { RecordedEvent } from './decode-record.ts';

/** A block that counts `events` events; nobody reads them here. */
function arrived(number: number, events: number): ArrivedBlock {
  const transaction = {
    tx: 0,
    txId: '',
    code: 0,
    time: '',
    results: [],
    events: Array.from({ length: events }, () => ({}) as RecordedEvent),
  };
  const block = { number, hash: '', previousHash: '', time: undefined, transactions: [transaction] };
  return { block, arrivedMs: 0 };
}

const numbers = (batch: readonly ArrivedBlock[]) => batch.map(({ block }) => block.number);

describe('BlockQueue', () => {
  it('hands over what waits, in order, while it fits a batch', async () => {
    const queue = new BlockQueue({ blocksMax: 10, eventsMax: 100 });
    for (const number of [1, 2, 3]) await queue.push(arrived(number, 30));
    const late = queue.push(arrived(4, 50));
    expect(numbers(await queue.takeBatch())).toEqual([1, 2, 3]);
    await late;
    expect(numbers(await queue.takeBatch())).toEqual([4]);
  });

  it('hands over a block that alone is larger than a batch', async () => {
    const queue = new BlockQueue({ blocksMax: 10, eventsMax: 5 });
    const pushing = queue.push(arrived(1, 50));
    expect(numbers(await queue.takeBatch())).toEqual([1]);
    await pushing;
  });

  it.each([
    ['blocks', { blocksMax: 1, eventsMax: 100 }],
    ['events', { blocksMax: 10, eventsMax: 1 }],
  ])('keeps the reader waiting while it holds too many %s', async (_, limits) => {
    const queue = new BlockQueue(limits);
    let isThrough = false;
    const pushing = queue.push(arrived(1, 1)).then(() => {
      isThrough = true;
    });
    await Promise.resolve();
    expect(isThrough).toBe(false);
    await queue.takeBatch();
    await pushing;
  });

  it('wakes a writer that waits', async () => {
    const queue = new BlockQueue({ blocksMax: 10, eventsMax: 100 });
    const taking = queue.takeBatch();
    await queue.push(arrived(7, 0));
    expect(numbers(await taking)).toEqual([7]);
  });

  it('gives what waits after its end, and nothing after it was closed', async () => {
    const ended = new BlockQueue({ blocksMax: 10, eventsMax: 100 });
    await ended.push(arrived(1, 0));
    ended.end();
    expect(numbers(await ended.takeBatch())).toEqual([1]);
    expect(await ended.takeBatch()).toEqual([]);
    const closed = new BlockQueue({ blocksMax: 10, eventsMax: 100 });
    await closed.push(arrived(1, 0));
    closed.close();
    expect(await closed.takeBatch()).toEqual([]);
  });
});
