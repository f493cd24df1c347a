import type { ChaincodeStub } from 'fabric-shim';
import { getStateMultiple, messageTypes } from './state/batch-messages.ts';
import { MemoryState } from './testing-world.ts';

/** A message as it reached the fake peer. */
export interface Asked {
  readonly type: number;
  readonly payload: Uint8Array;
}

interface Message {
  getType(): number;
  getPayload_asU8(): Uint8Array;
}

export interface FakeCall {
  readonly args: readonly Uint8Array[];
  /** ChaincodeInvocationSpec as the client proposed it, serialized. */
  readonly input?: Uint8Array;
  readonly creator?: { readonly mspid: string; readonly idBytes: Uint8Array };
  /** Answers a batch message; by default every key is absent. */
  answer?(asked: Asked): Uint8Array;
}

/** A stub as the shim makes it, in as far as the contract touches it, over a state in memory; and what it was asked. */
export function fakeStub(call: FakeCall) {
  const state = new MemoryState();
  const asked: Asked[] = [];
  const single: string[] = [];
  const ask = async (message: Message) => {
    const one = { type: message.getType(), payload: message.getPayload_asU8() };
    asked.push(one);
    return Buffer.from(call.answer?.(one) ?? absentFor(one));
  };
  const members = {
    channel_id: 'mengsu',
    txId: 'tx-1',
    handler: { _askPeerAndListen: ask },
    getBufferArgs: () => call.args,
    getTxTimestamp: () => ({ seconds: { toString: () => '1788220800' }, nanos: 1_999_999 }),
    getCreator: () => call.creator ?? { mspid: 'BrandMSP', idBytes: new Uint8Array() },
    getSignedProposal: () => ({
      proposal: { payload: { getInput_asU8: () => call.input ?? new Uint8Array() } },
    }),
    async getState(key: string) {
      single.push(key);
      return (await state.getMany([key]))[0] ?? new Uint8Array();
    },
    putState: async (key: string, value: Uint8Array) => state.putMany([[key, value]]),
  };
  // Only the members above are ever touched; a call of any other fails the test by itself.
  return { stub: members as unknown as ChaincodeStub, state, asked, single };
}

/** Keys and values travel in the same form (a repeated field 1), so an answer of empty values is a request for as many empty keys. */
function absentFor(asked: Asked): Uint8Array {
  if (asked.type !== messageTypes.getStateMultiple) return new Uint8Array();
  return getStateMultiple(keysIn(asked.payload).map(() => ''));
}

const decoder = new TextDecoder();

/** The keys of a GetStateMultiple whose keys are shorter than 128 bytes: tag, length, text. */
export function keysIn(payload: Uint8Array): string[] {
  const keys: string[] = [];
  for (let at = 0; at < payload.length; ) {
    const length = payload[at + 1] ?? 0;
    keys.push(decoder.decode(payload.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  return keys;
}
