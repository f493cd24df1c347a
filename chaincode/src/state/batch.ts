import type { ChaincodeStub } from 'fabric-shim-api';
import { type ShimMessage, shimPeer } from '../shim-messages.ts';
import {
  type BatchOffer,
  getStateMultiple,
  messageTypes,
  parseStateMultiple,
  writeBatchState,
} from './batch-messages.ts';
import type { StateStore } from './overlay.ts';

/** The parts of the shim's stub and handler that are not in its types: its queue of messages per transaction (fabric-shim 2.5.8, handler.js). */
interface StubInternals {
  readonly handler: { _askPeerAndListen(message: ShimMessage, method: string): Promise<Buffer> };
  readonly channel_id: string;
  readonly txId: string;
}

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
    const batch = keys.slice(from, from + batchMax);
    const answer = await ask(stub, messageTypes.getStateMultiple, getStateMultiple(batch));
    const found = parseStateMultiple(answer);
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
    await ask(stub, messageTypes.writeBatchState, writeBatchState(entries.slice(from, from + batchMax)));
  }
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
    type === messageTypes.getStateMultiple ? 'GetStateMultiple' : 'WriteBatchState',
  );
}
