import { peer } from '@hyperledger/fabric-protos';
import { serializeMessage } from './bytes.ts';
import type { ChaincodeCall, ChaincodeResult } from './chaincode-call.ts';
import { ExecutionError } from './execution-error.ts';
import { answerRequest, batchRecordsMax, messageTypeName } from './requests.ts';
import { SimulationError } from './simulation-error.ts';

const { Type } = peer.ChaincodeMessage;

export interface SessionOptions {
  readonly send: (message: Buffer) => void;
  /** Whether the chaincode that registers is the one that was called. */
  readonly accepts: (chaincodeId: string) => boolean;
  readonly onReady: () => void;
  /** The other side broke the protocol; the stream is to be closed. */
  readonly onRefused: (reason: string) => void;
  readonly executeTimeoutMs: number;
}

interface CallInFlight {
  readonly call: ChaincodeCall;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (result: ChaincodeResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The peer's half of the chaincode protocol over one stream, without the stream: messages in, messages out.
 * REGISTER → REGISTERED, READY → TRANSACTION … COMPLETED, many transactions interleaved. Never sends KEEPALIVE:
 * fabric-shim 2.5.8 exits on it.
 */
export class ChaincodeSession {
  readonly #options: SessionOptions;
  readonly #calls = new Map<string, CallInFlight>();
  #registered = false;
  #failed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** @throws ExecutionError in Fabric's words when the stream ends, the time is up or the runtime gives up. */
  execute(call: ChaincodeCall): Promise<ChaincodeResult> {
    const id = call.channel + call.txId;
    if (this.#failed) return Promise.reject(streamTerminated());
    if (this.#calls.has(id))
      return Promise.reject(new ExecutionError('failed', `txid: ${call.txId}(${call.channel}) exists`));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#calls.delete(id);
        reject(new ExecutionError('timeout', 'timeout expired while executing transaction'));
      }, this.#options.executeTimeoutMs);
      this.#calls.set(id, { call, timer, resolve, reject });
      this.#options.send(call.message);
    });
  }

  /** One message of the chaincode. */
  receive(message: peer.ChaincodeMessage): void {
    const type = message.getType();
    if (!this.#registered) {
      this.#register(message);
      return;
    }
    const id = message.getChannelId() + message.getTxid();
    const inFlight = this.#calls.get(id);
    if (type === Type.COMPLETED || type === Type.ERROR) {
      if (inFlight) this.#finish(id, inFlight, message);
      return;
    }
    this.#answer(message, inFlight?.call);
  }

  /** The stream is gone: nothing in flight will be answered. */
  fail(): void {
    this.#failed = true;
    for (const { reject, timer } of this.#calls.values()) {
      clearTimeout(timer);
      reject(streamTerminated());
    }
    this.#calls.clear();
  }

  #register(message: peer.ChaincodeMessage): void {
    const refusal = this.#registrationRefusal(message);
    if (refusal !== undefined) {
      this.#options.onRefused(refusal);
      return;
    }
    this.#registered = true;
    const registered = new peer.ChaincodeMessage();
    registered.setType(Type.REGISTERED);
    this.#options.send(serializeMessage(registered));
    this.#options.send(readyMessage);
    this.#options.onReady();
  }

  #registrationRefusal(message: peer.ChaincodeMessage): string | undefined {
    if (message.getType() !== Type.REGISTER)
      return `sent ${messageTypeName(message.getType())} before REGISTER`;
    const id = peer.ChaincodeID.deserializeBinary(message.getPayload_asU8()).getName();
    return this.#options.accepts(id) ? undefined : `registered as ${JSON.stringify(id)}`;
  }

  #finish(id: string, inFlight: CallInFlight, message: peer.ChaincodeMessage): void {
    this.#calls.delete(id);
    clearTimeout(inFlight.timer);
    if (message.getType() === Type.COMPLETED) {
      const response = peer.Response.deserializeBinary(message.getPayload_asU8());
      inFlight.resolve({ response, event: message.getChaincodeEvent() });
      return;
    }
    const text = new TextDecoder().decode(message.getPayload_asU8());
    inFlight.reject(new ExecutionError('failed', `transaction returned with failure: ${text}`));
  }

  #answer(request: peer.ChaincodeMessage, call: ChaincodeCall | undefined): void {
    const answer = new peer.ChaincodeMessage();
    answer.setTxid(request.getTxid());
    answer.setChannelId(request.getChannelId());
    try {
      if (!call) throw new SimulationError('no ledger context');
      const payload = answerRequest(request.getType(), request.getPayload_asU8(), call.simulation);
      answer.setType(Type.RESPONSE);
      answer.setPayload(payload);
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      const name = messageTypeName(request.getType());
      answer.setType(Type.ERROR);
      answer.setPayload(
        new TextEncoder().encode(`${name} failed: transaction ID: ${request.getTxid()}: ${error.message}`),
      );
    }
    this.#options.send(serializeMessage(answer));
  }
}

function streamTerminated(): ExecutionError {
  return new ExecutionError('terminated', 'error sending: chaincode stream terminated');
}

const readyMessage = serializeMessage(newReadyMessage());

/** READY offers batch messages, as a peer of Fabric 3.1 does. */
function newReadyMessage(): peer.ChaincodeMessage {
  const offer = new peer.ChaincodeAdditionalParams();
  offer.setUseWriteBatch(true);
  offer.setMaxSizeWriteBatch(batchRecordsMax);
  offer.setUseGetMultipleKeys(true);
  offer.setMaxSizeGetMultipleKeys(batchRecordsMax);
  const ready = new peer.ChaincodeMessage();
  ready.setType(Type.READY);
  ready.setPayload(offer.serializeBinary());
  return ready;
}
