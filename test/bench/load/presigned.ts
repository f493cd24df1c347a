import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import {
  canonicalize,
  eventIdOf,
  limits,
  protectedHeader,
  signingInput,
  toBase64url,
} from '@mengsu/chaincode/model';
import { type EventFields, exportDeviceKey } from '@mengsu/client';
import { nodeCrypto } from '../../../chaincode/src/node-crypto.ts';
import type { Producer } from '../../system/founded-network.ts';

/** An event that is ready to be posted, and its id. */
export interface PresignedEvent {
  readonly id: string;
  readonly text: string;
}

/** A body for POST /api/events and what it holds. */
export interface PresignedPost {
  readonly ids: readonly string[];
  readonly body: string;
}

const dayMs = 86_400_000;

/**
 * A producer's device at the speed of OpenSSL, for load that must cost little beside the system it is put on. It keeps the device's numbers in memory and checks no form:
 * the gateway and the ledger do.
 */
export class LoadDevice {
  readonly producer: Producer;
  readonly #network: string;
  readonly #key: KeyObject;
  /** Its sites and its product took the first numbers. */
  #sequence = 1000;
  #previous: string | null = null;
  #lots = 0;

  private constructor(producer: Producer, network: string, key: KeyObject) {
    this.producer = producer;
    this.#network = network;
    this.#key = key;
  }

  static async of(producer: Producer, network: string): Promise<LoadDevice> {
    const jwk = await exportDeviceKey(producer.key);
    return new LoadDevice(producer, network, createPrivateKey({ key: { ...jwk }, format: 'jwk' }));
  }

  /** The next steps of goods: 20 head are made, 12 of them moved, 5 of those sold; then another lot. */
  async goodsSteps(count: number): Promise<PresignedEvent[]> {
    const events: PresignedEvent[] = [];
    while (events.length < count) {
      const steps = goodsStepsOf(this.producer, `B${++this.#lots}`).slice(0, count - events.length);
      for (const fields of steps) events.push(await this.#sign(fields));
    }
    return events;
  }

  async #sign(fields: EventFields): Promise<PresignedEvent> {
    this.#sequence += 1;
    const nowMs = Date.now();
    const { kid } = this.producer.key;
    const payload = canonicalize({
      ...fields,
      party: this.producer.party,
      eventTime: new Date(nowMs - dayMs).toISOString(),
      notAfter: new Date(nowMs + limits.notAfterDefaultMs).toISOString(),
      version: 1,
      network: this.#network,
      device: kid,
      cosigners: [],
      sequence: this.#sequence,
      previous: this.#previous,
    });
    const header = protectedHeader(kid);
    const signature = sign('sha256', signingInput(header, payload), {
      key: this.#key,
      dsaEncoding: 'ieee-p1363',
    });
    const id = await eventIdOf(payload, nodeCrypto);
    this.#previous = id;
    const signatures = [{ protected: header, signature: toBase64url(signature) }];
    return { id, text: JSON.stringify({ payload, signatures }) };
  }
}

function goodsStepsOf({ gtin, sites }: Producer, lotCode: string): EventFields[] {
  const lot = `${gtin}/${lotCode}`;
  const [from, to] = sites;
  const heads = (count: number) => ({ count, massG: count * 40_000 });
  return [
    { act: 'commission', site: from, lot, amount: heads(20) },
    { act: 'move', from, to, lines: [{ lot, amount: heads(12) }] },
    { act: 'sell', site: to, to: 'consumer', division: '152523', lines: [{ lot, amount: heads(5) }] },
  ];
}

/** Posts of so many events each, in the device's order. */
export function postsOf(events: readonly PresignedEvent[], eventsPerPost: number): PresignedPost[] {
  const mode = eventsPerPost === 1 ? 'each' : 'all';
  const posts: PresignedPost[] = [];
  for (let from = 0; from < events.length; from += eventsPerPost) {
    const slice = events.slice(from, from + eventsPerPost);
    posts.push({
      ids: slice.map(({ id }) => id),
      body: `{"mode":"${mode}","events":[${slice.map(({ text }) => text).join(',')}]}`,
    });
  }
  return posts;
}
