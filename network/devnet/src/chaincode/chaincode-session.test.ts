import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { Simulation } from './simulation.ts';
import { newSession, parseMessage } from './testing-session.ts';
import { MemoryState } from './testing-state.ts';

const { Type } = peer.ChaincodeMessage;

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
    simulation: new Simulation(new MemoryState(), 'law', 'tx'),
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
    const answer = parseMessage(sent.at(-1));
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
    const answer = parseMessage(sent.at(-1));
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
    const simulation = new Simulation(state, 'law', 'tx');
    const { session, sent } = newSession();
    session.receive(register('law'));
    void session.execute({ ...callOf('a'), simulation }).catch(() => {});
    session.receive(newMessage(Type.GET_STATE_MULTIPLE, manyReads(3).serializeBinary(), 'a'));
    const values = peer.GetStateMultipleResult.deserializeBinary(parseMessage(sent.at(-1)).getPayload_asU8());
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
    expect(parseMessage(sent.at(-1)).getType()).toBe(Type.RESPONSE);
    const single = new Simulation(state, 'law', 'tx');
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
