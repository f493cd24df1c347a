import type { FabricPeer } from './fabric-peer.ts';
import { callFaultOf, endorseFailure } from './failure.ts';
import type { EndorsedTransaction } from './ledger.ts';

/** A peer lacks blocks that we have seen. Another one is asked: nothing of it is on the ledger. */
export class PeerBehind extends Error {
  override readonly name = 'PeerBehind';
  /** FAILED_PRECONDITION, as a peer itself would say. */
  readonly code = 9;

  constructor(height: number, seen: number) {
    super(`it has ${height} blocks, and we have seen ${seen}: what it refuses is not believed`);
  }
}

/** Which peers have every block that we have seen, as far as we know. Peers are named by their places. */
export class CurrentPeers {
  readonly #heights = new Map<number, number>();
  #seen = 0;

  /** We have so many blocks. */
  saw(height: number): void {
    this.#seen = Math.max(this.#seen, height);
  }

  /** A peer has at least so many. */
  has(place: number, height: number): void {
    this.#heights.set(place, Math.max(this.#heights.get(place) ?? 0, height));
  }

  /**
   * A transaction's reads are judged in its block; an answer that writes nothing is judged by nobody. That one counts only from a peer of which we
   * knew before it was asked that it has every block that we have seen. Throws PeerBehind where it has not, and what the peer's calls throw.
   */
  async endorse(
    place: number,
    peer: Pick<FabricPeer, 'endorse' | 'height'>,
    document: string,
  ): Promise<EndorsedTransaction> {
    const wanted = this.#seen;
    const isCurrent = (this.#heights.get(place) ?? 0) >= wanted;
    try {
      const endorsed = await peer.endorse(document);
      if (isCurrent || writesSomething(endorsed.response)) return endorsed;
    } catch (error) {
      const fault = callFaultOf(error);
      if (isCurrent || !fault || endorseFailure(fault).kind !== 'refused') throw error;
    }
    const height = await peer.height();
    this.has(place, height);
    if (height < wanted) throw new PeerBehind(height, wanted);
    return peer.endorse(document);
  }
}

/** Whether an endorsed response says of any event that it is recorded. */
const writesSomething = (response: string): boolean => response.includes('"status":"recorded"');
