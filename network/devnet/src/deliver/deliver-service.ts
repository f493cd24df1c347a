import { type ServerDuplexStream, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { common, peer } from '@hyperledger/fabric-protos';
import type { Faults } from '../faults/faults.ts';
import { IdentityError } from '../ledger/identity-error.ts';
import { checkProposalTime } from '../ledger/proposal-time.ts';
import type { IdentityVerifier, Ledger } from '../ports.ts';
import { blockResponse, type DeliverForm, statusResponse } from './deliver-response.ts';
import { parseSeekRange, parseSeekRequest, SeekRefusal, type SeekRequest } from './seek.ts';

export interface DeliverParts {
  readonly ledger: Ledger;
  readonly verifier: IdentityVerifier;
  readonly now: () => Date;
  /** Streams that may be open at a time; Fabric's `peer.limits.concurrency.deliverService`. */
  readonly streamsMax?: number;
  readonly faults?: Faults;
  /** Told of every error that is no refusal. */
  readonly onFault: (error: unknown) => void;
}

type DeliverCall = ServerDuplexStream<common.Envelope, Buffer>;

const streamsMaxDefault = 2500;

/** `protos.Deliver`: blocks in order, one in memory for each stream; a slow reader waits for nobody and holds nobody up. */
export class DeliverService {
  readonly definition = {
    deliver: { ...peer.DeliverService.deliver, responseSerialize: asIs },
    deliverFiltered: { ...peer.DeliverService.deliverFiltered, responseSerialize: asIs },
    deliverWithPrivateData: { ...peer.DeliverService.deliverWithPrivateData, responseSerialize: asIs },
  };
  readonly implementation: UntypedServiceImplementation = {
    deliver: (call: DeliverCall) => void this.#serve(call, 'block'),
    deliverFiltered: (call: DeliverCall) => void this.#serve(call, 'filtered'),
    deliverWithPrivateData: (call: DeliverCall) => void this.#serve(call, 'private'),
  };
  readonly #parts: DeliverParts;
  readonly #closed = new AbortController();
  #streams = 0;

  constructor(parts: DeliverParts) {
    this.#parts = parts;
  }

  /** Ends all streams as UNAVAILABLE: a reader connects again. */
  close(): void {
    this.#closed.abort();
  }

  async #serve(call: DeliverCall, form: DeliverForm): Promise<void> {
    const gone = new AbortController();
    call.on('cancelled', () => gone.abort());
    call.on('error', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#closed.signal]);
    signal.addEventListener('abort', () => endStream(call, gone.signal.aborted), { once: true });
    this.#streams += 1;
    try {
      const limit = this.#parts.streamsMax ?? streamsMaxDefault;
      if (this.#streams > limit) {
        const details = `too many requests for /protos.Deliver, exceeding concurrency limit (${limit})`;
        call.emit('error', { code: status.UNKNOWN, details });
        return;
      }
      await this.#answerAll(call, form, signal);
      call.end();
    } catch (error) {
      if (error instanceof BrokenStream)
        call.emit('error', { code: status.UNAVAILABLE, details: error.message });
      else if (!signal.aborted) this.#fail(call, error);
    } finally {
      this.#streams -= 1;
    }
  }

  /** Every envelope is a seek; after one that ended well the next is read. A refusal ends the stream. */
  async #answerAll(call: DeliverCall, form: DeliverForm, signal: AbortSignal): Promise<void> {
    for await (const envelope of call.iterator({ destroyOnReturn: false })) {
      const outcome = await this.#answer(call, { envelope, form, signal });
      if (signal.aborted) return;
      await write(call, statusResponse(outcome), signal);
      if (outcome !== common.Status.SUCCESS) return;
    }
  }

  async #answer(
    call: DeliverCall,
    seek: { readonly envelope: common.Envelope; readonly form: DeliverForm; readonly signal: AbortSignal },
  ): Promise<number> {
    const { ledger } = this.#parts;
    try {
      const request = parseSeekRequest(seek.envelope);
      this.#admit(request);
      const { start, stop, failIfNotReady } = parseSeekRange(request.info, ledger.height);
      for (let number = start; ; number += 1) {
        if (number >= ledger.height && failIfNotReady) return common.Status.NOT_FOUND;
        await this.#reach(number, seek.signal);
        if (seek.signal.aborted) return common.Status.SUCCESS;
        this.#verifyReader(request);
        const bytes = await this.#read(number, seek.signal);
        if (bytes === undefined) throw new BrokenStream();
        await write(call, blockResponse(seek.form, bytes, ledger.channel), seek.signal);
        if (number === stop || seek.signal.aborted) return common.Status.SUCCESS;
      }
    } catch (error) {
      if (error instanceof SeekRefusal) return error.status;
      throw error;
    }
  }

  /** The block's bytes; undefined when a plan of faults breaks the stream here. */
  async #read(number: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { ledger, faults } = this.#parts;
    const bytes = ledger.blockBytes(number);
    if (bytes === undefined) throw new Error(`block ${number} is below the height and not there`);
    return faults === undefined ? bytes : faults.stream(number, bytes, signal);
  }

  #admit(request: SeekRequest): void {
    const { ledger, now } = this.#parts;
    if (request.timestamp === undefined || checkProposalTime(request.timestamp, now()) !== undefined) {
      throw new SeekRefusal('BAD_REQUEST', 'the header’s timestamp is missing or out of its window');
    }
    if (request.channel !== ledger.channel) {
      throw new SeekRefusal('NOT_FOUND', `channel ${request.channel} does not exist`);
    }
    this.#verifyReader(request);
  }

  /** Before every block, as Fabric does: a stream does not outlive its certificate. */
  #verifyReader(request: SeekRequest): void {
    try {
      this.#parts.verifier.verify(request.creator, request.payload, request.signature);
    } catch (error) {
      if (error instanceof IdentityError) throw new SeekRefusal('FORBIDDEN', error.message);
      throw error;
    }
  }

  /** Resolves when the block is there, or when the signal is. */
  #reach(number: number, signal: AbortSignal): Promise<void> {
    const { ledger } = this.#parts;
    if (number < ledger.height || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        forget();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const forget = ledger.onBlock((block) => {
        if (block.number >= number) finish();
      });
      signal.addEventListener('abort', finish);
    });
  }

  #fail(call: DeliverCall, error: unknown): void {
    this.#parts.onFault(error);
    call.emit('error', { code: status.INTERNAL, details: 'devnet has failed; see its log' });
  }
}

/** By a plan of faults. */
class BrokenStream extends Error {
  override readonly name = 'BrokenStream';
  override readonly message = 'transport is closing';
}

function endStream(call: DeliverCall, isGone: boolean): void {
  if (isGone) call.end();
  else call.emit('error', { code: status.UNAVAILABLE, details: 'devnet is stopping' });
}

/** Resolves when the reader has room again. */
function write(call: DeliverCall, response: Buffer, signal: AbortSignal): Promise<void> {
  if (signal.aborted || call.write(response)) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      call.off('drain', finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    call.once('drain', finish);
    signal.addEventListener('abort', finish);
  });
}

function asIs(response: Buffer): Buffer {
  return response;
}
