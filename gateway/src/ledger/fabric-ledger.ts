import { followBlocks, type StreamSource } from './block-stream.ts';
import type { Connection, LedgerIdentity, PeerAddress } from './connection.ts';
import { CurrentPeers } from './current-peers.ts';
import { FabricPeer, type PeerOptions } from './fabric-peer.ts';
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

/** The law refuses it, as it refuses everything that is no document. */
const noDocument = '{}';

/** How a peer is. */
export interface PeerState {
  readonly endpoint: string;
  /** Number of its blocks; undefined where it does not say. */
  readonly height: number | undefined;
  /** Why it does not answer, or did not endorse when it was last asked to. */
  readonly fault: string | undefined;
}

/** What is asked of a peer. */
export type AskedPeer = Pick<
  FabricPeer,
  'endpoint' | 'client' | 'endorse' | 'submit' | 'submitAndWait' | 'height' | 'seekEnvelope' | 'close'
>;

/** A peer a few blocks behind the highest one is as good: blocks come to them one after another. */
const behindBlocksMax = 5;

/**
 * Fabric through the Gateway services of its peers, under one identity. The first peer of the connection is asked, and another one while that is
 * away, or while what stands beside it is: a peer's gateway never leaves its own organisation's chaincode for an endorsement (ledger.md).
 * A peer that stands still answers of another day: what it refuses is not believed.
 */
export class FabricLedger implements Ledger {
  readonly #peers: readonly AskedPeer[];
  readonly #choice: PeerChoice;
  readonly #options: LedgerOptions;
  /** Why a peer did not answer its last call, by its place. */
  readonly #faults = new Map<number, string>();
  /** Places of peers that are being asked again. */
  readonly #askedAgain = new Set<number>();
  readonly #current = new CurrentPeers();

  constructor(
    connection: Connection,
    options: LedgerOptions,
    makePeer = (address: PeerAddress, of: PeerOptions): AskedPeer => new FabricPeer(address, of),
  ) {
    const { channel, chaincode, gateway, others } = connection;
    const sign = makeSigner(options.identity.privateKeyPem);
    this.#options = options;
    this.#peers = [gateway, ...others].map((address) =>
      makePeer(address, { ...options, channel, chaincode, sign }),
    );
    this.#choice = new PeerChoice(this.#peers.length);
  }

  endorse(document: string): Promise<EndorsedTransaction> {
    return this.#ask((peer, place) => this.#current.endorse(place, peer, document), endorsing);
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
  async peers(): Promise<PeerState[]> {
    const states = await Promise.all(this.#peers.map((peer, place) => this.#stateOf(peer, place)));
    const highest = Math.max(0, ...states.map(({ height }) => height ?? 0));
    for (const [place, { height }] of states.entries())
      this.#choice.sawAway(place, height === undefined || highest - height > behindBlocksMax);
    return states;
  }

  /** Has an event that is none refused by the law, as every event is endorsed. Resolves where the law answers; throws LedgerCallError. */
  async probe(): Promise<void> {
    for (const place of this.#faults.keys()) void this.#askAgain(place);
    try {
      await this.#ask((peer) => peer.endorse(noDocument), endorsing);
    } catch (error) {
      if (!(error instanceof LedgerCallError && error.failure.kind === 'refused')) throw error;
    }
  }

  blocks(start: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    this.#current.saw(start);
    return this.#follow(start, signal);
  }

  close(): void {
    for (const peer of this.#peers) peer.close();
  }

  async *#follow(start: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let place = 0;
    let height = start;
    const source = (): StreamSource => {
      [place = 0] = this.#choice.order();
      return this.#source(place);
    };
    const { streamSilenceMs: silenceMs, onStreamFault: onFault } = this.#options;
    const options = { start, signal, source, height: () => this.height(), silenceMs, onFault };
    for await (const block of followBlocks(options)) {
      height += 1;
      this.#current.has(place, height);
      this.#current.saw(height);
      yield block;
    }
  }

  async #heightOf(peer: AskedPeer, place: number): Promise<number> {
    const height = await peer.height();
    this.#current.has(place, height);
    return height;
  }

  #source(place: number): StreamSource {
    const peer = this.#peers[place];
    if (!peer) throw new RangeError('a connection without peers');
    return {
      client: peer.client,
      seekEnvelope: (start) => peer.seekEnvelope(start),
      failed: () => this.#choice.failed(place),
    };
  }

  /** Asks a peer that did not endorse when it was last asked to: nobody else does while another one answers. Never rejects. */
  async #askAgain(place: number): Promise<void> {
    const peer = this.#peers[place];
    if (!peer || this.#askedAgain.has(place)) return;
    this.#askedAgain.add(place);
    try {
      await peer.endorse(noDocument);
      this.#answered(place);
    } catch (error) {
      // Whatever a call throws, the answer is that there is none, or that the law refuses.
      const fault = callFaultOf(error);
      if (fault && !endorsesElsewhere(fault)) this.#answered(place);
      else this.#faults.set(place, fault ? faultReason(fault) : String(error));
    } finally {
      this.#askedAgain.delete(place);
    }
  }

  #answered(place: number): void {
    this.#faults.delete(place);
    this.#choice.answered(place);
  }

  async #stateOf(peer: AskedPeer, place: number): Promise<PeerState> {
    const { endpoint } = peer;
    try {
      return { endpoint, height: await this.#heightOf(peer, place), fault: this.#faults.get(place) };
    } catch (error) {
      // Whatever a call throws, the answer is that there is none.
      const fault = callFaultOf(error);
      return { endpoint, height: undefined, fault: fault ? faultReason(fault) : String(error) };
    }
  }

  /** Asks one peer after another, each once, until one answers or the fault is not the peer's. Throws LedgerCallError of the first fault. */
  async #ask<T>(
    run: (peer: AskedPeer, place: number) => Promise<T>,
    { failureOf, isElsewhere }: Call,
  ): Promise<T> {
    let first: LedgerCallError | undefined;
    for (const place of this.#choice.orderToTry()) {
      const peer = this.#peers[place];
      if (!peer) continue;
      try {
        const answer = await run(peer, place);
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
