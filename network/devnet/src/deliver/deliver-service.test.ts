import { credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configOf } from '../ledger/channel-config.ts';
import { type DevnetLedger, openLedger } from '../ledger/devnet-ledger.ts';
import { adminOf, buildConfigUpdate, makeRevocationList } from '../testing/config-update.ts';
import { signHighS } from '../testing/high-s.ts';
import { readRecording } from '../testing/recordings.ts';
import { commit, makeTestNetwork, type TestNetwork } from '../testing/test-network.ts';
import { buildTransaction, type TestTransaction } from '../testing/test-transaction.ts';
import { DeliverService } from './deliver-service.ts';
import { filterBlock } from './filtered-block.ts';

let network: TestNetwork;
let ledger: DevnetLedger;
let service: DeliverService;
let server: Server;
let client: peer.DeliverClient;
const faults: unknown[] = [];

beforeAll(async () => {
  network = await makeTestNetwork();
  const parts = network.ledgerParts('deliver');
  ledger = openLedger(parts);
  for (const key of ['a', 'b', 'c']) await write({ writes: { [key]: '1' } });
  service = new DeliverService({ ...parts, ledger, onFault: (error) => faults.push(error) });
  server = new Server();
  server.addService(service.definition, service.implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  client = new peer.DeliverClient(`127.0.0.1:${port}`, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  service.close();
  server.forceShutdown();
  await ledger.close();
  await network.remove();
  expect(faults).toEqual([]);
});

function write(changes: Partial<TestTransaction>) {
  const endorsers = [network.peer('producers'), network.peer('brand')];
  return commit(
    ledger,
    buildTransaction({ creator: network.client('producers'), endorsers, ...changes }).envelope,
  );
}

function highS(payload: Uint8Array): Uint8Array {
  const trade = network.identities.organisations.find(({ name }) => name === 'trade');
  return signHighS(trade?.identities.gateway.privateKeyPem ?? '', payload);
}

type Position = number | 'oldest' | 'newest' | 'next' | undefined;

interface Seek {
  readonly start?: Position;
  readonly stop?: Position;
  readonly failIfNotReady?: boolean;
  readonly channel?: string;
  readonly timestamp?: Date | undefined;
  readonly sign?: (payload: Uint8Array) => Uint8Array;
}

function position(at: Position): orderer.SeekPosition | undefined {
  if (at === undefined) return undefined;
  const message = new orderer.SeekPosition();
  if (at === 'oldest') message.setOldest(new orderer.SeekOldest());
  else if (at === 'newest') message.setNewest(new orderer.SeekNewest());
  else if (at === 'next') message.setNextCommit(new orderer.SeekNextCommit());
  else {
    const specified = new orderer.SeekSpecified();
    specified.setNumber(at);
    message.setSpecified(specified);
  }
  return message;
}

function seekEnvelope(seek: Seek): common.Envelope {
  const reader = network.client('trade');
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.DELIVER_SEEK_INFO);
  channelHeader.setChannelId(seek.channel ?? 'mengsu');
  const when = 'timestamp' in seek ? seek.timestamp : new Date();
  if (when !== undefined) {
    const timestamp = new timestamps.Timestamp();
    timestamp.fromDate(when);
    channelHeader.setTimestamp(timestamp);
  }
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(reader.serialized);
  signatureHeader.setNonce(Buffer.alloc(24));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const info = new orderer.SeekInfo();
  info.setStart(position(seek.start));
  info.setStop(position(seek.stop));
  if (seek.failIfNotReady) info.setBehavior(orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(info.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature((seek.sign ?? reader.sign)(envelope.getPayload_asU8()));
  return envelope;
}

type Method = 'deliver' | 'deliverFiltered' | 'deliverWithPrivateData';

/** What a stream says, until it ends or has said so many things. */
async function read(
  method: Method,
  seeks: readonly Seek[],
  count = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const call = client[method]();
  for (const seek of seeks) call.write(seekEnvelope(seek));
  const said: string[] = [];
  try {
    if (count === Number.POSITIVE_INFINITY) call.end();
    for await (const response of call) {
      said.push(describeResponse(response as peer.DeliverResponse));
      if (said.length >= count) break;
    }
  } finally {
    call.on('error', () => undefined);
    call.cancel();
  }
  return said;
}

function describeResponse(response: peer.DeliverResponse): string {
  if (response.hasBlock()) return `block ${response.getBlock()?.getHeader()?.getNumber()}`;
  if (response.hasFilteredBlock()) return `filtered ${response.getFilteredBlock()?.getNumber()}`;
  if (response.hasBlockAndPrivateData()) {
    return `private ${response.getBlockAndPrivateData()?.getBlock()?.getHeader()?.getNumber()}`;
  }
  const names = Object.entries(common.Status);
  return names.find(([, status]) => status === response.getStatus())?.[0] ?? 'nothing';
}

describe('a stream of blocks', () => {
  it.each([
    ['from the oldest', { start: 'oldest', stop: 2 }, ['block 0', 'block 1', 'block 2', 'SUCCESS']],
    ['from a number', { start: 1, stop: 1 }, ['block 1', 'SUCCESS']],
    ['the newest alone', { start: 'newest', stop: 'newest' }, ['block 3', 'SUCCESS']],
    ['to the newest', { start: 2, stop: 'newest' }, ['block 2', 'block 3', 'SUCCESS']],
    ['to the oldest, which is its start', { start: 2, stop: 'oldest' }, ['block 2', 'SUCCESS']],
    ['that may not wait', { start: 3, stop: 9, failIfNotReady: true }, ['block 3', 'NOT_FOUND']],
  ] satisfies [string, Seek, string[]][])('%s', async (_name, seek, expected) => {
    expect(await read('deliver', [seek])).toEqual(expected);
  });

  it('answers a second seek after the first', async () => {
    const seeks = [
      { start: 0, stop: 0 },
      { start: 2, stop: 2 },
    ];
    expect(await read('deliver', seeks)).toEqual(['block 0', 'SUCCESS', 'block 2', 'SUCCESS']);
  });

  it('stays open after its stop block', async () => {
    const call = client.deliver();
    call.write(seekEnvelope({ start: 0, stop: 0 }));
    const said: string[] = [];
    call.on('data', (response) => said.push(describeResponse(response)));
    let ended = false;
    call.on('end', () => {
      ended = true;
    });
    call.on('error', () => undefined);
    await expect.poll(() => said).toEqual(['block 0', 'SUCCESS']);
    call.write(seekEnvelope({ start: 1, stop: 1 }));
    await expect.poll(() => said).toEqual(['block 0', 'SUCCESS', 'block 1', 'SUCCESS']);
    expect(ended).toBe(false);
    call.cancel();
  });

  it('carries the stored bytes, in each of the three forms', async () => {
    const call = client.deliverWithPrivateData();
    call.write(seekEnvelope({ start: 1, stop: 1 }));
    const [first] = (await call.take(1).toArray()) as peer.DeliverResponse[];
    const block = first?.getBlockAndPrivateData()?.getBlock()?.serializeBinary();
    expect(block).toEqual(ledger.block(1)?.serializeBinary());
    expect(await read('deliverFiltered', [{ start: 1, stop: 1 }])).toEqual(['filtered 1', 'SUCCESS']);
    expect(await read('deliverWithPrivateData', [{ start: 1, stop: 1 }])).toEqual(['private 1', 'SUCCESS']);
  });

  it.each([
    ['the next commit', 'next' as const, () => ledger.height],
    ['the height', undefined, () => ledger.height],
  ])('waits for %s', async (_name, start, height) => {
    const number = height();
    const said = read('deliver', [{ start: start ?? number, stop: Number.MAX_SAFE_INTEGER }], 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await write({ writes: { d: '1' } });
    await write({ writes: { d: '2' } });
    expect(await said).toEqual([`block ${number}`, `block ${number + 1}`]);
  });

  it('holds nobody up when its reader does not read, and costs one block at a time', async () => {
    const call = client.deliver();
    call.on('error', () => undefined);
    call.pause();
    call.write(seekEnvelope({ start: 0, stop: Number.MAX_SAFE_INTEGER }));
    const before = ledger.height;
    for (let round = 0; round < 5; round += 1) await write({ writes: { big: 'x'.repeat(200_000) } });
    expect(ledger.height).toBe(before + 5);
    const blocks = await call.take(ledger.height).toArray();
    expect(blocks.map(describeResponse)).toEqual(
      Array.from({ length: before + 5 }, (_, number) => `block ${number}`),
    );
    call.cancel();
  });
});

describe('a stream is refused', () => {
  it.each([
    ['beyond the height', { start: 10_000, stop: 20_000 }, 'NOT_FOUND'],
    ['when it stops before its start', { start: 2, stop: 1 }, 'BAD_REQUEST'],
    ['without a start', { stop: 1 }, 'BAD_REQUEST'],
    ['without a stop', { start: 1 }, 'BAD_REQUEST'],
    ['of another channel', { start: 0, stop: 0, channel: 'other' }, 'NOT_FOUND'],
    ['with a wrong signature', { start: 0, stop: 0, sign: () => Buffer.alloc(70) }, 'FORBIDDEN'],
    ['with a signature of high S', { start: 0, stop: 0, sign: highS }, 'FORBIDDEN'],
    ['without a time', { start: 0, stop: 0, timestamp: undefined }, 'BAD_REQUEST'],
    ['an hour late', { start: 0, stop: 0, timestamp: new Date(Date.now() - 3_600_000) }, 'BAD_REQUEST'],
  ] satisfies [string, Seek, string][])('%s, and ends', async (_name, seek, status) => {
    const call = client.deliver();
    call.write(seekEnvelope(seek));
    const said = ((await call.toArray()) as peer.DeliverResponse[]).map(describeResponse);
    expect(said).toEqual([status]);
  });

  it('with what is no envelope, by code 13 as gRPC does', async () => {
    const call = client.makeBidiStreamRequest(
      '/protos.Deliver/Deliver',
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
    );
    call.write(Buffer.from('ffffffff', 'hex'));
    await expect(call.toArray()).rejects.toMatchObject({ code: 13 });
  });

  it('beyond the number of streams that may be open', async () => {
    const parts = network.ledgerParts('deliver');
    const told: unknown[] = [];
    const full = new DeliverService({
      ...parts,
      ledger,
      streamsMax: 0,
      onFault: (error) => told.push(error),
    });
    const small = new Server();
    small.addService(full.definition, full.implementation);
    const port = await new Promise<number>((resolve) => {
      small.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound));
    });
    const other = new peer.DeliverClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const call = other.deliver();
    call.write(seekEnvelope({ start: 0, stop: 0 }));
    await expect(call.toArray()).rejects.toMatchObject({
      code: 2,
      details: expect.stringMatching(/too many requests/),
    });
    other.close();
    small.forceShutdown();
    expect(told).toEqual([]);
  });

  it('as UNAVAILABLE when the service stops, while it waits for a block', async () => {
    const parts = network.ledgerParts('deliver');
    const stopping = new DeliverService({ ...parts, ledger, onFault: (error) => faults.push(error) });
    const small = new Server();
    small.addService(stopping.definition, stopping.implementation);
    const port = await new Promise<number>((resolve) => {
      small.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound));
    });
    const other = new peer.DeliverClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const call = other.deliver();
    call.write(seekEnvelope({ start: 'newest', stop: Number.MAX_SAFE_INTEGER }));
    const ended = new Promise((resolve) => call.on('error', resolve));
    await new Promise((resolve) => call.once('data', resolve));
    stopping.close();
    expect(await ended).toMatchObject({ code: 14, details: 'devnet is stopping' });
    other.close();
    small.forceShutdown();
  });
});

describe('a stream whose reader is revoked', () => {
  it('ends as FORBIDDEN before the next block', async () => {
    const number = ledger.height;
    const said = read('deliver', [{ start: number, stop: Number.MAX_SAFE_INTEGER }], 3);
    await write({ writes: { revoked: 'not yet' } });
    const { certificatePem } = network.client('trade');
    const admin = adminOf(network, 'trade');
    const update = buildConfigUpdate({
      current: configOf(ledger.block(0) ?? new common.Block()),
      mspId: 'TradeMSP',
      lists: [await makeRevocationList(network, 'trade', certificatePem)],
      signers: [admin],
      creator: admin,
    });
    await commit(ledger, update);
    expect((await said).filter((one) => one !== `block ${number + 1}`)).toEqual([
      `block ${number}`,
      'FORBIDDEN',
    ]);
  });
});

describe('a filtered block', () => {
  it('says ids, types, codes and the names of events, not their payloads', async () => {
    const { number } = await write({ event: { name: 'Put', payload: 'secret' }, writes: { e: '1' } });
    const block = ledger.block(number) ?? new common.Block();
    const filtered = filterBlock(block, 'mengsu');
    const [transaction] = filtered.getFilteredTransactionsList();
    expect(transaction?.getTxid()).toMatch(/^[0-9a-f]{64}$/);
    expect(transaction?.getType()).toBe(common.HeaderType.ENDORSER_TRANSACTION);
    const [action] = transaction?.getTransactionActions()?.getChaincodeActionsList() ?? [];
    expect(action?.getChaincodeEvent()?.getEventName()).toBe('Put');
    expect(Buffer.from(filtered.serializeBinary()).includes('secret')).toBe(false);
  });

  it('is byte for byte Fabric’s, for block 9 of the recordings', () => {
    const { resultBase64 } =
      readRecording<Record<'GetBlockByNumber', { resultBase64: string }>>('qscc').GetBlockByNumber;
    const ours = filterBlock(common.Block.deserializeBinary(Buffer.from(resultBase64, 'base64')), 'ch');
    const responses = readRecording<{ responses?: RecordedResponse[] }[]>('streams').flatMap(
      (one) => one.responses ?? [],
    );
    const raw = responses.find(({ filteredBlock }) => filteredBlock?.number === 9)?.raw ?? '';
    const recorded = peer.DeliverResponse.deserializeBinary(Buffer.from(raw, 'base64')).getFilteredBlock();
    expect(ours.getFilteredTransactionsList()).toHaveLength(1);
    expect(ours.serializeBinary()).toEqual(recorded?.serializeBinary());
  });
});

interface RecordedResponse {
  readonly filteredBlock?: { readonly number: number };
  readonly raw?: string;
}
