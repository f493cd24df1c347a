import type { EventEmitter } from 'node:events';
import { type ServerUnaryCall, type ServerWritableStream, type ServiceError, status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import type { Faults } from '../faults/faults.ts';
import { chaincodeEvents } from './chaincode-events.ts';
import type { ExecutionParts } from './chaincode-processes.ts';
import { CommitWaiters, commitStatus } from './commit-status.ts';
import { endorseProposal } from './endorse.ts';
import { evaluateProposal } from './evaluate.ts';
import { GatewayStatus } from './gateway-status.ts';
import { submitTransaction } from './submit.ts';

/** Calls of the service that may run at a time, streams included: Fabric's `peer.limits.concurrency.gatewayService`. */
const concurrencyMaxDefault = 500;

export interface GatewayServiceParts extends ExecutionParts {
  readonly concurrencyMax?: number;
  readonly faults?: Faults;
  /** Told of every error that is not a gateway status: a fault of devnet itself. The caller sees INTERNAL. */
  readonly onFault: (error: unknown) => void;
}

type Unary<Request, Response> = (
  call: ServerUnaryCall<Request, Response>,
  callback: (error: Partial<ServiceError> | null, response?: Response) => void,
) => void;

/** `gateway.Gateway` as an unmodified fabric-gateway client needs it. Add it to a gRPC server. */
export class GatewayService {
  readonly definition = gateway.GatewayService;
  readonly implementation: gateway.IGatewayServer;
  readonly #parts: GatewayServiceParts;
  readonly #commits: CommitWaiters;
  /** The callers of calls that may wait without end. */
  readonly #callers = new Set<AbortController>();
  #running = 0;

  constructor(parts: GatewayServiceParts) {
    this.#parts = parts;
    this.#commits = new CommitWaiters(parts.ledger);
    const waiting = { ...parts, commits: this.#commits };
    this.implementation = {
      endorse: this.#unary(async (request) => {
        await parts.faults?.call('endorse', parts.ledger.height);
        return endorseProposal(parts, request);
      }),
      evaluate: this.#unary(async (request) => {
        await parts.faults?.call('evaluate', parts.ledger.height);
        return evaluateProposal(parts, request);
      }),
      submit: this.#unary((request) => submitTransaction(parts, request)),
      commitStatus: this.#abandonable((request, signal) => commitStatus(waiting, request, signal)),
      chaincodeEvents: (call) => void this.#streamEvents(call),
    };
  }

  /** Ends all streams and waiting calls. */
  close(): void {
    const stopping = new GatewayStatus(status.UNAVAILABLE, 'the gateway is stopping');
    for (const caller of this.#callers) caller.abort(stopping);
    this.#commits.close();
  }

  #unary<Request, Response>(answer: (request: Request) => Promise<Response>): Unary<Request, Response> {
    return (call, callback) => {
      this.#limited(() => answer(call.request)).then(
        (response) => callback(null, response),
        (error) => callback(this.#serviceError(error)),
      );
    };
  }

  /** A unary call that may wait without end, and so has to know when its caller has gone. */
  #abandonable<Request, Response>(
    answer: (request: Request, signal: AbortSignal) => Promise<Response>,
  ): Unary<Request, Response> {
    return (call, callback) => {
      this.#unary((request: Request) => this.#whileCalled(call, (signal) => answer(request, signal)))(
        call,
        callback,
      );
    };
  }

  /** Aborts the work's signal when its caller goes or the service closes. */
  async #whileCalled<Result>(
    call: EventEmitter,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const caller = new AbortController();
    const leave = () => caller.abort(new GatewayStatus(status.CANCELLED, 'context canceled'));
    call.once('cancelled', leave);
    this.#callers.add(caller);
    try {
      return await work(caller.signal);
    } finally {
      this.#callers.delete(caller);
      call.removeListener('cancelled', leave);
    }
  }

  async #streamEvents(
    call: ServerWritableStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>,
  ): Promise<void> {
    try {
      await this.#limited(() =>
        this.#whileCalled(call, (signal) =>
          writeAll(call, chaincodeEvents(this.#parts, call.request, signal), signal),
        ),
      );
      call.end();
    } catch (error) {
      call.emit('error', this.#serviceError(error));
    }
  }

  async #limited<Result>(work: () => Promise<Result>): Promise<Result> {
    const limit = this.#parts.concurrencyMax ?? concurrencyMaxDefault;
    if (this.#running >= limit)
      throw new GatewayStatus(
        status.UNKNOWN,
        `too many requests for /gateway.Gateway, exceeding concurrency limit (${limit})`,
      );
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }

  #serviceError(error: unknown): Partial<ServiceError> {
    if (error instanceof GatewayStatus) return error.toServiceError();
    this.#parts.onFault(error);
    return { code: status.INTERNAL, details: 'devnet has failed; see its log' };
  }
}

/** Writes as fast as the reader takes. */
async function writeAll<Message>(
  call: ServerWritableStream<unknown, Message>,
  messages: AsyncIterable<Message>,
  signal: AbortSignal,
): Promise<void> {
  for await (const message of messages) {
    if (signal.aborted) return;
    if (!call.write(message)) await drained(call, signal);
  }
}

function drained(call: ServerWritableStream<unknown, unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    call.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
