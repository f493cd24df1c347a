interface Waiting<W> {
  readonly write: W;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions<W> {
  /** Commits all writes in one transaction, in their order. */
  readonly commit: (writes: readonly W[]) => Promise<void>;
  readonly writesMax: number;
}

/** Writes that come while a commit is under way go together into the next one: one sync of the disk for all of them. */
export class GroupCommit<W> {
  readonly #options: GroupCommitOptions<W>;
  #waiting: Waiting<W>[] = [];
  #running: Promise<void> | undefined;

  constructor(options: GroupCommitOptions<W>) {
    this.#options = options;
  }

  /** Resolves when the write is committed; rejects when its group was not. */
  add(write: W): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  async flush(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // What comes in this turn of the event loop belongs to the first group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#options.writesMax);
      try {
        await this.#options.commit(group.map(({ write }) => write));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#running = undefined;
  }
}
