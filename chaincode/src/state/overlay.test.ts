import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { MemoryState } from '../testing-world.ts';
import { Overlay, put } from './overlay.ts';

const site = (code: string) => keyOf.site('P', code);
const record = (kind: 'barn' | 'store') => ({ kind, division: '150000' });

describe('Overlay', () => {
  it('fetches a key once, however often it is asked for, whether it is there or not', async () => {
    const state = new MemoryState();
    const overlay = new Overlay(state);
    await overlay.fetch([site('A'), site('B'), site('A')]);
    await overlay.fetch([site('B')]);
    expect(await overlay.read(site('A'))).toBeUndefined();
    expect(state).toMatchObject({ messages: 1, reads: 2 });
  });

  it('fetches a key that nobody named before, alone', async () => {
    const state = new MemoryState();
    const overlay = new Overlay(state);
    await overlay.read(site('A'));
    await overlay.read(site('A'));
    expect(state).toMatchObject({ messages: 1, reads: 1 });
  });

  it('sees its own writes, the last one of a key, before and after they were fetched', async () => {
    const overlay = new Overlay(new MemoryState());
    overlay.apply([put(site('A'), record('barn'))]);
    overlay.apply([put(site('A'), record('store'))]);
    await overlay.fetch([site('A')]);
    expect(await overlay.read(site('A'))).toEqual(record('store'));
  });

  it('writes every key once, in order, as canonical text, and only when it is flushed', async () => {
    const state = new MemoryState();
    const overlay = new Overlay(state);
    overlay.apply([
      put(site('B'), record('barn')),
      put(site('A'), record('barn')),
      put(site('B'), record('store')),
    ]);
    expect(state.messages).toBe(0);
    await overlay.flush();
    expect([...state.values.keys()]).toEqual([site('A'), site('B')]);
    expect(new TextDecoder().decode(state.values.get(site('B')))).toBe(
      '{"division":"150000","kind":"store"}',
    );
    expect(state).toMatchObject({ messages: 1, writes: 2 });
  });

  it('sends nothing where there is nothing to write', async () => {
    const state = new MemoryState();
    await new Overlay(state).flush();
    expect(state.messages).toBe(0);
  });

  it('refuses a record that is not the exact UTF-8 of JSON: the state is broken, and no answer is right', async () => {
    const state = new MemoryState();
    state.values.set(site('A'), new Uint8Array([0xff]));
    await expect(new Overlay(state).read(site('A'))).rejects.toThrow(TypeError);
  });
});
