import { canonicalize, type Envelope } from '@mengsu/chaincode/model';
import { signedPayload } from '@mengsu/chaincode/model/testing';
import type { DeviceKey } from '@mengsu/client';
import type { Producer } from '../system/founded-network.ts';
import type { Shot } from './hammer-shot.ts';

export type Fields = { readonly [name: string]: unknown };

const day = 86_400_000;
export const instant = (days: number): string => new Date(Date.now() + days * day).toISOString();

/** Events of one producer that would be valid, and what a test makes of them. */
export class Ammunition {
  readonly own: Producer;
  readonly other: Producer;
  readonly network: string;
  #made = 0;

  constructor(own: Producer, other: Producer, network: string) {
    this.own = own;
    this.other = other;
    this.network = network;
  }

  /** A new lot of the producer's own: valid, and never posted by itself. */
  fields(changes: Fields = {}): Fields {
    this.#made += 1;
    const all = {
      act: 'commission',
      version: 1,
      network: this.network,
      party: this.own.party,
      device: this.own.key.kid,
      cosigners: [],
      eventTime: instant(-1),
      notAfter: instant(10),
      sequence: 1_000_000 + this.#made,
      previous: null,
      site: this.own.sites[0],
      lot: `${this.own.gtin}/H${this.#made}`,
      amount: { count: 1, massG: 38_000 },
      ...changes,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  payload(changes: Fields = {}): string {
    return canonicalize(this.fields(changes), 20_000);
  }

  /** Any text as a payload, properly signed. */
  sign(payload: string, keys: readonly DeviceKey[] = [this.own.key]): Promise<Envelope> {
    return signedPayload(payload, keys);
  }

  envelope(changes: Fields = {}): Promise<Envelope> {
    return this.sign(this.payload(changes));
  }
}

export const json = { 'Content-Type': 'application/json' };

/** A post of any body as JSON. */
export function post(
  name: string,
  body: string | Buffer,
  expected: Shot['expected'] = {},
  headers: Readonly<Record<string, string>> = json,
): Shot {
  return { name, method: 'POST', path: '/api/events', headers, body: Buffer.from(body), expected };
}

/** A post of one envelope, all or nothing. */
export const postEnvelope = (name: string, envelope: unknown, expected: Shot['expected'] = {}): Shot =>
  post(name, JSON.stringify({ mode: 'all', events: [envelope] }), expected);

/** The same events, each for itself. What fails a document whole does so in this mode too; `mayPass` where the answer may be 200 with a refusal. */
export function eachForItself(shot: Shot, mayPass = false): Shot {
  const body = Buffer.from(shot.body?.toString().replace('{"mode":"all"', '{"mode":"each"') ?? '');
  return { ...shot, name: `${shot.name}, each for itself`, body, expected: { ...shot.expected, mayPass } };
}

/** The same wrong event behind a good one, all or nothing. */
export async function behindGood(shot: Shot, ammunition: Ammunition): Promise<Shot> {
  const { events } = JSON.parse(shot.body?.toString() ?? '') as { events: unknown[] };
  const document = { mode: 'all', events: [await ammunition.envelope(), ...events] };
  const pointer = shot.expected.pointer?.replace('/events/0', '/events/1');
  const expected = { ...shot.expected, ...(pointer !== undefined && { pointer }) };
  return post(`${shot.name}, behind a good one`, JSON.stringify(document), expected);
}
