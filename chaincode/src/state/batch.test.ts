import { describe, expect, it } from 'vitest';
import { fakeStub, keysIn } from '../testing-stub.ts';
import { stubStore } from './batch.ts';
import { getStateMultiple, messageTypes, noOffer, parseOffer, parseStateMultiple } from './batch-messages.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const keys = ['a', 'b', 'c', 'd', 'e'];
const entries = keys.map((key) => [key, bytes(key.toUpperCase())] as const);
/** Values as the peer sends them: every key's own name, but nothing under `c`. */
const echo = (payload: Uint8Array) =>
  getStateMultiple(keysIn(payload).map((key) => (key === 'c' ? '' : key)));

describe('a peer that offers batches', () => {
  it('is asked once for all keys, and answers in their order, undefined where there is nothing', async () => {
    const { stub, asked, single } = fakeStub({ args: [], answer: ({ payload }) => echo(payload) });
    const values = await stubStore(stub, { readsMax: 1000, writesMax: 1000 }).getMany(keys);
    expect(values.map((value) => value && Buffer.from(value).toString())).toEqual([
      'a',
      'b',
      undefined,
      'd',
      'e',
    ]);
    expect(asked.map(({ type }) => type)).toEqual([messageTypes.getStateMultiple]);
    expect(single).toEqual([]);
  });

  it('is never asked for more than it offered', async () => {
    const { stub, asked } = fakeStub({ args: [], answer: ({ payload }) => echo(payload) });
    const store = stubStore(stub, { readsMax: 2, writesMax: 3 });
    expect(await store.getMany(keys)).toHaveLength(5);
    expect(asked.map(({ payload }) => keysIn(payload))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    asked.length = 0;
    await store.putMany(entries);
    expect(asked.map(({ type }) => type)).toEqual([
      messageTypes.writeBatchState,
      messageTypes.writeBatchState,
    ]);
  });

  it.each([[[]], [['1']], [['1', '2', '3']]])(
    'fails the transaction when it answers %j for two keys',
    async (values) => {
      const { stub } = fakeStub({ args: [], answer: () => getStateMultiple(values) });
      const store = stubStore(stub, { readsMax: 10, writesMax: 10 });
      await expect(store.getMany(['a', 'b'])).rejects.toThrow(`${values.length} values for 2 keys`);
    },
  );

  it('may offer one kind alone', async () => {
    const { stub, asked, single, state } = fakeStub({ args: [] });
    await stubStore(stub, { readsMax: 0, writesMax: 10 }).getMany(['a']);
    await stubStore(stub, { readsMax: 10, writesMax: 0 }).putMany(entries);
    expect(single).toEqual(['a']);
    expect(state.values.size).toBe(5);
    expect(asked).toEqual([]);
  });
});

describe('a peer that offers nothing', () => {
  it('is asked key by key', async () => {
    const { stub, asked, single } = fakeStub({ args: [] });
    const store = stubStore(stub, noOffer);
    await store.putMany(entries);
    const values = await store.getMany(['a', 'x']);
    expect(values.map((value) => value && Buffer.from(value).toString())).toEqual(['A', undefined]);
    expect(single).toEqual(['a', 'x']);
    expect(asked).toEqual([]);
  });
});

describe('batch messages', () => {
  it('read an offer in any order of its fields, and what newer peers add is passed over', () => {
    expect(parseOffer(Uint8Array.of(8, 1, 16, 0xe8, 7, 24, 1, 32, 100))).toEqual({
      readsMax: 100,
      writesMax: 1000,
    });
    expect(parseOffer(Uint8Array.of(42, 2, 0, 0, 32, 100, 24, 1))).toEqual({ readsMax: 100, writesMax: 0 });
  });

  it('take no batch for offered where the use is not stated, or the size is not', () => {
    expect(parseOffer(Uint8Array.of(16, 10, 32, 10))).toEqual(noOffer);
    expect(parseOffer(Uint8Array.of(8, 1, 24, 1))).toEqual(noOffer);
    expect(parseOffer(new Uint8Array())).toEqual(noOffer);
  });

  it('keep values of no bytes in their place', () => {
    expect(parseStateMultiple(getStateMultiple(['', 'b', ''])).map(({ length }) => length)).toEqual([
      0, 1, 0,
    ]);
  });
});
