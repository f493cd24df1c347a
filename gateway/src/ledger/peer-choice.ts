const restFirstMs = 1_000;
const restMaxMs = 30_000;

interface Peer {
  isAway: boolean;
  failures: number;
  restsUntilMs: number;
}

/**
 * Which peer to ask: the first one in the given order that is not resting. One that failed rests for a second, and twice as long each time it fails
 * again, 30 s at most; when all are resting, who rests shortest is asked first. One that was found to be away comes after all others. Own peers come
 * first in the order, so they are used again after their rest.
 */
export class PeerChoice {
  readonly #peers: readonly Peer[];
  readonly #nowMs: () => number;

  constructor(count: number, nowMs: () => number = () => performance.now()) {
    this.#peers = Array.from({ length: count }, () => ({ isAway: false, failures: 0, restsUntilMs: 0 }));
    this.#nowMs = nowMs;
  }

  /** Every peer by its place in the list, the one to ask first in front. */
  order(): number[] {
    const now = this.#nowMs();
    const rest = (place: number): number => Math.max(0, (this.#peers[place]?.restsUntilMs ?? 0) - now);
    const away = (place: number): number => (this.#peers[place]?.isAway ? 1 : 0);
    return [...this.#peers.keys()].sort(
      (left, right) => away(left) - away(right) || rest(left) - rest(right) || left - right,
    );
  }

  /** Whether a peer was found to be away: it does not say how many blocks it has, or lacks some. */
  sawAway(place: number, isAway: boolean): void {
    const peer = this.#peers[place];
    if (peer) peer.isAway = isAway;
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
