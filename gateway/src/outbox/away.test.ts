import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Away } from './away.ts';

const never = new AbortController().signal;
const hour = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Names of the waits that are over, in order. */
function waits(away: Away, names: readonly string[], signal = never): string[] {
  const over: string[] = [];
  for (const name of names) {
    away.wait(hour, signal).then(
      () => over.push(name),
      () => over.push(`${name} aborted`),
    );
  }
  return over;
}

describe('while the ledger is away', () => {
  it('one looks again within half a second, the others wait their own time', async () => {
    const over = waits(new Away(), ['a', 'b', 'c']);
    await vi.advanceTimersByTimeAsync(500);
    expect(over).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(hour);
    expect(over).toEqual(['a', 'b', 'c']);
  });

  it('another one looks when the first has failed and waits again', async () => {
    const away = new Away();
    const over = waits(away, ['a']);
    await vi.advanceTimersByTimeAsync(500);
    const again = waits(away, ['a', 'b']);
    await vi.advanceTimersByTimeAsync(500);
    expect([over, again]).toEqual([['a'], ['a']]);
  });

  it('whoever gets through wakes two, the longest waiting first', async () => {
    const away = new Away();
    const over = waits(away, ['scout', 'a', 'b', 'c']);
    away.reached();
    await vi.advanceTimersByTimeAsync(0);
    expect(over).toEqual(['scout', 'a']);
    away.reached();
    away.reached();
    await vi.advanceTimersByTimeAsync(0);
    expect(over).toEqual(['scout', 'a', 'b', 'c']);
  });

  it('a stop ends every wait', async () => {
    const stop = new AbortController();
    const over = waits(new Away(), ['a', 'b'], stop.signal);
    stop.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(over.toSorted()).toEqual(['a aborted', 'b aborted']);
  });
});
