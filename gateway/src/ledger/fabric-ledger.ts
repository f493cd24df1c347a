import { followBlocks, type StreamSource } from './block-stream.ts';
import type { Connection, LedgerIdentity } from './connection.ts';
import { FabricPeer } from './fabric-peer.ts';
import {
  type CallFault,
  callFaultOf,
  endorseFailure,
  endorsesElsewhere,
  type LedgerFailure,
  submitFailure,
  submitsElsewhere,
} from './failure.ts';
import { faultReason } from './fault-reason.ts';
import { type EndorsedTransaction, type Ledger, LedgerCallError } from './ledger.ts';
import { PeerChoice } from './peer-choice.ts';
import { makeSigner } from './signer.ts';

export interface LedgerOptions {
  readonly identity: LedgerIdentity;
  readonly endorseDeadlineMs: number;
  readonly submitDeadlineMs: number;
  readonly streamSilenceMs: number;
  /** Told of everything that a block stream recovers from. */
  readonly onStreamFault: (fault: Error) => void;
}

/** How a peer is. */
export interface PeerState {
  readonly endpoint: string;
  /** Number of its blocks; undefined where it does not say. */
  readonly height: number | undefined;
  /** Why it does not answer, or did not endorse when it was last asked to. */
  readonly fault: string | undefined;
}

/**
 * Fabric through the Gateway services of its peers, under one identity. The first peer of the connection is asked, and another one while that is
 * away, or while what stands beside it is: a peer's gateway never leaves its own organisation's chaincode for an endorsement (ledger.md).
 */
export class FabricLedger implements Ledger {
  readonly #peers: readonly FabricPeer[];
  readonly #choice: PeerChoice;
  readonly #options: LedgerOptions;
  /** Why a peer did not answer its last call, by its place. */
  readonly #faults = new Map<number, string>();

  constructor(connection: Connection, options: LedgerOptions) {
    const { channel, chaincode, gateway, others } = connection;
    const sign = makeSigner(options.identity.privateKeyPem);
    this.#options = options;
    this.#peers = [gateway, ...others].map(
      (address) => new FabricPeer(address, { ...options, channel, chaincode, sign }),
    );
    this.#choice = new PeerChoice(this.#peers.length);
  }

  endorse(document: string): Promise<EndorsedTransaction> {
    return this.#ask((peer) => peer.endorse(document), endorsing);
  }

  submit(signed: Uint8Array): Promise<void> {
    return this.#ask((peer) => peer.submit(signed), submitting);
  }

  /**
   * Endorses, submits and waits for the peer's word: TxValidationCode, 0 = VALID. For commands that run without an index.
   * Throws LedgerCallError.
   */
  async submitAndWait(document: string): Promise<{ txId: string; code: number; response: string }> {
    const { txId, signed, response } = await this.endorse(document);
    const code = await this.#ask((peer) => peer.submitAndWait(signed), submitting);
    return { txId, code, response };
  }

  /** The highest of those that answer. */
  async height(): Promise<number> {
    const peers = await this.peers();
    const known = peers.flatMap(({ height }) => height ?? []);
    if (known.length > 0) return Math.max(...known);
    const detail = peers.map(({ endpoint, fault }) => `${endpoint}: ${fault}`).join('; ');
    throw new LedgerCallError({ kind: 'retry', detail });
  }

  /** How every peer is, in the connection's order. Never rejects. */
  peers(): Promise<PeerState[]> {
    return Promise.all(this.#peers.map((peer, place) => this.#stateOf(peer, place)));
  }

  /** Has an event that is none refused by the law, as every event is endorsed. Resolves where the law answers; throws LedgerCallError. */
  async probe(): Promise<void> {
    try {
      await this.#ask((peer) => peer.endorse('{}'), endorsing);
    } catch (error) {
      if (!(error instanceof LedgerCallError && error.failure.kind === 'refused')) throw error;
    }
  }

  blocks(start: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    return followBlocks({
      start,
      signal,
      source: () => this.#source(),
      height: () => this.height(),
      silenceMs: this.#options.streamSilenceMs,
      onFault: this.#options.onStreamFault,
    });
  }

  close(): void {
    for (const peer of this.#peers) peer.close();
  }

  #source(): StreamSource {
    const [place = 0] = this.#choice.order();
    const peer = this.#peers[place];
    if (!peer) throw new RangeError('a connection without peers');
    return {
      client: peer.client,
      seekEnvelope: (start) => peer.seekEnvelope(start),
      failed: () => this.#choice.failed(place),
    };
  }

  #answered(place: number): void {
    this.#faults.delete(place);
    this.#choice.answered(place);
  }

  async #stateOf(peer: FabricPeer, place: number): Promise<PeerState> {
    const { endpoint } = peer;
    try {
      return { endpoint, height: await peer.height(), fault: this.#faults.get(place) };
    } catch (error) {
      // Whatever a call throws, the answer is that there is none.
      const fault = callFaultOf(error);
      return { endpoint, height: undefined, fault: fault ? faultReason(fault) : String(error) };
    }
  }

  /** Asks one peer after another, each once, until one answers or the fault is not the peer's. Throws LedgerCallError of the first fault. */
  async #ask<T>(run: (peer: FabricPeer) => Promise<T>, { failureOf, isElsewhere }: Call): Promise<T> {
    let first: LedgerCallError | undefined;
    for (const place of this.#choice.order()) {
      const peer = this.#peers[place];
      if (!peer) continue;
      try {
        const answer = await run(peer);
        this.#answered(place);
        return answer;
      } catch (error) {
        const fault = callFaultOf(error);
        if (!fault) throw error;
        first ??= new LedgerCallError(failureOf(fault), { cause: error });
        if (!isElsewhere(fault)) {
          this.#answered(place);
          throw first;
        }
        this.#faults.set(place, faultReason(fault));
        this.#choice.failed(place);
      }
    }
    throw first ?? new RangeError('a connection without peers');
  }
}

/** What a fault of a call means, and whether another peer is asked after it. */
interface Call {
  readonly failureOf: (fault: CallFault) => LedgerFailure;
  readonly isElsewhere: (fault: CallFault) => boolean;
}

const endorsing: Call = { failureOf: endorseFailure, isElsewhere: endorsesElsewhere };
const submitting: Call = { failureOf: submitFailure, isElsewhere: submitsElsewhere };
