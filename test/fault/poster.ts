import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, ClientError, MengsuClient } from '@mengsu/client';
import type { AccountBook, PostedDocument } from './account-book.ts';

const retryPauseMaxMs = 40;
const callTimeoutMs = 20_000;

/** The gateway says that it, or the ledger, is away: nothing is known of the events. */
const awayStatuses: ReadonlySet<number> = new Set([429, 503, 504]);

export interface PosterOptions {
  readonly url: string;
  readonly book: AccountBook;
  /** Ends every post; what has no answer then stays so in the book. */
  readonly stop: AbortSignal;
}

/** Posts with the typed client, again and again, and writes every answer into the book. */
export class Poster {
  readonly #client: MengsuClient;
  readonly #options: PosterOptions;

  constructor(options: PosterOptions) {
    this.#options = options;
    this.#client = new MengsuClient(options.url, {
      callTimeoutMs,
      // A client that is in a hurry: the recovery is what is measured, not the client's patience.
      pause: async (ms, signal) => {
        await delay(Math.min(ms, retryPauseMaxMs), undefined, { signal }).catch(() =>
          signal.throwIfAborted(),
        );
      },
    });
  }

  /** Until there is an answer, or the run is over. */
  async postUntilAnswered(document: PostedDocument): Promise<void> {
    while (!this.#options.stop.aborted && !(await this.post(document)));
  }

  /** Once; false where there is no answer. `impatience` ends it before. */
  async post(document: PostedDocument, impatience?: AbortSignal): Promise<boolean> {
    const { book, stop } = this.#options;
    const signal = impatience ? AbortSignal.any([stop, impatience]) : stop;
    const events = document.events.map(({ envelope }) => envelope);
    try {
      const { results } = await this.#client.postEvents({ mode: document.mode, events }, { signal });
      book.answered(results);
      return true;
    } catch (error) {
      if (signal.aborted || error instanceof ClientError) return false;
      if (!(error instanceof ApiProblem)) throw error;
      if (awayStatuses.has(error.status)) return false;
      const { code, detail } = error;
      book.answered(document.events.map(({ id }) => ({ id, status: 'refused', code, detail })));
      return true;
    }
  }
}
