import type { Ledger } from './ledger/index.ts';

const intervalMs = 5_000;

/** Asks the ledger for its height now and then, for readiness and metrics: a node can be behind or away while nobody writes. */
export class LedgerWatch {
  readonly #ledger: Pick<Ledger, 'height'>;
  readonly #timer: NodeJS.Timeout;
  #height: number | undefined;
  #fault: string | undefined;

  constructor(ledger: Pick<Ledger, 'height'>) {
    this.#ledger = ledger;
    this.#timer = setInterval(() => void this.ask(), intervalMs);
    this.#timer.unref();
  }

  /** Number of blocks when it was last asked; `fault` while it does not answer. */
  get state(): { readonly height: number | undefined; readonly fault: string | undefined } {
    return { height: this.#height, fault: this.#fault };
  }

  /** Never rejects: the failure is the state. */
  async ask(): Promise<void> {
    try {
      this.#height = await this.#ledger.height();
      this.#fault = undefined;
    } catch (error) {
      this.#fault = `does not answer: ${error instanceof Error ? error.message : error}`;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
