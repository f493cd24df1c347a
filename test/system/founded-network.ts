import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { creditCodeCheckCharacter, gs1CheckDigit } from '@mengsu/chaincode/model';
import {
  Device,
  type DeviceKey,
  type Envelope,
  type EventFields,
  MengsuClient,
  makeDeviceKey,
  type Signer,
  signEvent,
  volatileMemory,
} from '@mengsu/client';
import { type Founder, founders } from '../../demo/src/story/cast.ts';
import { submitAsAdmins, tellFounding } from '../../demo/src/story/founding.ts';
import { Journal } from '../../demo/src/story/journal.ts';
import { Keyring } from '../../demo/src/story/keyring.ts';
import { tellRegistry } from '../../demo/src/story/registry.ts';
import { Stage } from '../../demo/src/story/stage.ts';
import type { RunningSystem } from './running-system.ts';

/** A party of a test's own: it may make, move, send, receive and sell lots of its own product, counted in head and grams. */
export interface Producer {
  readonly party: string;
  readonly device: Device;
  readonly key: DeviceKey;
  readonly gtin: string;
  /** Its two sites. */
  readonly sites: readonly [string, string];
}

const day = 86_400_000;

/** The demonstration's organisations, parties and categories without its goods, and as many producers as a test wants, all by signed events. */
export class FoundedNetwork {
  readonly network: string;
  readonly client: MengsuClient;
  readonly #stage: Stage;
  readonly #founder: Founder;
  #enrolled = 0;

  private constructor(stage: Stage, client: MengsuClient) {
    this.#stage = stage;
    this.network = stage.parts.network;
    this.client = client;
    const founder = founders.find(({ organisation }) => organisation === 'ProducersMSP');
    if (!founder) throw new RangeError('the cast has no organisation of producers');
    this.#founder = founder;
  }

  static async on({ places, url }: RunningSystem): Promise<FoundedNetwork> {
    const client = new MengsuClient(url);
    const stage = new Stage({
      network: `mengsu-test-${randomBytes(4).toString('hex')}`,
      keyring: new Keyring(path.join(places.story, 'keys')),
      journal: new Journal(path.join(places.story, 'steps')),
      client,
      toldAt: new Date(),
    });
    await tellFounding(stage, (envelopes) => submitAsAdmins(envelopes, places));
    await tellRegistry(stage);
    return new FoundedNetwork(stage, client);
  }

  /** New parties with a device, a product and two sites each, a document for each step. */
  async enrolProducers(count: number): Promise<Producer[]> {
    const producers = await Promise.all(Array.from({ length: count }, () => this.#makeProducer()));
    const registrar = await this.#stage.parts.keyring.device(
      `registrar-${this.#founder.organisation}`,
      this.#founder.party,
      this.network,
    );
    const enrolments: Envelope[] = [];
    for (const producer of producers) {
      enrolments.push(await sign(registrar, enrolParty(producer)));
      enrolments.push(await sign(registrar, enrolDevice(producer), [producer.key]));
    }
    await this.#stage.post(enrolments);
    const belongings: Envelope[] = [];
    for (const { device, gtin, sites } of producers) {
      for (const site of sites) {
        const fields = { act: 'registerSite' as const, site, kind: 'pasture' as const, division: '152523' };
        belongings.push(await sign(device, fields));
      }
      const names = { zh: `试验羔羊 ${gtin}` };
      const product = { act: 'registerProduct' as const, gtin, category: 'lamb-live', names };
      belongings.push(await sign(device, product, [registrar.key]));
    }
    await this.#stage.post(belongings);
    return producers;
  }

  async #makeProducer(): Promise<Producer> {
    this.#enrolled += 1;
    const number = String(this.#enrolled).padStart(4, '0');
    const credit = `93152523MAXXX${number}`;
    const gtin = `095215009${number}`;
    const party = credit + creditCodeCheckCharacter(credit);
    const key = await makeDeviceKey({ extractable: true });
    const device = new Device({ key, network: this.network, party, memory: volatileMemory() });
    return { party, device, key, gtin: gtin + gs1CheckDigit(gtin), sites: ['PASTURE-1', 'PASTURE-2'] };
  }
}

/** Signed on the device, said a day ago, so that no clock matters. */
export async function sign(
  device: Device,
  fields: EventFields,
  cosigners: readonly Signer[] = [],
): Promise<Envelope> {
  const eventTime = new Date(Date.now() - day).toISOString();
  return (await signEvent({ eventTime, ...fields }, { device, cosigners })).envelope;
}

const enrolParty = ({ party, gtin }: Producer): EventFields => ({
  act: 'enrolParty',
  subject: party,
  names: { zh: `试验合作社 ${gtin}` },
  roles: ['producer'],
  organisation: 'ProducersMSP',
  division: '152523',
  eventTime: new Date(Date.now() - 2 * day).toISOString(),
});

const enrolDevice = ({ party, key }: Producer): EventFields => ({
  act: 'enrolDevice',
  subject: party,
  key: key.publicKey,
  role: 'operator',
  eventTime: new Date(Date.now() - 2 * day).toISOString(),
});
