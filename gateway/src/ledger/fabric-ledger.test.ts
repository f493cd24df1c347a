import { generateKeyPairSync } from 'node:crypto';
import { Client, credentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connection } from './connection.ts';
import { type AskedPeer, FabricLedger } from './fabric-ledger.ts';

const recorded = '{"results":[{"id":"a","status":"recorded"}]}';
const refused = '{"results":[{"id":"a","status":"refused","code":"LOT_UNKNOWN"}]}';
const aborted = new AbortController();
aborted.abort();

/** A peer that has so many blocks and gives one answer after another, the last one for ever; with −1 blocks it does not say how many. */
class FakePeer implements AskedPeer {
  readonly endpoint: string;
  readonly client = new Client('127.0.0.1:1', credentials.createInsecure());
  blocks = 0;
  answers: readonly string[] = [recorded];
  endorsements = 0;
  heightsAsked = 0;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
  }

  async endorse() {
    const response = this.answers[Math.min(this.endorsements, this.answers.length - 1)] ?? '';
    this.endorsements += 1;
    if (response === '') throw Object.assign(new Error('14 UNAVAILABLE: No connection'), { code: 14 });
    if (response.startsWith('{')) return { txId: 'tx', signed: new Uint8Array(), response };
    const details = [{ message: `chaincode response 500, ${response}` }];
    throw Object.assign(new Error('10 ABORTED: failed'), { code: 10, details });
  }

  async height() {
    this.heightsAsked += 1;
    if (this.blocks < 0) throw Object.assign(new Error('4 DEADLINE_EXCEEDED: x'), { code: 4 });
    return this.blocks;
  }

  submit = () => Promise.resolve();
  submitAndWait = () => Promise.resolve(0);
  seekEnvelope = () => Promise.resolve(new Uint8Array());
  close = () => this.client.close();
}

let own: FakePeer;
let other: FakePeer;
let ledger: FabricLedger;

beforeEach(() => {
  [own, other] = [new FakePeer('own'), new FakePeer('other')];
  const address = { tlsCaFile: '-', tlsServerName: '-' };
  const connection: Connection = {
    channel: 'ch',
    chaincode: 'mengsu',
    gateway: { ...address, endpoint: 'own' },
    others: [{ ...address, endpoint: 'other' }],
    organisations: [],
    demonstration: false,
    ground: 'fabric',
  };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  ledger = new FabricLedger(
    connection,
    {
      identity: { mspId: 'ProducersMSP', certificatePem: '-', privateKeyPem },
      endorseDeadlineMs: 1_000,
      submitDeadlineMs: 1_000,
      streamSilenceMs: 1_000,
      onStreamFault: () => undefined,
    },
    ({ endpoint }) => (endpoint === 'own' ? own : other),
  );
  // Ten blocks are in the index.
  ledger.blocks(10, aborted.signal);
});
afterEach(() => ledger.close());

describe('what writes nothing', () => {
  it.each([
    ['a refusal of the whole document', 'LOT_UNKNOWN: no such lot'],
    ['a refusal of each event', refused],
  ])('is not believed of a peer that lacks blocks that we have seen: %s', async (_what, answer) => {
    own.blocks = 9;
    own.answers = [answer];
    other.blocks = 10;
    expect((await ledger.endorse('{}')).response).toBe(recorded);
    expect(own.endorsements).toBe(1);
    const [state] = await ledger.peers();
    expect(state?.fault).toMatch(/^it has 9 blocks, and we have seen 10/);
  });

  it('is asked again of a peer that came up meanwhile: what it said before may be of another day', async () => {
    own.blocks = 10;
    own.answers = [refused, recorded];
    expect((await ledger.endorse('{}')).response).toBe(recorded);
    expect([own.endorsements, other.endorsements]).toEqual([2, 0]);
  });

  it('is believed at once of a peer that is known to have them', async () => {
    own.blocks = 10;
    await ledger.peers();
    own.answers = [refused];
    expect((await ledger.endorse('{}')).response).toBe(refused);
    expect([own.endorsements, own.heightsAsked]).toEqual([1, 1]);
  });

  it('is refused by the law, where nobody is behind', async () => {
    own.blocks = 10;
    own.answers = ['LOT_UNKNOWN: no such lot'];
    await expect(ledger.endorse('{}')).rejects.toMatchObject({ failure: { kind: 'refused' } });
  });

  it('is tried again later, where all are behind', async () => {
    own.answers = other.answers = ['LOT_UNKNOWN: no such lot'];
    await expect(ledger.endorse('{}')).rejects.toMatchObject({ failure: { kind: 'retry' } });
  });
});

describe('a peer that does not say how many blocks it has', () => {
  it('is asked after all others, so that no call waits for its deadline', async () => {
    own.blocks = -1;
    await ledger.peers();
    await ledger.endorse('{}');
    expect([own.endorsements, other.endorsements]).toEqual([0, 1]);
  });
});

describe('a peer that did not endorse', () => {
  const away = 'UNAVAILABLE';

  it('is asked again by each probe, though another one answers, and no fault stays once it does', async () => {
    own.blocks = other.blocks = 10;
    own.answers = ['', ''];
    other.answers = ['', '', 'DOCUMENT_INVALID: none'];
    await expect(ledger.endorse('{}')).rejects.toThrow(away);
    expect(await ledger.peers()).toMatchObject([
      { fault: 'it is not reached' },
      { fault: 'it is not reached' },
    ]);
    own.answers = ['DOCUMENT_INVALID: none'];
    await ledger.probe();
    await ledger.probe();
    await vi.waitFor(async () =>
      expect((await ledger.peers()).map(({ fault }) => fault)).toEqual([undefined, undefined]),
    );
  });
});

describe('a peer that is behind the highest one', () => {
  it('is asked after all others, until it has caught up', async () => {
    own.blocks = 10;
    other.blocks = 16;
    await ledger.peers();
    await ledger.endorse('{}');
    expect([own.endorsements, other.endorsements]).toEqual([0, 1]);
    own.blocks = 16;
    await ledger.peers();
    await ledger.endorse('{}');
    expect([own.endorsements, other.endorsements]).toEqual([1, 1]);
  });

  it('is as good as the others by some blocks', async () => {
    own.blocks = 11;
    other.blocks = 16;
    await ledger.peers();
    await ledger.endorse('{}');
    expect([own.endorsements, other.endorsements]).toEqual([1, 0]);
  });
});
