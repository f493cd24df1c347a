import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type Envelope,
  type EventFields,
  MengsuClient,
  type PostAnswer,
  type Signer,
  signEvent,
} from '@mengsu/client';
import { type ActorName, actor } from '../../demo/src/story/cast.ts';
import { Keyring } from '../../demo/src/story/keyring.ts';
import type { RunningSystem } from './running-system.ts';

/** Signs further events with the story's own keys, and posts them as anybody could. The system must have told its story. */
export class StoryHand {
  readonly client: MengsuClient;
  readonly keyring: Keyring;
  readonly network: string;

  private constructor(client: MengsuClient, keyring: Keyring, network: string) {
    this.client = client;
    this.keyring = keyring;
    this.network = network;
  }

  static async of(system: RunningSystem): Promise<StoryHand> {
    const { network } = JSON.parse(await readFile(path.join(system.places.story, 'story.json'), 'utf8')) as {
      network: string;
    };
    return new StoryHand(
      new MengsuClient(system.url),
      new Keyring(path.join(system.places.story, 'keys')),
      network,
    );
  }

  /** An event of an actor, signed by the actor's device. */
  async sign(by: ActorName, fields: EventFields, cosigners: readonly Signer[] = []): Promise<Envelope> {
    const device = await this.keyring.device(by, actor(by).party, this.network);
    return (await signEvent(fields, { device, cosigners })).envelope;
  }

  async signAsRegistrar(
    organisation: string,
    party: string,
    fields: EventFields,
    cosigners: readonly Signer[] = [],
  ): Promise<Envelope> {
    const device = await this.keyring.device(`registrar-${organisation}`, party, this.network);
    return (await signEvent(fields, { device, cosigners })).envelope;
  }

  async say(by: ActorName, fields: EventFields, cosigners: readonly Signer[] = []): Promise<PostAnswer> {
    return this.client.postEvents({ mode: 'all', events: [await this.sign(by, fields, cosigners)] });
  }
}
