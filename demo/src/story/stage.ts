import { type Envelope, type EventFields, type MengsuClient, signEvent } from '@mengsu/client';
import { type ActorName, actor, type Founder } from './cast.ts';
import type { Journal, Signed } from './journal.ts';
import type { Keyring } from './keyring.ts';

/** The name of a key: an actor's device, or an organisation's registrar. */
export type KeyName = ActorName | `registrar-${Founder['organisation']}`;

/** The id of an event that was said before, by its name. */
export type Said = (name: string) => string;

/** An event of the story: who says it, when (days before the first start of the demonstration), and for whom, if not for itself. */
export interface Line {
  readonly by: ActorName;
  readonly onBehalfOf?: ActorName;
  readonly daysAgo: number;
  readonly fields: EventFields | ((said: Said) => EventFields);
  readonly cosigners?: readonly KeyName[];
  /** By which later lines name it. */
  readonly name?: string;
}

/** Everything that a scene needs: keys, journal, the API, and the day on which the story was first told. */
export interface StageParts {
  readonly network: string;
  readonly keyring: Keyring;
  readonly journal: Journal;
  readonly client: Pick<MengsuClient, 'postEvents'>;
  readonly toldAt: Date;
}

const dayMs = 86_400_000;
const documentEventsMax = 50;

export class Stage {
  readonly parts: StageParts;
  readonly #ids = new Map<string, string>();

  constructor(parts: StageParts) {
    this.parts = parts;
  }

  /** An instant so many days before the story was told, as RFC 3339. */
  at(daysAgo: number): string {
    return new Date(this.parts.toldAt.getTime() - daysAgo * dayMs).toISOString();
  }

  /** The day in 北京时间 so many days before the story was told. */
  dayAt = (daysAgo: number): string => this.at(daysAgo - 1 / 3).slice(0, 10);

  /** The year in which the story's harvest was brought in. */
  get season(): string {
    return this.dayAt(14).slice(0, 4);
  }

  /** The id of an event that was said in an earlier line. */
  said = (name: string): string => {
    const id = this.#ids.get(name);
    if (id === undefined) throw new RangeError(`nothing was said under the name ${name}`);
    return id;
  };

  /** Signs the lines on their actors' devices and records them in their order: all or nothing, once, in documents of at most 50. */
  async say(step: string, lines: readonly Line[]): Promise<void> {
    for (let from = 0; from < lines.length; from += documentEventsMax) {
      const part = lines.slice(from, from + documentEventsMax);
      const name = from === 0 ? step : `${step}-${from / documentEventsMax + 1}`;
      const ids = await this.tell(name, () => this.#signAll(part));
      for (const [said, id] of Object.entries(ids)) this.#ids.set(said, id);
    }
  }

  /** Signs a step once, and records it once: by the API unless `submit` goes another way. Answers the ids of its named events. */
  tell(name: string, sign: () => Promise<Signed>, submit = this.post): Promise<Signed['ids']> {
    const { journal, keyring } = this.parts;
    return journal.tell(name, () => keyring.together(sign), submit);
  }

  post = async (events: readonly Envelope[]): Promise<void> => {
    const { results } = await this.parts.client.postEvents({ mode: 'all', events });
    const refused = results.find((result) => result.status === 'refused');
    if (refused) throw new Error(`the ledger refused ${refused.id}: ${JSON.stringify(refused)}`);
  };

  async #signAll(lines: readonly Line[]): Promise<Signed> {
    const envelopes: Envelope[] = [];
    const ids: { [name: string]: string } = {};
    for (const line of lines) {
      const { id, envelope } = await this.#sign(line);
      envelopes.push(envelope);
      if (line.name === undefined) continue;
      ids[line.name] = id;
      this.#ids.set(line.name, id);
    }
    return { envelopes, ids };
  }

  async #sign(line: Line): Promise<{ readonly id: string; readonly envelope: Envelope }> {
    const { keyring, network } = this.parts;
    const device = await keyring.device(line.by, actor(line.by).party, network);
    const cosigners = await Promise.all((line.cosigners ?? []).map((name) => keyring.key(name)));
    const fields = {
      ...(typeof line.fields === 'function' ? line.fields(this.said) : line.fields),
      party: actor(line.onBehalfOf ?? line.by).party,
      eventTime: this.at(line.daysAgo),
    };
    return signEvent(fields, { device, cosigners });
  }
}
