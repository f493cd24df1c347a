import path from 'node:path';
import type { Envelope } from '@mengsu/client';
import { parseStored, readIfThere, writeSecret } from './keyring.ts';

/** A step of the story that was signed, and whether the ledger has it. */
interface Step {
  readonly envelopes: readonly Envelope[];
  readonly done: boolean;
}

/**
 * What the demonstration has signed already, a file a step: an event is signed once, kept before it leaves, and posted again until the ledger has it.
 * A start that was cut off continues where it was.
 */
export class Journal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Signs the step unless it was signed before, posts it unless it is recorded, and remembers both. */
  async tell(
    name: string,
    sign: () => Promise<readonly Envelope[]>,
    post: (envelopes: readonly Envelope[]) => Promise<void>,
  ): Promise<void> {
    const file = path.join(this.#folder, `${name}.json`);
    const stored = await readIfThere(file);
    const step: Step =
      stored === undefined ? { envelopes: await sign(), done: false } : parseStored<Step>(file, stored);
    if (step.done) return;
    if (stored === undefined) await writeSecret(file, JSON.stringify(step));
    await post(step.envelopes);
    await writeSecret(file, JSON.stringify({ ...step, done: true } satisfies Step));
  }
}
