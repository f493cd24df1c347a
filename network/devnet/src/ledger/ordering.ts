import { OrderingError } from './ordering-error.ts';

export interface OrderingLimits {
  /** From the first waiting envelope until a block is cut. */
  readonly batchTimeoutMs: number;
  readonly batchCountMax: number;
  readonly batchBytesMax: number;
  /** Envelopes accepted and not yet in a durable block. */
  readonly poolCountMax: number;
}

export const orderingLimitsDefault: OrderingLimits = {
  batchTimeoutMs: 50,
  batchCountMax: 500,
  batchBytesMax: 10 * 1024 * 1024,
  poolCountMax: 2000,
};

/** How many committed ids ordering remembers to refuse a second arrival: SmartBFT keeps about as many. */
export const processedMax = 1000;

export interface Ordered {
  readonly txId: string;
  readonly bytes: Uint8Array;
  /** In a block of its own. */
  readonly alone?: boolean;
}

export interface OrderingParts<Item extends Ordered> {
  readonly limits: OrderingLimits;
  /** Resolves when the block of these envelopes is durable. A rejection stops ordering for good. */
  readonly commit: (batch: readonly Item[]) => Promise<void>;
  /** Ids committed before a restart, oldest first. */
  readonly processed: readonly string[];
  readonly onFailure: (error: unknown) => void;
}

/** One queue, cut by count, bytes or time; one block is committed at a time. Not durable: a block is. */
export class Ordering<Item extends Ordered> {
  readonly #parts: OrderingParts<Item>;
  readonly #waiting: Item[] = [];
  readonly #pool = new Set<string>();
  readonly #processed: Set<string>;
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> | undefined;
  #closed: string | undefined;

  constructor(parts: OrderingParts<Item>) {
    this.#parts = parts;
    this.#processed = new Set(parts.processed.slice(-processedMax));
  }

  /**
   * @param again order it although the id is known, as etcdraft does.
   * @throws OrderingError with SmartBFT's words when the id is known, the pool is full or ordering has stopped.
   */
  submit(item: Item, again = false): void {
    if (this.#closed !== undefined) throw refuse(this.#closed);
    if (!again) this.#requireUnknown(item);
    this.#pool.add(item.txId);
    this.#waiting.push(item);
    this.#waitingBytes += item.bytes.length;
    this.#cutWhenDue();
  }

  #requireUnknown(item: Item): void {
    const { limits } = this.#parts;
    if (this.#processed.has(item.txId)) throw refuse('request already processed');
    if (this.#pool.has(item.txId)) throw refuse('request already exists');
    if (this.#pool.size >= limits.poolCountMax) throw refuse('request pool is full');
  }

  /** Commits what was accepted, then refuses everything. */
  async close(): Promise<void> {
    this.#closed ??= 'the orderer is stopping';
    while (this.#committing !== undefined || this.#waiting.length > 0) {
      this.#cut();
      await this.#committing;
    }
  }

  #cutWhenDue(): void {
    const { limits } = this.#parts;
    if (this.#waiting.length >= limits.batchCountMax || this.#waitingBytes >= limits.batchBytesMax) {
      this.#cut();
    } else if (this.#timer === undefined && this.#waiting.length > 0) {
      this.#timer = setTimeout(() => this.#cut(), limits.batchTimeoutMs);
    }
  }

  /** While a block is being committed nothing is cut: what waits goes into the next one. */
  #cut(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#committing !== undefined || this.#waiting.length === 0) return;
    const batch = this.#takeBatch();
    this.#committing = this.#parts.commit(batch).then(
      () => this.#finish(batch),
      (error: unknown) => this.#fail(error),
    );
  }

  #takeBatch(): Item[] {
    const { batchCountMax, batchBytesMax } = this.#parts.limits;
    let count = 0;
    let bytes = 0;
    for (const item of this.#waiting) {
      if (count > 0 && (item.alone || this.#waiting[0]?.alone)) break;
      if (count > 0 && (count >= batchCountMax || bytes + item.bytes.length > batchBytesMax)) break;
      count += 1;
      bytes += item.bytes.length;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  #finish(batch: readonly Item[]): void {
    this.#committing = undefined;
    for (const { txId } of batch) {
      this.#pool.delete(txId);
      this.#processed.add(txId);
    }
    for (const txId of this.#processed) {
      if (this.#processed.size <= processedMax) break;
      this.#processed.delete(txId);
    }
    this.#cutWhenDue();
  }

  #fail(error: unknown): void {
    this.#closed = 'the orderer has failed to write a block';
    this.#committing = undefined;
    this.#waiting.length = 0;
    this.#parts.onFailure(error);
  }
}

function refuse(reason: string): OrderingError {
  return new OrderingError('SERVICE_UNAVAILABLE', `failed to submit request: ${reason}`);
}
