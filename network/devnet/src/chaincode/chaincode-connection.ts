import { setTimeout as delay } from 'node:timers/promises';
import type { ChaincodeCall, ChaincodeExecutor, ChaincodeResult } from './chaincode-call.ts';
import { ChaincodeStream, ChaincodeStreamError, type ChaincodeTls } from './chaincode-stream.ts';
import { ExecutionError } from './execution-error.ts';

const defaultExecuteTimeoutMs = 30_000;
const defaultConnectTimeoutMs = 5_000;
const backoffFirstMs = 50;
const backoffMaxMs = 1_000;

export interface ChaincodeConnectionOptions {
  /** `host:port` of one chaincode server. */
  readonly address: string;
  /** Absent: plain text. */
  readonly tls?: ChaincodeTls;
  /** The chaincode's name on the channel. */
  readonly name: string;
  /** The id that the server must register with; absent: the name itself, or the name and a colon before anything. */
  readonly packageId?: string;
  readonly executeTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Told once for each change, for a log. */
  readonly onChange?: (change: ConnectionChange) => void;
}

export type ConnectionChange =
  | { readonly kind: 'ready'; readonly address: string }
  | { readonly kind: 'lost'; readonly address: string; readonly reason: string };

/**
 * One chaincode process, which may die and return at any time. Dials at once, and again with a growing, bounded pause;
 * a call that finds no stream dials without waiting for the pause.
 */
export class ChaincodeConnection implements ChaincodeExecutor {
  readonly address: string;
  readonly #options: ChaincodeConnectionOptions;
  readonly #closed = new AbortController();
  readonly #loop: Promise<void>;
  #stream: ChaincodeStream | undefined;
  #dialling: Promise<ChaincodeStream> | undefined;

  constructor(options: ChaincodeConnectionOptions) {
    this.address = options.address;
    this.#options = options;
    this.#loop = this.#keepConnected();
  }

  get ready(): boolean {
    return this.#stream !== undefined;
  }

  async execute(call: ChaincodeCall): Promise<ChaincodeResult> {
    const stream = this.#stream ?? (await this.#dialForCall());
    return stream.execute(call);
  }

  /** Ends the stream; calls in flight fail as terminated. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#loop;
  }

  async #dialForCall(): Promise<ChaincodeStream> {
    try {
      return await this.#dial();
    } catch (error) {
      if (!(error instanceof ChaincodeStreamError)) throw error;
      throw new ExecutionError('unreachable', this.#launchFailure(error));
    }
  }

  /** One dialling at a time, shared by the loop and all calls. */
  #dial(): Promise<ChaincodeStream> {
    this.#dialling ??= this.#open().finally(() => {
      this.#dialling = undefined;
    });
    return this.#dialling;
  }

  async #open(): Promise<ChaincodeStream> {
    const { address, tls } = this.#options;
    if (this.#closed.signal.aborted) throw new ChaincodeStreamError('protocol', 'the connection is closed');
    const stream = await ChaincodeStream.open({
      address,
      ...(tls ? { tls } : {}),
      accepts: (id) => this.#accepts(id),
      connectTimeoutMs: this.#options.connectTimeoutMs ?? defaultConnectTimeoutMs,
      executeTimeoutMs: this.#options.executeTimeoutMs ?? defaultExecuteTimeoutMs,
      signal: this.#closed.signal,
    });
    this.#stream = stream;
    void stream.ended.then(() => {
      if (this.#stream === stream) this.#stream = undefined;
    });
    this.#options.onChange?.({ kind: 'ready', address });
    return stream;
  }

  async #keepConnected(): Promise<void> {
    let pauseMs = backoffFirstMs;
    let lastReason: string | undefined;
    while (!this.#closed.signal.aborted) {
      const { reason, wasReady } = await this.#untilLost();
      if (this.#closed.signal.aborted) return;
      if (wasReady) pauseMs = backoffFirstMs;
      if (wasReady || reason !== lastReason)
        this.#options.onChange?.({ kind: 'lost', address: this.address, reason });
      lastReason = reason;
      await this.#pause(pauseMs);
      pauseMs = Math.min(pauseMs * 2, backoffMaxMs);
    }
  }

  /** Dials unless a call has done so, and waits for the stream's end. */
  async #untilLost(): Promise<{ reason: string; wasReady: boolean }> {
    try {
      const stream = this.#stream ?? (await this.#dial());
      return { reason: await stream.ended, wasReady: true };
    } catch (error) {
      if (!(error instanceof ChaincodeStreamError)) throw error;
      return { reason: error.message, wasReady: false };
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    try {
      await delay(milliseconds * (0.75 + Math.random() / 2), undefined, { signal: this.#closed.signal });
    } catch (error) {
      if (!this.#closed.signal.aborted) throw error;
    }
  }

  #accepts(id: string): boolean {
    const { name, packageId } = this.#options;
    return packageId === undefined ? id === name || id.startsWith(`${name}:`) : id === packageId;
  }

  #launchFailure(error: ChaincodeStreamError): string {
    const id = this.#options.packageId ?? this.#options.name;
    if (error.reason === 'protocol')
      return `could not launch chaincode ${id}: timeout expired while starting chaincode ${id} for transaction`;
    const cause = error.message.includes('ECONNREFUSED')
      ? `dial tcp ${this.address}: connect: connection refused`
      : error.message;
    return (
      `could not launch chaincode ${id}: connection to ${id} failed: error cannot create connection for ${id}: ` +
      `error creating grpc connection to ${this.address}: failed to create new connection: ` +
      `connection error: desc = "transport: error while dialing: ${cause}"`
    );
  }
}
