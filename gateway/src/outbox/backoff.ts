/** Pauses before another attempt, in milliseconds, doubled each time up to `maxMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** The retry table's figures (ledger.md, Write path). Tests shorten them. */
export interface RetryTimes {
  /** Ledger unreachable, busy or behind. An event's own `notAfter` ends what never works. */
  readonly unreachable: Backoff;
  /** Two transactions touched the same records. */
  readonly conflict: Backoff;
  /** We are not allowed to, or the network is misconfigured: until an operator looks. */
  readonly alarm: Backoff;
  /** How long a block is awaited after each submission of the same envelope; then it is endorsed anew. */
  readonly awaitMs: readonly number[];
  /** Attempts on a document to which the chaincode has no proper answer. */
  readonly faultyAttemptsMax: number;
}

export const retryTimes: RetryTimes = {
  unreachable: { firstMs: 100, maxMs: 15_000 },
  conflict: { firstMs: 20, maxMs: 5_000 },
  alarm: { firstMs: 2_000, maxMs: 60_000 },
  awaitMs: [2_000, 4_000, 8_000, 8_000],
  faultyAttemptsMax: 5,
};

/** The n-th pause (from 0), with jitter: between half of it and all of it. */
export function pauseMs(backoff: Backoff, attempt: number): number {
  const wholeMs = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt, 30));
  return wholeMs * (0.5 + Math.random() / 2);
}
