import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf, parseRefusal } from './model/index.ts';
import { documentText, signedEnvelope } from './model/testing.ts';
import { FakePeer } from './testing-peer.ts';
import { type ChaincodeProcess, freePort, startChaincode, stopChaincode } from './testing-processes.ts';
import { commissionFields, heads, lamb, type TradeWorld, tradeWorld } from './testing-trade.ts';

const types = peer.ChaincodeMessage.Type;
const bytes = (text: string) => Buffer.from(text);

/** Says so on stderr whenever code is generated while the program runs: by `new Function`, as schema libraries do. */
const watchForGeneratedCode = `data:text/javascript,globalThis.Function = new Proxy(Function, {
  construct(target, args) { console.error('GENERATED CODE'); return new target(...args); } })`.replaceAll(
  '\n',
  '',
);

const start = (environment: NodeJS.ProcessEnv): ChaincodeProcess =>
  startChaincode(environment, ['--import', watchForGeneratedCode]);

let running: ChaincodeProcess;
let address: string;
beforeAll(async () => {
  address = `127.0.0.1:${await freePort()}`;
  running = start({ CHAINCODE_SERVER_ADDRESS: address, CHAINCODE_ID: 'mengsu:1' });
  const first = await FakePeer.dial(address, new Map(), 0);
  first.close();
});
afterAll(() => stopChaincode(running));

/** A peer of a world in which a herder may speak, and a document in which it makes a lot. */
async function peerOf(batchMax: number) {
  const at: TradeWorld = await tradeWorld();
  const fields = at.world.stamped({ party: at.herder.id, ...commissionFields(lamb, heads(20)) });
  const document = documentText([await signedEnvelope(fields, [at.herder.device])]);
  const fake = await FakePeer.dial(address, at.world.state.values, batchMax);
  const record = (text: string | Uint8Array, ...more: Uint8Array[]) =>
    fake.transact({ args: [bytes('record'), Buffer.from(text), ...more], timestampMs: at.world.nowMs });
  return { at, fake, document, record };
}

describe('the chaincode on the shim', () => {
  it('records over batch messages: two multi-gets, one batch, the receipt as payload', async () => {
    const { at, fake, document, record } = await peerOf(1000);
    const { status, payload } = await record(document);
    expect(status).toBe(200);
    const { GET_STATE_MULTIPLE, WRITE_BATCH_STATE, COMPLETED } = types;
    expect(fake.asked).toEqual([GET_STATE_MULTIPLE, GET_STATE_MULTIPLE, WRITE_BATCH_STATE, COMPLETED]);
    const [result] = JSON.parse(payload).results;
    expect(result).toMatchObject({ status: 'recorded', breaches: [] });
    expect(at.world.state.at(keyOf.lot(lamb))).toMatchObject({ madeBy: result.id, created: heads(20) });
    expect(at.world.state.at(keyOf.event(result.id))).toEqual({
      recordedAt: new Date(at.world.nowMs).toISOString(),
      act: 'commission',
      party: at.herder.id,
      breaches: [],
      effect: { did: 'made', site: 'PASTURE-1', inputs: [], outputs: [lamb] },
    });
    expect(JSON.parse((await record(document)).payload).results[0].status).toBe('exists');
    fake.close();
  });

  it('records the same bytes over single messages where the peer offers no batches', async () => {
    const { at, fake, document, record } = await peerOf(0);
    const before = new Map(at.world.state.values);
    expect((await record(document)).status).toBe(200);
    expect(new Set(fake.asked)).toEqual(new Set([types.GET_STATE, types.PUT_STATE, types.COMPLETED]));
    const single = new Map(
      [...at.world.state.values].map(([key, value]) => [key, Buffer.from(value).toString()]),
    );
    at.world.state.values.clear();
    for (const [key, value] of before) at.world.state.values.set(key, value);
    const batching = await FakePeer.dial(address, at.world.state.values, 3);
    await batching.transact({ args: [bytes('record'), bytes(document)], timestampMs: at.world.nowMs });
    // Nine keys that the event names, in threes; then its category.
    expect(batching.asked.filter((type) => type === types.GET_STATE_MULTIPLE)).toHaveLength(4);
    const batched = new Map(
      [...at.world.state.values].map(([key, value]) => [key, Buffer.from(value).toString()]),
    );
    expect(batched).toEqual(single);
    fake.close();
    batching.close();
  });

  it('answers a refusal as status 500 and `CODE: …`, and writes nothing', async () => {
    const { fake, document, record } = await peerOf(1000);
    await record(document);
    const keys = fake.state.size;
    const { status, message } = await record(document.replace('count\\":20', 'count\\":21'));
    expect(status).toBe(500);
    expect(parseRefusal(message)?.code).toBe('SIGNATURE_INVALID');
    const { GET_STATE_MULTIPLE, COMPLETED } = types;
    expect(fake.asked).toEqual([GET_STATE_MULTIPLE, GET_STATE_MULTIPLE, COMPLETED]);
    expect(fake.state.size).toBe(keys);
    fake.close();
  });

  it('refuses other names, numbers of arguments, bytes that are no text, and relayed calls', async () => {
    const { at, fake, document, record } = await peerOf(1000);
    const call = (args: Uint8Array[], chaincodeName?: string) =>
      fake.transact({ args, timestampMs: at.world.nowMs, ...(chaincodeName ? { chaincodeName } : {}) });
    const marked = Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes(document)]);
    const answers = [
      await call([bytes('TraceContract:record'), bytes(document)]),
      await call([bytes('record')]),
      await record(document, bytes('')),
      await record(Uint8Array.of(0x7b, 0xff, 0x7d)),
      await record(marked),
      await call([bytes('record'), bytes(document)], 'relay'),
    ];
    for (const { status, message } of answers) {
      expect([status, message.split(':')[0]]).toEqual([500, 'DOCUMENT_INVALID']);
    }
    expect(fake.asked).toEqual([types.COMPLETED]);
    expect(JSON.parse((await record(document)).payload).results[0].status).toBe('recorded');
    fake.close();
  });

  it('takes many transactions of one stream after each other, and several streams', async () => {
    const peers = await Promise.all([peerOf(1000), peerOf(0)]);
    for (const { fake, record, document } of peers) {
      const statuses: number[] = [];
      for (let round = 0; round < 20; round++) statuses.push((await record(document)).status);
      expect(new Set(statuses)).toEqual(new Set([200]));
      fake.close();
    }
  });

  it('generates no code while it runs', () => {
    expect(running.log()).not.toContain('GENERATED CODE');
  });
});

describe('the chaincode’s environment', () => {
  it.each([
    ['no address', { CHAINCODE_ID: 'x' }],
    ['no package id', { CHAINCODE_SERVER_ADDRESS: '127.0.0.1:1' }],
    ['plain text beyond loopback', { CHAINCODE_SERVER_ADDRESS: '0.0.0.0:1', CHAINCODE_ID: 'x' }],
    [
      'half of the TLS files',
      { CHAINCODE_SERVER_ADDRESS: '127.0.0.1:1', CHAINCODE_ID: 'x', CHAINCODE_TLS_KEY: 'k' },
    ],
  ])(
    'refuses %s with one sentence',
    async (_, environment) => {
      const { child, log } = start(environment);
      const [code] = await Promise.race([
        once(child, 'exit'),
        delay(45_000, ['still running'], { ref: false }),
      ]);
      expect(code).toBe(1);
      expect(log()).toMatch(/^chaincode: [^\n]+\n$/);
    },
    60_000,
  );
});
