import type { Submitter } from './acts/index.ts';
import {
  type Crypto,
  creditCodeCheckCharacter,
  gs1CheckDigit,
  type Mode,
  type Organisation,
  organisations,
  type Receipt,
} from './model/index.ts';
import { type DeviceKey, documentText, type Fields, makeDevice, signedEnvelope } from './model/testing.ts';
import { nodeCrypto } from './node-crypto.ts';
import { record } from './record.ts';
import type { StateStore } from './state/overlay.ts';

/** A world state in memory that counts how it is read and written. */
export class MemoryState implements StateStore {
  readonly values = new Map<string, Uint8Array>();
  reads = 0;
  writes = 0;
  messages = 0;

  async getMany(keys: readonly string[]): Promise<(Uint8Array | undefined)[]> {
    this.messages += 1;
    this.reads += keys.length;
    return keys.map((key) => this.values.get(key));
  }

  async putMany(entries: readonly (readonly [string, Uint8Array])[]): Promise<void> {
    this.messages += 1;
    this.writes += entries.length;
    for (const [key, value] of entries) this.values.set(key, value);
  }

  /** The record under a key, for a test to look at. */
  at(key: string): unknown {
    const value = this.values.get(key);
    return value && JSON.parse(new TextDecoder().decode(value));
  }
}

/** A credit code with its check character from 17 characters. */
export const creditCode = (first17: string): string => first17 + creditCodeCheckCharacter(first17);
/** A GTIN-14 of the demonstration range (GS1 prefix 952). */
export const gtin = (item: number): string => {
  const digits = `09521500${String(item).padStart(5, '0')}`;
  return digits + gs1CheckDigit(digits);
};

export const startedAt = Date.parse('2026-09-01T00:00:00.000Z');

/** A network in memory: documents are recorded one after another by a clock that the test moves. */
export class World {
  readonly state = new MemoryState();
  readonly crypto: Crypto;
  nowMs = startedAt;
  #sequence = 0;

  constructor(crypto: Crypto = nodeCrypto) {
    this.crypto = crypto;
  }

  /** Signs one event by `devices` and records it alone in mode `all`; throws its refusal. */
  async say(fields: Fields, ...devices: DeviceKey[]): Promise<Receipt> {
    return this.sayAll([[fields, devices]]);
  }

  async sayAll(
    events: readonly (readonly [Fields, readonly DeviceKey[]])[],
    mode: Mode = 'all',
  ): Promise<Receipt> {
    const envelopes = await Promise.all(
      events.map(([fields, devices]) => signedEnvelope(this.stamped(fields), devices)),
    );
    return this.submit(documentText(envelopes, mode));
  }

  /** Fields with the times of now, a fresh sequence and this network's id. */
  stamped(fields: Fields): Fields {
    this.#sequence += 1;
    return {
      version: 1,
      network: 'mengsu-test',
      eventTime: new Date(this.nowMs).toISOString(),
      notAfter: new Date(this.nowMs + 14 * 86_400_000).toISOString(),
      sequence: this.#sequence,
      previous: null,
      ...fields,
    };
  }

  async submit(
    text: string,
    submitter: Submitter = { mspId: 'ProducersMSP', isAdmin: false },
  ): Promise<Receipt> {
    const recordedAt = new Date(this.nowMs).toISOString();
    const answer = await record(text, {
      state: this.state,
      crypto: this.crypto,
      recordedAt,
      submitter,
    });
    return JSON.parse(answer) as Receipt;
  }
}

export interface FoundedOrganisation {
  readonly party: string;
  readonly registrar: DeviceKey;
  readonly log: DeviceKey;
  readonly service: DeviceKey;
}

export const organisationParty: { readonly [name in Organisation]: string } = {
  ProducersMSP: creditCode('1215000011500001A'),
  TradeMSP: creditCode('1215000011500002A'),
  BrandMSP: creditCode('1215000011500003A'),
  RegulatorMSP: creditCode('1115000011500004A'),
};

export async function foundOne(world: World, organisation: Organisation): Promise<FoundedOrganisation> {
  const [registrar, log, service] = await Promise.all([makeDevice(), makeDevice(), makeDevice()]);
  const party = organisationParty[organisation];
  const fields = {
    act: 'found',
    party,
    organisation,
    names: { zh: `${organisation}登记处` },
    division: '150000',
    registrarKey: registrar.publicKey,
    logKey: log.publicKey,
    serviceKey: service.publicKey,
  };
  const envelope = await signedEnvelope(world.stamped(fields), [registrar]);
  await world.submit(documentText([envelope]), { mspId: organisation, isAdmin: true });
  return { party, registrar, log, service };
}

export type FoundedNetwork = { readonly [name in Organisation]: FoundedOrganisation };

export async function foundAll(world: World): Promise<FoundedNetwork> {
  const entries: [string, FoundedOrganisation][] = [];
  for (const organisation of organisations) entries.push([organisation, await foundOne(world, organisation)]);
  return Object.fromEntries(entries) as FoundedNetwork;
}

/** A party with one operator's device, enrolled by its organisation's registrar. */
export async function enrol(
  world: World,
  network: FoundedNetwork,
  party: {
    readonly id: string;
    readonly organisation: Organisation;
    readonly roles: readonly string[];
    readonly remits?: readonly string[];
    readonly divisionPrefix?: string;
  },
): Promise<DeviceKey> {
  const home = network[party.organisation];
  const isRegulator = party.roles.includes('regulator');
  const fields = {
    act: 'enrolParty',
    party: home.party,
    subject: party.id,
    names: { zh: '示范主体' },
    roles: party.roles,
    organisation: party.organisation,
    division: '152502',
    ...(isRegulator
      ? { remits: party.remits ?? ['agriculture', 'market'], divisionPrefix: party.divisionPrefix ?? '15' }
      : {}),
  };
  const needsBoth = isRegulator || party.roles.includes('certifier');
  const other = party.organisation === 'BrandMSP' ? network.RegulatorMSP : network.BrandMSP;
  await world.say(fields, home.registrar, ...(needsBoth ? [other.registrar] : []));
  const device = await makeDevice();
  await world.say(
    { act: 'enrolDevice', party: home.party, subject: party.id, key: device.publicKey, role: 'operator' },
    home.registrar,
    device,
  );
  return device;
}
