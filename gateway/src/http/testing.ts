import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  canonicalize,
  creditCodeCheckCharacter,
  type Envelope,
  type PublicKey,
  PublicKeySchema,
  protectedHeader,
  signingInput,
} from '@mengsu/chaincode/model';
import { pino } from 'pino';
import type { ItemDesk } from '../codes/item-desk.ts';
import { keyIdOf } from '../indexer/node-crypto.ts';
import type { LabelDesk } from '../labels/label-desk.ts';
import type { Proofs } from '../log/proofs.ts';
import { Metrics } from '../metrics.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { OutboxStore } from '../outbox/ports.ts';
import { FakeLedger, idOf, junkSignature, MemoryOutboxStore, shortTimes } from '../outbox/testing.ts';
import { judgeReadiness, type ReadinessFacts } from '../readiness.ts';
import { makeApp } from './app.ts';
import { type Listening, listen } from './listen.ts';
import type { HttpParts, HttpSettings, Questions } from './parts.ts';
import { emptyItems, emptyLabels, emptyQuestions, noProofs, noReports } from './testing-desks.ts';

/** A credit code whose check character is right. */
export const testParty = `91150000MA0N12345${creditCodeCheckCharacter('91150000MA0N12345')}`;

/** A device that signs `withdraw` events: the shortest ones. */
export class TestDevice {
  readonly key: PublicKey;
  readonly kid: string;
  readonly party: string;
  readonly #privateKey: KeyObject;
  #sequence = 0;

  constructor(party = testParty) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    this.key = PublicKeySchema.parse({ x, y });
    this.kid = keyIdOf(this.key);
    this.party = party;
    this.#privateKey = privateKey;
  }

  sign(changes: Readonly<Record<string, unknown>> = {}): Envelope {
    this.#sequence += 1;
    const payload = canonicalize({
      version: 1,
      network: 'mengsu-test',
      act: 'withdraw',
      party: this.party,
      device: this.kid,
      cosigners: [],
      eventTime: '2026-09-01T03:30:00.000Z',
      notAfter: '2026-09-15T03:30:00.000Z',
      sequence: this.#sequence,
      previous: null,
      event: idOf('some event'),
      ...changes,
    });
    return { payload, signatures: [this.signatureOf(payload)] };
  }

  signatureOf(payload: string): Envelope['signatures'][number] {
    const header = protectedHeader(this.kid);
    const signature = sign('sha256', signingInput(header, payload), {
      key: this.#privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return { protected: header, signature: signature.toString('base64url') };
  }
}

/** The enrolment of a device by another one; both sign it. */
export function enrolmentOf(fresh: TestDevice, by: TestDevice): Envelope {
  const { event: _, ...base } = JSON.parse(by.sign().payload) as Record<string, unknown>;
  const payload = canonicalize({
    ...base,
    act: 'enrolDevice',
    cosigners: [fresh.kid],
    subject: fresh.party,
    key: fresh.key,
    role: 'operator',
  });
  return { payload, signatures: [by.signatureOf(payload), fresh.signatureOf(payload)] };
}

/** The same event under signatures that have the form of one and verify for nobody. */
export function withJunk(envelope: Envelope, ...positions: readonly number[]): Envelope {
  const signatures = envelope.signatures.map((entry, position) =>
    positions.includes(position) ? { ...entry, signature: junkSignature } : entry,
  );
  return { ...envelope, signatures };
}

export interface TestGateway extends Listening {
  readonly ledger: FakeLedger;
  readonly outbox: Outbox;
  readonly stopping: AbortController;
  /** Lines that were logged. */
  readonly logged: Record<string, unknown>[];
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

export interface TestGatewayOptions {
  readonly questions?: Partial<Questions>;
  readonly proofs?: Partial<Proofs>;
  readonly reports?: HttpParts['reports'];
  readonly items?: ItemDesk;
  readonly labels?: LabelDesk;
  readonly settings?: Partial<HttpSettings>;
  readonly facts?: Partial<ReadinessFacts>;
  readonly eventsMax?: number;
  readonly outboxStore?: OutboxStore;
  readonly requestTimeoutMs?: number;
  readonly indexedBlock?: () => number;
}

/** The whole application on a port of loopback, over a ledger and an index in memory. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const ledger = new FakeLedger();
  const outbox = makeTestOutbox(ledger, options);
  const stopping = new AbortController();
  const logged: Record<string, unknown>[] = [];
  const parts = partsOf(options, { outbox, stopping, logged });
  const listening = await listen(await makeApp(parts), {
    host: '127.0.0.1',
    port: 0,
    requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
  });
  const { url } = listening;
  return {
    ...listening,
    ledger,
    outbox,
    stopping,
    logged,
    post: (body, headers) =>
      fetch(`${url}/api/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      }),
    get: (path, headers) => fetch(`${url}${path}`, { headers: { 'accept-language': 'en', ...headers } }),
  };
}

/** Parts of an application that nobody calls. */
export function makeTestParts(): HttpParts {
  const outbox = makeTestOutbox(new FakeLedger(), {});
  return partsOf({}, { outbox, stopping: new AbortController(), logged: [] });
}

function makeTestOutbox(
  ledger: FakeLedger,
  { eventsMax = 1_000, outboxStore = new MemoryOutboxStore() }: TestGatewayOptions,
): Outbox {
  const outbox = new Outbox({
    ledger,
    index: ledger,
    store: outboxStore,
    eventsMax,
    bytesMax: 10_000_000,
    strangerEventsMax: 400,
    joinedEventsMax: 50,
    transactionsInFlightMax: 8,
    jobKeepMs: 1_000,
    times: shortTimes,
    onFailure: (error) => {
      throw error;
    },
  });
  ledger.onOutcome = (outcome) => outbox.see(outcome);
  return outbox;
}

interface Made {
  readonly outbox: Outbox;
  readonly stopping: AbortController;
  readonly logged: Record<string, unknown>[];
}

function partsOf(options: TestGatewayOptions, { outbox, stopping, logged }: Made): HttpParts {
  const facts: ReadinessFacts = {
    ground: 'devnet',
    index: { status: 'following', block: 7 },
    indexBehindBlocksMax: 50,
    ledger: { height: 8, fault: undefined, warnings: [] },
    outboxAlarm: undefined,
    outboxAgeMs: 0,
    outboxAgeMaxMs: 60_000,
    storeFault: undefined,
    ...options.facts,
  };
  const write = (line: string): void => void logged.push(JSON.parse(line) as Record<string, unknown>);
  return {
    settings: {
      publicUrl: () => 'https://s.example',
      waitMs: 2_000,
      waitMaxMs: 3_000,
      requestsPerMinuteMax: 0,
      trustedProxies: 0,
      organisation: 'RegulatorMSP',
      reportsKeepDays: 365,
      labels: 'loopback',
      ...options.settings,
    },
    outbox,
    questions: { ...emptyQuestions, ...options.questions },
    proofs: { ...noProofs, ...options.proofs },
    reports: options.reports ?? noReports,
    items: options.items ?? emptyItems,
    labels: options.labels ?? emptyLabels,
    indexedBlock: options.indexedBlock ?? (() => 7),
    readiness: async () => judgeReadiness(facts),
    metrics: new Metrics({ outbox: () => outbox.depth, indexedBlock: () => 7, ledgerHeight: () => 8 }),
    log: pino({ level: 'debug' }, { write }),
    stopping: stopping.signal,
  };
}
