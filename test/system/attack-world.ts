import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { creditCodeCheckCharacter, gs1CheckDigit } from '@mengsu/chaincode/model';
import { signedEnvelope } from '@mengsu/chaincode/model/testing';
import {
  ApiProblem,
  type DeviceKey,
  type Envelope,
  type EventFields,
  type EventFieldsOf,
  type EventResult,
  type LotAnswer,
  MengsuClient,
  signEvent,
} from '@mengsu/client';
import { type ActorName, actor, actors, founders } from '../../demo/src/story/cast.ts';
import { digestOf } from '../../demo/src/story/digest.ts';
import { submitAsAdmins, tellFounding } from '../../demo/src/story/founding.ts';
import { tellGrants } from '../../demo/src/story/granting.ts';
import { Journal } from '../../demo/src/story/journal.ts';
import { Keyring } from '../../demo/src/story/keyring.ts';
import { tellRegistry } from '../../demo/src/story/registry.ts';
import { Stage } from '../../demo/src/story/stage.ts';
import type { RunningSystem } from './running-system.ts';

/** Who signs: an actor of the demonstration, `registrar-…`, or somebody whom a test has enrolled. */
export type Who = string;
export type Amount = EventFieldsOf<'commission'>['amount'];
type EnrolParty = EventFieldsOf<'enrolParty'>;

export const dayMs = 86_400_000;
export const instant = (daysFromNow: number): string =>
  new Date(Date.now() + daysFromNow * dayMs).toISOString();
export const day = (daysFromNow: number): string => instant(daysFromNow + 1 / 3).slice(0, 10);

const registrarKey = 'registrar-';

/** The demonstration's organisations, parties, processes, certificates and quotas, before any goods exist, and the hands of all of them. */
export class AttackWorld {
  readonly system: RunningSystem;
  readonly client: MengsuClient;
  readonly keyring: Keyring;
  readonly stage: Stage;
  readonly #parties = new Map<Who, string>();
  #count = 0;

  private constructor(system: RunningSystem, stage: Stage, client: MengsuClient) {
    this.system = system;
    this.client = client;
    this.stage = stage;
    this.keyring = stage.parts.keyring;
    for (const { name, party } of actors) this.#parties.set(name, party);
    for (const { organisation, party } of founders) this.#parties.set(registrarKey + organisation, party);
  }

  static async on(system: RunningSystem): Promise<AttackWorld> {
    const { places, url } = system;
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
    await tellGrants(stage);
    return new AttackWorld(system, stage, client);
  }

  get network(): string {
    return this.stage.parts.network;
  }

  party(who: Who): string {
    const party = this.#parties.get(who);
    if (party === undefined) throw new RangeError(`nobody is called ${who}`);
    return party;
  }

  key(who: Who): Promise<DeviceKey> {
    return this.keyring.key(who);
  }

  /** A key of its own that speaks for a party of somebody's; enrolled by the caller. */
  calls(who: Who, party: string): Who {
    this.#parties.set(who, party);
    return who;
  }

  /** A number that no other attack has used. */
  next(): string {
    this.#count += 1;
    return String(this.#count).padStart(4, '0');
  }

  /** A valid credit code and GTIN that nobody has. */
  newParty(division = '152523'): string {
    const first17 = `91${division}MAYYY${this.next()}`;
    return first17 + creditCodeCheckCharacter(first17);
  }

  newGtin(): string {
    const digits = `095215008${this.next()}`;
    return digits + gs1CheckDigit(digits);
  }

  async sign(who: Who, fields: EventFields, ...cosigners: Who[]): Promise<Envelope> {
    const device = await this.keyring.device(who, this.party(who), this.network);
    const keys = await Promise.all(cosigners.map((name) => this.key(name)));
    return (await signEvent(fields, { device, cosigners: keys })).envelope;
  }

  /** The same without any check of the form: the client of an attacker. */
  async forge(who: Who, fields: object, ...signers: Who[]): Promise<Envelope> {
    const keys = await Promise.all([who, ...signers].map((name) => this.key(name)));
    const base = { network: this.network, party: this.party(who), sequence: 900_000 + Number(this.next()) };
    const times = { eventTime: instant(0), notAfter: instant(10) };
    return signedEnvelope({ ...base, ...times, ...fields }, keys);
  }

  /** Posts them and says of each what became of it. */
  async posted(events: readonly Envelope[], mode: 'all' | 'each' = 'all'): Promise<string> {
    try {
      const { results } = await this.client.postEvents({ mode, events });
      return results.map(saidOf).join('; ');
    } catch (error) {
      if (error instanceof ApiProblem) return `refused: ${error.status} ${error.code}`;
      throw error;
    }
  }

  async tried(who: Who, fields: EventFields, ...cosigners: Who[]): Promise<string> {
    return this.posted([await this.sign(who, fields, ...cosigners)]);
  }

  /** What must be recorded for an attack to begin. Answers its id. */
  async done(who: Who, fields: EventFields, ...cosigners: Who[]): Promise<string> {
    const { results } = await this.client.postEvents({
      mode: 'all',
      events: [await this.sign(who, fields, ...cosigners)],
    });
    return results[0]?.id ?? '';
  }

  /** Several in one document. */
  async allDone(who: Who, all: readonly EventFields[]): Promise<string[]> {
    const events: Envelope[] = [];
    for (const fields of all) events.push(await this.sign(who, fields));
    const { results } = await this.client.postEvents({ mode: 'all', events });
    return results.map(({ id }) => id);
  }

  lot(lotId: string): Promise<LotAnswer> {
    const stroke = lotId.indexOf('/');
    return this.client.lot(lotId.slice(0, stroke), lotId.slice(stroke + 1));
  }

  /** How a lot stands, as everybody can read it. */
  async fate(lotId: string): Promise<string> {
    const { claims, marks, reversal } = await this.lot(lotId);
    const whole = marks.holds.filter(({ scope }) => scope !== 'part').length > 0;
    return [
      claims.length > 0 ? `claims ${claims.map(({ scheme }) => scheme).join(' and ')}` : 'claims nothing',
      whole ? 'on hold' : 'not on hold',
      ...(marks.recalls.length > 0 ? ['recalled'] : []),
      ...(reversal?.isReversed ? ['undone'] : []),
    ].join(', ');
  }

  /** What a party has of a lot at a site, in pieces. */
  async heads(lotId: string, who: Who, site: string): Promise<number> {
    const { holdings } = await this.lot(lotId);
    const found = holdings.find((holding) => holding.party === this.party(who) && holding.site === site);
    return found?.available.count ?? 0;
  }

  /** A party with a device, in one document, by its organisation's registrar. */
  async enrol(who: Who, told: Partial<EnrolParty>, cosigners: Who[] = [], person?: string): Promise<void> {
    const organisation = told.organisation ?? 'ProducersMSP';
    const subject = told.subject ?? this.newParty(told.division);
    this.#parties.set(who, subject);
    const registrar = registrarKey + organisation;
    const names = { zh: `试验主体${this.next()}` };
    const party: EventFields = {
      act: 'enrolParty',
      subject,
      names,
      roles: ['producer'],
      organisation,
      division: '152523',
      ...told,
    };
    const events = [
      await this.sign(registrar, party, ...cosigners),
      await this.sign(registrar, await this.deviceFields(who, person), who),
    ];
    await this.client.postEvents({ mode: 'all', events });
  }

  async deviceFields(who: Who, person?: string): Promise<EventFields> {
    const { publicKey } = await this.key(who);
    return {
      act: 'enrolDevice',
      subject: this.party(who),
      key: publicKey,
      role: 'operator',
      eventTime: instant(-1 / 24),
      person: person === undefined ? undefined : digestOf(person),
    };
  }

  /** A regulator beside the demonstration's own. */
  enrolRegulator(who: Who, remit: 'agriculture' | 'grain', divisionPrefix: string): Promise<void> {
    const roles: EnrolParty['roles'] = ['regulator'];
    const office = { organisation: 'RegulatorMSP' as const, roles, remits: [remit], divisionPrefix };
    return this.enrol(who, { ...office, division: divisionPrefix.padEnd(6, '0') }, ['registrar-BrandMSP']);
  }

  /** The actor's own sites, for those that have one. */
  site(who: Who): string {
    const [site] = Object.keys(actor(who as ActorName).sites);
    if (site === undefined) throw new RangeError(`${who} has no site`);
    return site;
  }
}

function saidOf({ status, code, breaches = [] }: EventResult): string {
  if (status === 'refused') return `refused: ${code}`;
  return breaches.length === 0 ? status : `${status} with ${breaches.join(', ')}`;
}
