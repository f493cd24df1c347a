import { type Envelope, type EventFields, type MengsuClient, type Signer, signEvent } from '@mengsu/client';
import { type ActorName, actor, type Founder } from './cast.ts';
import type { Journal } from './journal.ts';
import type { Keyring } from './keyring.ts';

/** Where a line of the story is spoken. `atDaysAgo` places it before the first start of the demonstration. */
export interface Line {
  readonly by: ActorName;
  readonly daysAgo: number;
  readonly fields: EventFields;
  readonly cosigners?: readonly Signer[];
}

/** Everything that a scene needs: keys, journal, the API, and the day on which the story was first told. */
export interface StageParts {
  readonly network: string;
  readonly keyring: Keyring;
  readonly journal: Journal;
  readonly client: MengsuClient;
  readonly toldAt: Date;
}

const dayMs = 86_400_000;
const documentEventsMax = 50;

export class Stage {
  readonly parts: StageParts;

  constructor(parts: StageParts) {
    this.parts = parts;
  }

  /** An instant so many days before the story was told, as RFC 3339. */
  at(daysAgo: number): string {
    return new Date(this.parts.toldAt.getTime() - daysAgo * dayMs).toISOString();
  }

  /** The key of an actor as a cosigner. */
  cosigner = (name: ActorName): Promise<Signer> => this.parts.keyring.key(name);

  registrarOf = (organisation: Founder['organisation']): Promise<Signer> =>
    this.parts.keyring.key(`registrar-${organisation}`);

  /** Signs the lines on their actors' devices and records them in one document, all or nothing, once. */
  async say(step: string, lines: readonly Line[]): Promise<void> {
    if (lines.length > documentEventsMax) throw new RangeError(`${step} has ${lines.length} lines`);
    const sign = async (): Promise<Envelope[]> => {
      const envelopes: Envelope[] = [];
      for (const line of lines) envelopes.push(await this.#sign(line));
      return envelopes;
    };
    await this.parts.journal.tell(step, sign, (events) => this.post(events));
  }

  async post(events: readonly Envelope[]): Promise<void> {
    const { results } = await this.parts.client.postEvents({ mode: 'all', events });
    const refused = results.find((result) => result.status === 'refused');
    if (refused) throw new Error(`the ledger refused ${refused.id}: ${JSON.stringify(refused)}`);
  }

  async #sign(line: Line): Promise<Envelope> {
    const device = await this.parts.keyring.device(line.by, actor(line.by).party, this.parts.network);
    const fields = { ...line.fields, eventTime: this.at(line.daysAgo) };
    return (await signEvent(fields, { device, cosigners: line.cosigners ?? [] })).envelope;
  }
}
