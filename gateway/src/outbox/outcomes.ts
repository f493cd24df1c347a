import type { TransactionOutcome } from './ports.ts';

interface Expected {
  outcome?: TransactionOutcome;
  wake?: (outcome: TransactionOutcome) => void;
}

/** Where the indexer's outcomes meet the deliveries that wait for them. The first outcome of a transaction stands. */
export class Outcomes {
  readonly #expected = new Map<string, Expected>();

  /** From now on the outcome of this transaction is kept, until `forget`. Call it before the transaction is submitted. */
  expect(txId: string): void {
    if (!this.#expected.has(txId)) this.#expected.set(txId, {});
  }

  see(outcome: TransactionOutcome): void {
    const expected = this.#expected.get(outcome.txId);
    if (!expected || expected.outcome) return;
    expected.outcome = outcome;
    expected.wake?.(outcome);
  }

  /** The outcome, as soon as it is there; undefined when `waitMs` passed or `signal` aborted before. */
  within(txId: string, waitMs: number, signal: AbortSignal): Promise<TransactionOutcome | undefined> {
    const expected = this.#expected.get(txId);
    if (!expected) throw new RangeError(`nobody expects transaction ${txId}`);
    if (expected.outcome || signal.aborted) return Promise.resolve(expected.outcome);
    return new Promise((resolve) => {
      const end = (outcome?: TransactionOutcome): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        delete expected.wake;
        resolve(outcome);
      };
      const stop = (): void => end();
      const timer = setTimeout(stop, waitMs);
      signal.addEventListener('abort', stop, { once: true });
      expected.wake = end;
    });
  }

  forget(txId: string): void {
    this.#expected.delete(txId);
  }
}
