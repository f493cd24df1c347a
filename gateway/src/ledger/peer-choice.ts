const restFirstMs = 1_000;
const restMaxMs = 30_000;

interface Peer {
  failures: number;
  restsUntilMs: number;
}

/**
 * Which peer to ask: the first one in the given order that is not resting. One that failed rests for a second, and twice as long each time it fails
 * again, 30 s at most; when all are resting, who rests shortest is asked first. Own peers come first in the order, so they are used again after
 * their rest.
 */
export class PeerChoice {
  readonly #peers: readonly Peer[];
  readonly #nowMs: () => number;

  constructor(count: number, nowMs: () => number = () => performance.now()) {
    this.#peers = Array.from({ length: count }, () => ({ failures: 0, restsUntilMs: 0 }));
    this.#nowMs = nowMs;
  }

  /** Every peer by its place in the list, the one to ask first in front. */
  order(): number[] {
    const now = this.#nowMs();
    const rest = (place: number): number => Math.max(0, (this.#peers[place]?.restsUntilMs ?? 0) - now);
    return [...this.#peers.keys()].sort((left, right) => rest(left) - rest(right) || left - right);
  }

  failed(place: number): void {
    const peer = this.#peers[place];
    if (!peer) return;
    const now = this.#nowMs();
    // Calls that were under way together fail together: that is one failure.
    if (peer.restsUntilMs > now) return;
    peer.restsUntilMs = now + Math.min(restMaxMs, restFirstMs * 2 ** peer.failures);
    peer.failures += 1;
  }

  answered(place: number): void {
    const peer = this.#peers[place];
    if (peer) Object.assign(peer, { failures: 0, restsUntilMs: 0 });
  }
}
