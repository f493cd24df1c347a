import type { DecodedBlock } from './decode.ts';

/** A block that waits to be written, and when it arrived (milliseconds of `performance.now()`). */
export interface ArrivedBlock {
  readonly block: DecodedBlock;
  readonly arrivedMs: number;
}

const eventsIn = ({ block }: ArrivedBlock): number =>
  block.transactions.reduce((sum, { events }) => sum + events.length, 0);

/** Decoded blocks between the stream and the database: decoding goes on while a batch is written, and neither runs far ahead. */
export class BlockQueue {
  readonly #blocks: ArrivedBlock[] = [];
  readonly #limits: { readonly blocksMax: number; readonly eventsMax: number };
  #events = 0;
  #wakeWriter: (() => void) | undefined;
  #wakeReader: (() => void) | undefined;
  #isClosed = false;

  /** `eventsMax` bounds a batch, and with `blocksMax` what waits. */
  constructor(limits: { readonly blocksMax: number; readonly eventsMax: number }) {
    this.#limits = limits;
  }

  /** Resolves when there is room again for the next block. */
  async push(arrived: ArrivedBlock): Promise<void> {
    this.#blocks.push(arrived);
    this.#events += eventsIn(arrived);
    this.#wakeWriter?.();
    while (!this.#isClosed && this.#isFull()) {
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
  }

  /** The blocks that wait, in order: at least one, further ones while they fit a batch. None once the queue has ended. */
  async takeBatch(): Promise<ArrivedBlock[]> {
    while (!this.#isClosed && this.#blocks.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve;
      });
    }
    let count = 0;
    let events = 0;
    for (const arrived of this.#blocks) {
      events += eventsIn(arrived);
      if (count > 0 && events > this.#limits.eventsMax) break;
      count += 1;
    }
    const batch = this.#blocks.splice(0, count);
    this.#events -= batch.reduce((sum, arrived) => sum + eventsIn(arrived), 0);
    this.#wakeReader?.();
    return batch;
  }

  /** Drops what waits and lets both sides go. */
  close(): void {
    this.#blocks.length = 0;
    this.end();
  }

  /** Nothing more comes: what waits can still be taken. */
  end(): void {
    this.#isClosed = true;
    this.#wakeWriter?.();
    this.#wakeReader?.();
  }

  #isFull(): boolean {
    return this.#blocks.length >= this.#limits.blocksMax || this.#events >= this.#limits.eventsMax;
  }
}
