import { setTimeout as delay } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { common } from '@hyperledger/fabric-protos';
import { GatewayStatus } from '../gateway/gateway-status.ts';
import { OrderingError } from '../ledger/ordering-error.ts';
import { drawFault, type Fault, type FaultPlan, type FaultPoint } from './fault-plan.ts';

export interface FaultParts {
  readonly plan: FaultPlan;
  /** Every fault is told. */
  readonly log: (line: string) => void;
  /** Ends the process at once, as a loss of power does. */
  readonly die: () => void;
}

/** One step of a block stream: the block as the reader gets it, or undefined when the stream breaks. */
export type StreamStep = Uint8Array | undefined;

const refusals = [
  [status.UNAVAILABLE, 'no peer is reachable'],
  [status.ABORTED, 'failed to endorse transaction, see attached details for more info'],
  [status.DEADLINE_EXCEEDED, 'endorsement timeout expired while collecting first endorsement'],
  [status.UNKNOWN, 'too many requests for /gateway.Gateway, exceeding concurrency limit (500)'],
] as const;

/** Misbehaves by plan. Without a plan there is no such object, and nothing of this is asked. */
export class Faults {
  readonly #parts: FaultParts;
  readonly #passed = new Map<string, number>();
  #startHeight: number | undefined;

  constructor(parts: FaultParts) {
    this.#parts = parts;
  }

  /** Before a call of the gateway service is answered. @throws GatewayStatus */
  async call(point: 'endorse' | 'evaluate', height: number): Promise<void> {
    const fault = this.#draw(point, height, '');
    if (fault?.name === 'delayCall') await this.#delay(fault);
    if (fault?.name !== 'refuseCall') return;
    const [code, message] = refusals[Math.floor(fault.share * refusals.length)] ?? refusals[0];
    throw new GatewayStatus(code, message);
  }

  /**
   * In place of ordering.
   * @param order hands the envelope to ordering; `again`: although ordering knows it.
   * @throws OrderingError
   */
  async submit(height: number, order: (again: boolean) => Promise<void>): Promise<void> {
    const fault = this.#draw('submit', height, '');
    if (fault?.name === 'lose') return;
    if (fault?.name === 'refuseSubmit') throw unavailable();
    if (fault?.name === 'delaySubmit') await this.#delay(fault);
    await order(false);
    if (fault?.name === 'duplicate') await order(true);
    if (fault?.name === 'refuseSubmitted') throw unavailable();
  }

  /** Before a block goes to a reader. */
  async stream(number: number, bytes: Uint8Array, signal: AbortSignal): Promise<StreamStep> {
    const fault = this.#draw('stream', number, `${number}`);
    if (fault?.name === 'delayBlock') await this.#delay(fault, signal);
    if (fault?.name === 'freezeStream') await pause(this.#parts.plan.freezeMs, signal);
    if (fault?.name === 'freezeStream' || fault?.name === 'dropStream') return undefined;
    return fault?.name === 'wrongPreviousHash' ? withWrongPreviousHash(bytes) : bytes;
  }

  /** Whether a good transaction is to be told that somebody was faster (MVCC_READ_CONFLICT). */
  conflicts(block: number, tx: number): boolean {
    return this.#draw('transaction', block, `${block}/${tx}`)?.name === 'conflict';
  }

  /** What ordering has accepted for this block is lost with the process. At least one block is written before. */
  beforeBlock(number: number): void {
    this.#startHeight ??= number;
    if (number === this.#startHeight) return;
    if (this.#draw('block', number, `${number}`)?.name === 'restartBefore') this.#parts.die();
  }

  /** The block is durable, and nobody has heard of it. */
  afterBlock(number: number): void {
    if (this.#draw('block', number, `${number}`)?.name === 'restartAfter') this.#parts.die();
  }

  /** @param place what it is about; '' where only the count tells occasions apart. */
  #draw(point: FaultPoint, height: number, place: string): Fault | undefined {
    const { plan, log } = this.#parts;
    if (height < plan.fromBlock) return undefined;
    const isOnce = point === 'transaction' || point === 'block';
    const occasion = isOnce ? place : `${place || height}/${this.#count(point, place || `${height}`)}`;
    const fault = drawFault(plan, point, occasion);
    if (fault !== undefined) log(`FAULT ${fault.name} at ${point} ${occasion}`);
    return fault;
  }

  /** How often the point was passed there; forgotten as the ledger goes on. */
  #count(point: FaultPoint, place: string): number {
    const key = `${point}/${place}`;
    const count = (this.#passed.get(key) ?? 0) + 1;
    this.#passed.delete(key);
    this.#passed.set(key, count);
    const [oldest] = this.#passed.keys();
    if (this.#passed.size > placesMax && oldest !== undefined) this.#passed.delete(oldest);
    return count;
  }

  #delay({ share }: Fault, signal?: AbortSignal): Promise<void> {
    return pause(Math.ceil(share * this.#parts.plan.delayMsMax), signal);
  }
}

const placesMax = 10_000;

/** Ends early, and quietly, when the signal says so. */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal === undefined) await delay(ms);
  else {
    await delay(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

function unavailable(): OrderingError {
  return new OrderingError('SERVICE_UNAVAILABLE', 'no orderer is reachable');
}

function withWrongPreviousHash(bytes: Uint8Array): Uint8Array {
  const block = common.Block.deserializeBinary(bytes);
  block.getHeader()?.setPreviousHash(new Uint8Array(32));
  return block.serializeBinary();
}
