import { createRequire } from 'node:module';
import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeStub } from 'fabric-shim-api';
import type { StateStore } from './overlay.ts';

/**
 * What the peer offers in READY (ChaincodeAdditionalParams): how many keys one message may read or write; 0 where it offers nothing.
 * Source: protos/peer/chaincode.proto; shim 2.5.8 ignores the offer, its queue carries the messages all the same.
 */
export interface BatchOffer {
  readonly readsMax: number;
  readonly writesMax: number;
}

export const noOffer: BatchOffer = { readsMax: 0, writesMax: 0 };

/** Reads the offer out of a READY message's payload. */
export function parseOffer(payload: Uint8Array): BatchOffer {
  const offer = peer.ChaincodeAdditionalParams.deserializeBinary(payload);
  return {
    readsMax: offer.getUseGetMultipleKeys() ? offer.getMaxSizeGetMultipleKeys() : 0,
    writesMax: offer.getUseWriteBatch() ? offer.getMaxSizeWriteBatch() : 0,
  };
}

/** The parts of the shim's stub and handler that are not in its types: its queue of messages per transaction (fabric-shim 2.5.8, handler.js). */
interface StubInternals {
  readonly handler: { _askPeerAndListen(message: ShimMessage, method: string): Promise<Buffer> };
  readonly channel_id: string;
  readonly txId: string;
}

interface ShimMessage {
  setType(type: number): void;
  setPayload(payload: Uint8Array): void;
  setTxid(txId: string): void;
  setChannelId(channel: string): void;
}

// The shim's own copy of the message classes: an instance of another copy's would not serialize in its stream.
const requireFromShim = createRequire(createRequire(import.meta.url).resolve('fabric-shim'));
const shimPeer = requireFromShim('@hyperledger/fabric-protos').peer as {
  ChaincodeMessage: new () => ShimMessage;
};

const { GET_STATE_MULTIPLE, WRITE_BATCH_STATE } = peer.ChaincodeMessage.Type;

/** The stub as a store: one multi-get and one write batch where the peer offers them, single messages where it does not. */
export function stubStore(stub: ChaincodeStub, offer: BatchOffer): StateStore {
  return {
    getMany: (keys) =>
      offer.readsMax > 0 ? getBatched(stub, keys, offer.readsMax) : getOneByOne(stub, keys),
    putMany: (entries) =>
      offer.writesMax > 0 ? putBatched(stub, entries, offer.writesMax) : putOneByOne(stub, entries),
  };
}

async function getBatched(
  stub: ChaincodeStub,
  keys: readonly string[],
  batchMax: number,
): Promise<(Uint8Array | undefined)[]> {
  const values: (Uint8Array | undefined)[] = [];
  for (let from = 0; from < keys.length; from += batchMax) {
    const request = new peer.GetStateMultiple();
    const batch = keys.slice(from, from + batchMax);
    request.setKeysList(batch);
    const answer = await ask(stub, GET_STATE_MULTIPLE, request.serializeBinary());
    const found = peer.GetStateMultipleResult.deserializeBinary(answer).getValuesList_asU8();
    if (found.length !== batch.length)
      throw new Error(`the peer answered ${found.length} values for ${batch.length} keys`);
    values.push(...found.map(presentOrUndefined));
  }
  return values;
}

async function putBatched(
  stub: ChaincodeStub,
  entries: readonly (readonly [string, Uint8Array])[],
  batchMax: number,
): Promise<void> {
  for (let from = 0; from < entries.length; from += batchMax) {
    const request = new peer.WriteBatchState();
    request.setRecList(entries.slice(from, from + batchMax).map(([key, value]) => writeRecord(key, value)));
    await ask(stub, WRITE_BATCH_STATE, request.serializeBinary());
  }
}

function writeRecord(key: string, value: Uint8Array): peer.WriteRecord {
  const record = new peer.WriteRecord();
  record.setType(peer.WriteRecord.Type.PUT_STATE);
  record.setKey(key);
  record.setValue(value);
  return record;
}

async function getOneByOne(
  stub: ChaincodeStub,
  keys: readonly string[],
): Promise<(Uint8Array | undefined)[]> {
  return Promise.all(keys.map(async (key) => presentOrUndefined(await stub.getState(key))));
}

async function putOneByOne(
  stub: ChaincodeStub,
  entries: readonly (readonly [string, Uint8Array])[],
): Promise<void> {
  await Promise.all(entries.map(([key, value]) => stub.putState(key, value)));
}

/** Fabric answers an absent key with no bytes; none of our records is empty. */
const presentOrUndefined = (value: Uint8Array): Uint8Array | undefined =>
  value.length === 0 ? undefined : value;

function ask(stub: ChaincodeStub, type: number, payload: Uint8Array): Promise<Buffer> {
  const internals = stub as ChaincodeStub & StubInternals;
  const message = new shimPeer.ChaincodeMessage();
  message.setType(type);
  message.setPayload(payload);
  message.setTxid(internals.txId);
  message.setChannelId(internals.channel_id);
  return internals.handler._askPeerAndListen(
    message,
    type === GET_STATE_MULTIPLE ? 'GetStateMultiple' : 'WriteBatchState',
  );
}
