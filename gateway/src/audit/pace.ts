import { setTimeout as sleep } from 'node:timers/promises';

export interface PaceOptions {
  /** Work at one go. */
  readonly sliceMs: number;
  /** Pause after it: what the same thread serves comes first. */
  readonly restMs: number;
  /** The same while others have much to do. */
  readonly restBusyMs: number;
  readonly isBusy: () => boolean;
}

/** Cuts work into slices with a rest after each. */
export class Pace {
  readonly #options: PaceOptions;
  #sinceMs = performance.now();

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** Undefined while the slice lasts; else a promise to wait for before going on. */
  breathe(): Promise<void> | undefined {
    return performance.now() - this.#sinceMs < this.#options.sliceMs ? undefined : this.#rest();
  }

  async #rest(): Promise<void> {
    const { restMs, restBusyMs, isBusy } = this.#options;
    await sleep(isBusy() ? restBusyMs : restMs);
    this.#sinceMs = performance.now();
  }
}
