import path from 'node:path';
import type { Envelope } from '@mengsu/client';
import { parseStored, readIfThere, writeSecret } from './keyring.ts';

/** What was signed in a step, and the ids of the events that later ones name. */
export interface Signed {
  readonly envelopes: readonly Envelope[];
  readonly ids: { readonly [name: string]: string };
}

/** A step of the story that was signed, and whether the ledger has it. */
interface Step extends Signed {
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

  /** Signs the step unless it was signed before, posts it unless it is recorded, and remembers both. Answers the ids of its named events. */
  async tell(
    name: string,
    sign: () => Promise<Signed>,
    post: (envelopes: readonly Envelope[]) => Promise<void>,
  ): Promise<Signed['ids']> {
    const file = path.join(this.#folder, `${name}.json`);
    const stored = await readIfThere(file);
    const step: Step =
      stored === undefined ? { ...(await sign()), done: false } : parseStored<Step>(file, stored);
    if (step.done) return step.ids;
    if (stored === undefined) await writeSecret(file, JSON.stringify(step));
    await post(step.envelopes);
    await writeSecret(file, JSON.stringify({ ...step, done: true } satisfies Step));
    return step.ids;
  }
}
