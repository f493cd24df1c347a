import { describe, expect, it } from 'vitest';
import type { CommittedBlock } from '../ports.ts';
import { CommitWaiters } from './commit-status.ts';

function newWaiters() {
  const listeners = new Set<(block: CommittedBlock) => void>();
  const waiters = new CommitWaiters({
    onBlock(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const commit = (number: number, transactions: { txId: string; code: number }[]) => {
    // Waiters read no more of a block.
    for (const listener of listeners) listener({ number, transactions } as unknown as CommittedBlock);
  };
  return { waiters, commit, listeners };
}

const never = new AbortController().signal;

describe('those who wait for a commit', () => {
  it('all learn the code and the block', async () => {
    const { waiters, commit } = newWaiters();
    const waiting = [waiters.outcome('a', never), waiters.outcome('a', never), waiters.outcome('b', never)];
    commit(4, [{ txId: 'b', code: 11 }]);
    commit(5, [{ txId: 'a', code: 0 }]);
    expect(await Promise.all(waiting)).toEqual([
      { code: 0, block: 5 },
      { code: 0, block: 5 },
      { code: 11, block: 4 },
    ]);
  });

  it('learn of the first transaction when one block holds it twice', async () => {
    const { waiters, commit } = newWaiters();
    const waiting = waiters.outcome('a', never);
    commit(4, [
      { txId: 'a', code: 0 },
      { txId: 'a', code: 9 },
    ]);
    expect(await waiting).toEqual({ code: 0, block: 4 });
  });

  it('are let go when they have gone, one by one', async () => {
    const { waiters, commit } = newWaiters();
    const gone = new AbortController();
    const abandoned = waiters.outcome('a', gone.signal);
    const staying = waiters.outcome('a', never);
    gone.abort(new Error('gone'));
    await expect(abandoned).rejects.toThrow('gone');
    commit(1, [{ txId: 'a', code: 0 }]);
    expect(await staying).toEqual({ code: 0, block: 1 });
    await expect(waiters.outcome('b', gone.signal)).rejects.toThrow('gone');
  });

  it('are not told of blocks after the closing', () => {
    const { waiters, listeners } = newWaiters();
    waiters.close();
    expect(listeners.size).toBe(0);
  });
});
