const scoutPauseMaxMs = 500;
/** Each delivery that gets through lets so many others go: a ledger that is back is not run over. */
const wokenAtOnce = 2;

/**
 * The pauses of deliveries while the ledger is away. One of them looks again twice a second, however long it was away; the others wait their own time,
 * or until somebody got through.
 */
export class Away {
  /** What ends a wait early, the longest waiting first. */
  readonly #wakes = new Set<() => void>();
  #hasScout = false;

  /** Resolves after `waitMs` or when it is woken; rejects with the signal's reason when it aborts. */
  async wait(waitMs: number, signal: AbortSignal): Promise<void> {
    if (this.#hasScout) return this.#sleep(waitMs, signal);
    this.#hasScout = true;
    try {
      await this.#sleep(Math.min(waitMs, scoutPauseMaxMs), signal);
    } finally {
      this.#hasScout = false;
    }
  }

  /** The ledger has answered somebody. */
  reached(): void {
    for (const wake of [...this.#wakes].slice(0, wokenAtOnce)) wake();
  }

  #sleep(waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#wakes.delete(end);
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const timer = setTimeout(end, waitMs);
      signal.addEventListener('abort', end, { once: true });
      this.#wakes.add(end);
      if (signal.aborted) end();
    });
  }
}
