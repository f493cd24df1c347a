const restFirstMs = 1_000;
const restMaxMs = 30_000;
/** As long as a call may take: whoever tries a peer has said by then how it went. */
const trialMs = 30_000;

interface Peer {
  isAway: boolean;
  failures: number;
  restsUntilMs: number;
  /** Somebody tries it after its rest; the others wait for how that goes. */
  triedUntilMs: number;
}

/**
 * Which peer to ask: the first one in the given order that is not resting. One that failed rests for a second, and twice as long each time it fails
 * again, 30 s at most; after its rest one call tries it, and the others follow when that is answered. When all are resting, who rests shortest is
 * asked first. One that was found to be away comes after all others. Own peers come first in the order, so they are used again after their rest.
 */
export class PeerChoice {
  readonly #peers: readonly Peer[];
  readonly #nowMs: () => number;

  constructor(count: number, nowMs: () => number = () => performance.now()) {
    this.#peers = Array.from({ length: count }, () => ({
      isAway: false,
      failures: 0,
      restsUntilMs: 0,
      triedUntilMs: 0,
    }));
    this.#nowMs = nowMs;
  }

  /** Every peer by its place in the list, the one to ask first in front. */
  order(): number[] {
    const now = this.#nowMs();
    const rest = (place: number): number => {
      const { restsUntilMs = 0, triedUntilMs = 0 } = this.#peers[place] ?? {};
      return Math.max(0, restsUntilMs - now, triedUntilMs - now);
    };
    const away = (place: number): number => (this.#peers[place]?.isAway ? 1 : 0);
    return [...this.#peers.keys()].sort(
      (left, right) => away(left) - away(right) || rest(left) - rest(right) || left - right,
    );
  }

  /** The same for a call that will say how it went: where it goes to a peer after its rest, the others go elsewhere until then. */
  orderToTry(): number[] {
    const order = this.order();
    const first = this.#peers[order[0] ?? 0];
    const now = this.#nowMs();
    if (first && first.failures > 0 && first.restsUntilMs <= now) first.triedUntilMs = now + trialMs;
    return order;
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
    peer.triedUntilMs = 0;
  }

  answered(place: number): void {
    const peer = this.#peers[place];
    if (peer) Object.assign(peer, { failures: 0, restsUntilMs: 0, triedUntilMs: 0 });
  }
}
