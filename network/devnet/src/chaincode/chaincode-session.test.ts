import { common, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { parseProposal } from '../gateway/proposal.ts';
import { prepareInvocation } from './chaincode-call.ts';
import { ChaincodeSession } from './chaincode-session.ts';
import { Simulation } from './simulation.ts';
import { bytesOf, readRecording, type StreamMessage } from './testing-recordings.ts';
import { MemoryState } from './testing-state.ts';

const { Type } = peer.ChaincodeMessage;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Transactions of the recordings that follow each other more closely were executed before the next block. */
const blockPauseMs = 20;

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const parse = (text: string | undefined) =>
  peer.ChaincodeMessage.deserializeBinary(new Uint8Array(Buffer.from(text ?? '', 'latin1')));

interface Played {
  readonly sent: string[];
  readonly session: ChaincodeSession;
  readonly refusals: string[];
}

function newSession(accepts = (_id: string) => true, executeTimeoutMs = 1000): Played {
  const sent: string[] = [];
  const refusals: string[] = [];
  const session = new ChaincodeSession({
    send: (message) => sent.push(message.toString('latin1')),
    accepts,
    onReady: () => {},
    onRefused: (reason) => refusals.push(reason),
    executeTimeoutMs,
  });
  return { sent, session, refusals };
}

/**
 * Feeds a session with what the chaincode sent in a recording and executes what the peer executed;
 * what it sends must be what the peer sent, in the order of each transaction. Query ids are random: ours stand for the recorded ones.
 */
class Replay {
  readonly state = new MemoryState();
  readonly #played = newSession();
  readonly #ids = new Map<string, string>();
  #lastId = '';
  #lastTime = 0;
  #completed: (() => void)[] = [];
  readonly #written = new Set<string>();
  readonly differences: string[] = [];
  compared = 0;

  async play(messages: readonly StreamMessage[]): Promise<void> {
    for (const message of messages) {
      if (message.raw === undefined) continue;
      if (message.dir === 'cc->peer') this.#receive(bytesOf(message.raw));
      else if (message.type === 'TRANSACTION') this.#execute(bytesOf(message.raw), message.t);
      if (message.dir === 'peer->cc') this.#compare(message);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#played.session.fail();
  }

  #receive(bytes: Uint8Array): void {
    const text = latin1(bytes).replace(uuid, (id) => this.#ids.get(id) ?? this.#lastId);
    this.#played.session.receive(parse(text));
  }

  #execute(bytes: Uint8Array, time: number): void {
    if (time - this.#lastTime > blockPauseMs) this.#commit();
    this.#lastTime = time;
    const proposal = parseProposal(peer.ChaincodeMessage.deserializeBinary(bytes).getProposal());
    const simulation = new Simulation(this.state, 'trace');
    const { txId, signed } = proposal;
    const [name, key, value] = proposal.input.getArgsList_asU8().map((arg) => Buffer.from(arg).toString());
    // The recording of ranges leaves out some PUT_STATE messages of this function.
    if (name === 'put') simulation.write(key ?? '', Buffer.from(value ?? ''));
    const header = common.ChannelHeader.deserializeBinary(proposal.channelHeader).getTimestamp();
    const timestamp = { seconds: header?.getSeconds() ?? 0, nanos: header?.getNanos() ?? 0 };
    const call = { ...prepareInvocation({ ...proposal, signedProposal: signed }), simulation };
    this.#played.session.execute(call).then(
      () => {
        const results = simulation.results();
        const commit = { version: { block: 1, tx: 0 }, txId, timestamp };
        this.#completed.push(() => this.state.apply(results, commit, this.#written));
      },
      (error) => expect(error.message).toBe('error sending: chaincode stream terminated'),
    );
  }

  /** A block: of two transactions that write one key the first stands. */
  #commit(): void {
    for (const apply of this.#completed) apply();
    this.#completed = [];
    this.#written.clear();
  }

  #compare(message: StreamMessage): void {
    const cut = message.raw?.endsWith('...');
    const expected = latin1(bytesOf(message.raw?.replace('...', '') ?? ''));
    const { sent } = this.#played;
    const place = sent.findIndex((text) => text.includes(message.txid ?? ''));
    const actual = place < 0 ? '(nothing)' : (sent.splice(place, 1)[0] ?? '');
    const [ours, theirs] = [actual.match(uuid), expected.match(uuid)];
    this.#lastId = ours?.at(-1) ?? this.#lastId;
    for (const [index, id] of (theirs ?? []).entries()) this.#ids.set(id, ours?.[index] ?? id);
    const plain = (text: string) => text.replace(uuid, '(id)');
    const same = cut ? actual.startsWith(expected) : plain(actual) === plain(expected);
    this.compared += 1;
    if (!same)
      this.differences.push(`${message.type} of ${message.txid}: ${plain(actual)} for ${plain(expected)}`);
  }
}

describe('a chaincode session', () => {
  it('sends, message for message and byte for byte, what a peer of Fabric has sent', async () => {
    const replay = new Replay();
    await replay.play(readRecording('ccaas_stream'));
    expect(replay.differences).toEqual([]);
    expect(replay.compared).toBe(74);
  });

  it('answers ranges in pages of 100, history newest first, deletions and key-level policies as recorded', async () => {
    const replay = new Replay();
    for (let index = 0; index < 130; index += 1)
      replay.state.set('trace', `rmwtuq7d2_${index}`, Buffer.from('v'));
    await replay.play(readRecording('ccaas_stream_range'));
    expect(replay.differences).toEqual([]);
  });
});

const register = (id: string) => {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(id);
  return newMessage(Type.REGISTER, chaincodeId.serializeBinary(), '');
};

function newMessage(type: number, payload: Uint8Array, txId: string): peer.ChaincodeMessage {
  const message = new peer.ChaincodeMessage();
  message.setType(type as ReturnType<typeof message.getType>);
  message.setPayload(payload);
  message.setTxid(txId);
  message.setChannelId('ch');
  return message;
}

function callOf(txId: string) {
  return {
    channel: 'ch',
    txId,
    message: Buffer.alloc(0),
    simulation: new Simulation(new MemoryState(), 'law'),
  };
}

describe('a chaincode session refuses', () => {
  it('a chaincode of another id', () => {
    const { session, sent, refusals } = newSession((id) => id === 'law:1');
    session.receive(register('law:2'));
    expect(refusals).toEqual(['registered as "law:2"']);
    expect(sent).toEqual([]);
  });

  it('anything before REGISTER', () => {
    const { session, refusals } = newSession();
    session.receive(newMessage(Type.GET_STATE, new Uint8Array(), 'a'));
    expect(refusals).toEqual(['sent GET_STATE before REGISTER']);
  });

  it('a second execution of a transaction that is at work', async () => {
    const { session } = newSession();
    const first = session.execute(callOf('a'));
    await expect(session.execute(callOf('a'))).rejects.toThrow('txid: a(ch) exists');
    session.fail();
    await expect(first).rejects.toThrow('error sending: chaincode stream terminated');
    await expect(session.execute(callOf('b'))).rejects.toThrow('error sending: chaincode stream terminated');
  });

  it('to wait longer than its limit, and answers what comes after with an error', async () => {
    const { session, sent } = newSession(() => true, 20);
    session.receive(register('law'));
    await expect(session.execute(callOf('a'))).rejects.toThrow('timeout expired while executing transaction');
    session.receive(newMessage(Type.GET_STATE, new Uint8Array(), 'a'));
    const answer = parse(sent.at(-1));
    expect(answer.getType()).toBe(Type.ERROR);
    expect(Buffer.from(answer.getPayload_asU8()).toString()).toBe(
      'GET_STATE failed: transaction ID: a: no ledger context',
    );
  });

  it.each([
    ['GET_QUERY_RESULT', new peer.GetQueryResult(), 'ExecuteQuery not supported for leveldb'],
    ['INVOKE_CHAINCODE', new peer.ChaincodeSpec(), 'devnet does not answer INVOKE_CHAINCODE'],
    ['QUERY_STATE_NEXT', new peer.QueryStateNext(), 'query iterator not found'],
    [
      'GET_STATE',
      collectionRead(),
      'collection config for secret could not be found: devnet keeps no private data',
    ],
    ['GET_STATE_MULTIPLE', manyReads(1001), '1001 records in one batch, at most 1000 were offered'],
  ] as const)('%s that it cannot answer, with ERROR to the chaincode', (type, request, text) => {
    const { session, sent } = newSession();
    session.receive(register('law'));
    void session.execute(callOf('a')).catch(() => {});
    session.receive(newMessage(Type[type], request.serializeBinary(), 'a'));
    const answer = parse(sent.at(-1));
    expect(answer.getType()).toBe(Type.ERROR);
    expect(Buffer.from(answer.getPayload_asU8()).toString()).toBe(
      `${type} failed: transaction ID: a: ${text}`,
    );
    session.fail();
  });
});

describe('batch messages', () => {
  it('are answered: many reads in one, many writes in one', () => {
    const state = new MemoryState();
    state.set('law', 'k1', Buffer.from('one'));
    const simulation = new Simulation(state, 'law');
    const { session, sent } = newSession();
    session.receive(register('law'));
    void session.execute({ ...callOf('a'), simulation }).catch(() => {});
    session.receive(newMessage(Type.GET_STATE_MULTIPLE, manyReads(3).serializeBinary(), 'a'));
    const values = peer.GetStateMultipleResult.deserializeBinary(parse(sent.at(-1)).getPayload_asU8());
    expect(values.getValuesList_asU8().map((value) => Buffer.from(value).toString())).toEqual([
      '',
      'one',
      '',
    ]);
    const batch = new peer.WriteBatchState();
    for (const [key, type] of [
      ['w1', peer.WriteRecord.Type.PUT_STATE],
      ['w2', peer.WriteRecord.Type.DEL_STATE],
    ] as const) {
      const record = new peer.WriteRecord();
      record.setKey(key);
      record.setType(type);
      record.setValue(Buffer.from('x'));
      batch.addRec(record);
    }
    session.receive(newMessage(Type.WRITE_BATCH_STATE, batch.serializeBinary(), 'a'));
    expect(parse(sent.at(-1)).getType()).toBe(Type.RESPONSE);
    const single = new Simulation(state, 'law');
    for (const key of ['k0', 'k1', 'k2']) single.get(key);
    single.write('w1', Buffer.from('x'));
    single.write('w2', undefined);
    expect(simulation.results()).toEqual(single.results());
    session.fail();
  });
});

function collectionRead(): peer.GetState {
  const request = new peer.GetState();
  request.setCollection('secret');
  return request;
}

function manyReads(count: number): peer.GetStateMultiple {
  const request = new peer.GetStateMultiple();
  request.setKeysList(Array.from({ length: count }, (_, index) => `k${index}`));
  return request;
}
