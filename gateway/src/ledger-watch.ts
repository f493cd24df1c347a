import type { PeerState } from './ledger/index.ts';

const intervalMs = 5_000;
/** A node of several may be behind for a moment. */
const asksShortMin = 2;
const dayMs = 86_400_000;
/** Time enough to renew a certificate by the steps of docs/operate.md. */
const certificateWarnDays = 30;

/** What is asked of the ledger. */
export interface WatchedLedger {
  peers(): Promise<readonly PeerState[]>;
  /** Throws where the law does not answer. */
  probe(): Promise<void>;
}

export interface LedgerWatchOptions {
  readonly ledger: WatchedLedger;
  /** Number of the last block in the index, −1 before the first. */
  readonly indexedBlock: () => number;
  /** Blocks that a peer may be behind the highest one. */
  readonly behindBlocksMax: number;
  /** When our own certificate ends. */
  readonly certificateEnds: Date;
  readonly nowMs?: () => number;
  /** Told once of what an operator must look at. */
  readonly onAlarm: (detail: string) => void;
}

export interface LedgerWatchState {
  /** Number of blocks when it was last asked, of the highest peer. */
  readonly height: number | undefined;
  /** Why it is not to be worked with: no peer answers, the law does not, it is older than the index, or our certificate has ended. */
  readonly fault: string | undefined;
  /** What does not keep us from work, and will if nobody looks: a peer that is away or behind, a certificate that ends soon. */
  readonly warnings: readonly string[];
}

/** Asks the ledger now and then how it is, for readiness and metrics: a node can be behind or away while nobody writes. */
export class LedgerWatch {
  readonly #options: LedgerWatchOptions;
  readonly #timer: NodeJS.Timeout;
  #state: LedgerWatchState = { height: undefined, fault: undefined, warnings: [] };
  #asksShort = 0;

  constructor(options: LedgerWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.ask(), intervalMs);
    this.#timer.unref();
  }

  get state(): LedgerWatchState {
    return this.#state;
  }

  /** Never rejects: the failure is the state. */
  async ask(): Promise<void> {
    const { ledger, indexedBlock } = this.#options;
    // Before the question: the index goes on while the answer is under way.
    const indexed = indexedBlock();
    const lawFault = await faultOfLaw(ledger);
    const peers = await ledger.peers();
    const heights = peers.flatMap(({ height }) => height ?? []);
    const height = heights.length > 0 ? Math.max(...heights) : this.#state.height;
    const faults = [
      // First, because all else follows from it: to a client that has ended, peers say that they are not there.
      this.#certificateDays() > 0 ? undefined : `our certificate ended on ${this.#certificateDay()}`,
      heights.length > 0 ? undefined : `does not answer: ${peers.map(said).join('; ')}`,
      heights.length > 0 && height !== undefined ? this.#judge(height, indexed) : undefined,
      lawFault,
    ];
    const fault = faults.find((one) => one !== undefined);
    this.#state = { height, fault, warnings: this.#warnings(peers, height) };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #warnings(peers: readonly PeerState[], height = 0): string[] {
    const ofPeers = peers.flatMap((peer) => {
      if (peer.fault !== undefined) return [said(peer)];
      const behind = height - (peer.height ?? 0);
      return behind > this.#options.behindBlocksMax
        ? [`${peer.endpoint}: it is ${behind} blocks behind`]
        : [];
    });
    const days = this.#certificateDays();
    const endsSoon = days > 0 && days <= certificateWarnDays;
    return [...ofPeers, ...(endsSoon ? [`our certificate ends on ${this.#certificateDay()}`] : [])];
  }

  #certificateDays(): number {
    const { certificateEnds, nowMs = Date.now } = this.#options;
    return (certificateEnds.getTime() - nowMs()) / dayMs;
  }

  #certificateDay(): string {
    return this.#options.certificateEnds.toISOString().slice(0, 10);
  }

  /** A ledger never loses a block: one that lacks what was indexed was put back from a copy, or is another one. Nothing new is seen until it passes the index. */
  #judge(height: number, indexed: number): string | undefined {
    this.#asksShort = height - 1 < indexed ? this.#asksShort + 1 : 0;
    if (this.#asksShort < asksShortMin) return undefined;
    const fault = `has ${height} blocks, but block ${indexed} is in the index: an older copy of the ledger or another one; bring back the right one, or stop the gateway and run \`mengsu rebuild\``;
    if (this.#asksShort === asksShortMin) this.#options.onAlarm(fault);
    return fault;
  }
}

const said = ({ endpoint, fault }: PeerState): string => `${endpoint}: ${fault}`;

async function faultOfLaw(ledger: WatchedLedger): Promise<string | undefined> {
  try {
    await ledger.probe();
    return undefined;
  } catch (error) {
    return `the law does not answer: ${error instanceof Error ? error.message : error}`;
  }
}
