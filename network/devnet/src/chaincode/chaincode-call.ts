import { peer } from '@hyperledger/fabric-protos';
import { serializeMessage } from './bytes.ts';
import type { Simulation } from './simulation.ts';

export interface Invocation {
  readonly channel: string;
  readonly txId: string;
  readonly signedProposal: peer.SignedProposal;
  /** ChaincodeInput of the proposal. */
  readonly input: peer.ChaincodeInput;
}

/** An invocation as it goes to a chaincode; the bytes are the same for every process that executes it. */
export interface PreparedInvocation {
  readonly channel: string;
  readonly txId: string;
  /** ChaincodeMessage TRANSACTION. */
  readonly message: Buffer;
}

export interface ChaincodeCall extends PreparedInvocation {
  readonly simulation: Simulation;
}

/** What a chaincode has completed with, whatever its status. */
export interface ChaincodeResult {
  readonly response: peer.Response;
  readonly event: peer.ChaincodeEvent | undefined;
}

/** Executes a call on one chaincode process. @throws ExecutionError when no answer comes. */
export interface ChaincodeExecutor {
  execute(call: ChaincodeCall): Promise<ChaincodeResult>;
}

export function prepareInvocation(invocation: Invocation): PreparedInvocation {
  const message = new peer.ChaincodeMessage();
  message.setType(peer.ChaincodeMessage.Type.TRANSACTION);
  message.setPayload(invocation.input.serializeBinary());
  message.setTxid(invocation.txId);
  message.setProposal(invocation.signedProposal);
  message.setChannelId(invocation.channel);
  return { channel: invocation.channel, txId: invocation.txId, message: serializeMessage(message) };
}
