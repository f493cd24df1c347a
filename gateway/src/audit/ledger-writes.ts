import { decodeWrites } from '../indexer/decode.ts';
import type { BlockSource } from '../indexer/follow.ts';
import type { WriteSet } from '../indexer/write-set.ts';

export interface LedgerWritesOptions {
  readonly blocks: BlockSource;
  readonly chaincode: string;
}

/** Reads again from the ledger what transactions wrote. It keeps the last block, because transactions that differ come together. */
export class LedgerWrites {
  readonly #options: LedgerWritesOptions;
  #last: { readonly number: number; readonly bytes: Uint8Array } | undefined;

  constructor(options: LedgerWritesOptions) {
    this.#options = options;
  }

  /** Throws where the ledger does not answer, or answers with another block than the one of `hash`. */
  async read(
    at: { readonly block: number; readonly tx: number; readonly hash: string },
    signal: AbortSignal,
  ): Promise<WriteSet> {
    const bytes = await this.#block(at.block, signal);
    const { hash, writeSet } = decodeWrites(bytes, { tx: at.tx, chaincode: this.#options.chaincode });
    if (hash === at.hash) return writeSet;
    this.#last = undefined;
    throw new Error(`the ledger gave block ${at.block} with hash ${hash}, the index has ${at.hash}`);
  }

  /** Nothing is kept any longer. */
  forget(): void {
    this.#last = undefined;
  }

  async #block(number: number, signal: AbortSignal): Promise<Uint8Array> {
    if (this.#last?.number === number) return this.#last.bytes;
    const own = new AbortController();
    try {
      for await (const bytes of this.#options.blocks(number, AbortSignal.any([signal, own.signal]))) {
        this.#last = { number, bytes };
        return bytes;
      }
    } finally {
      own.abort();
    }
    throw new Error(`the ledger gave no block ${number}`);
  }
}
