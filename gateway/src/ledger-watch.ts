import type { Ledger } from './ledger/index.ts';

const intervalMs = 5_000;
/** A node of several may be behind for a moment. */
const asksShortMin = 2;

export interface LedgerWatchOptions {
  readonly ledger: Pick<Ledger, 'height'>;
  /** Number of the last block in the index, −1 before the first. */
  readonly indexedBlock: () => number;
  /** Told once of what an operator must look at. */
  readonly onAlarm: (detail: string) => void;
}

export interface LedgerWatchState {
  /** Number of blocks when it was last asked. */
  readonly height: number | undefined;
  /** Why it is not to be worked with: it does not answer, or it is older than the index. */
  readonly fault: string | undefined;
}

/** Asks the ledger for its height now and then, for readiness and metrics: a node can be behind or away while nobody writes. */
export class LedgerWatch {
  readonly #options: LedgerWatchOptions;
  readonly #timer: NodeJS.Timeout;
  #state: LedgerWatchState = { height: undefined, fault: undefined };
  #asksShort = 0;

  constructor(options: LedgerWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.ask(), intervalMs);
    this.#timer.unref();
  }

  get state(): LedgerWatchState {
    return this.#state;
  }

  /** Never rejects: the failure is the state. */
  async ask(): Promise<void> {
    const { ledger, indexedBlock } = this.#options;
    // Before the question: the index goes on while the answer is under way.
    const indexed = indexedBlock();
    try {
      const height = await ledger.height();
      this.#state = { height, fault: this.#judge(height, indexed) };
    } catch (error) {
      const detail = error instanceof Error ? error.message : error;
      this.#state = { ...this.#state, fault: `does not answer: ${detail}` };
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A ledger never loses a block: one that lacks what was indexed was put back from a copy, or is another one. Nothing new is seen until it passes the index. */
  #judge(height: number, indexed: number): string | undefined {
    this.#asksShort = height - 1 < indexed ? this.#asksShort + 1 : 0;
    if (this.#asksShort < asksShortMin) return undefined;
    const fault = `has ${height} blocks, but block ${indexed} is in the index: an older copy of the ledger or another one; bring back the right one, or stop the gateway and run \`mengsu rebuild\``;
    if (this.#asksShort === asksShortMin) this.#options.onAlarm(fault);
    return fault;
  }
}
