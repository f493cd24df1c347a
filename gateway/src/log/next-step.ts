import type { KnownNote } from './read-notes.ts';

/** When checkpoints are made. Milliseconds. */
export interface WitnessTimes {
  /** Between two checkpoints while events come. */
  readonly intervalMs: number;
  /** Between two checkpoints while none come. */
  readonly heartbeatMs: number;
  /** How long a checkpoint may lack signatures before another one is proposed. */
  readonly settleMs: number;
  /** What each organisation waits longer than the one before it, so that one of them proposes. */
  readonly staggerMs: number;
  /** How far a checkpoint's time may be from our clock. */
  readonly clockMs: number;
}

export const witnessTimes: WitnessTimes = {
  intervalMs: 5_000,
  heartbeatMs: 55_000,
  settleMs: 15_000,
  staggerMs: 1_500,
  clockMs: 120_000,
};

/** What an organisation sees when it asks itself what to sign. */
export interface WitnessView {
  readonly nowMs: number;
  /** Since when it looks. */
  readonly startedMs: number;
  readonly party: string;
  /** Its place among the founded organisations. */
  readonly rank: number;
  readonly threshold: number;
  readonly headBlock: number;
  /** Whether events beside cosignatures came after the newest checkpoint. */
  readonly hasNews: boolean;
  /** Whether the index has all blocks that are known. */
  readonly isCurrent: boolean;
  /** The newest first, without those that our own log contradicts: who is wrong keeps nobody from going on. */
  readonly notes: readonly KnownNote[];
  /** Texts that it would not sign, or has signed while the ledger does not show it yet. */
  readonly settled: ReadonlySet<string>;
  /** Size of what it signed last, and when it proposed last. */
  readonly signedSize: number;
  readonly proposedMs: number;
  /** When it signed last. */
  readonly saidMs: number;
}

export type WitnessStep =
  | { readonly kind: 'cosign'; readonly note: KnownNote }
  | { readonly kind: 'propose' }
  | { readonly kind: 'wait' };

/** Signs what another proposed, before it proposes anything itself. Pure. */
export function nextStep(view: WitnessView, times: WitnessTimes): WitnessStep {
  // However many checkpoints another makes, they are signed no faster than this.
  const mayCosign = view.nowMs - view.saidMs >= times.staggerMs;
  const note = mayCosign ? view.notes.find((one) => isSignable(one, view, times)) : undefined;
  if (note) return { kind: 'cosign', note };
  return view.isCurrent && isDue(view, times) ? { kind: 'propose' } : { kind: 'wait' };
}

function isSignable({ text, checkpoint, lines }: KnownNote, view: WitnessView, times: WitnessTimes): boolean {
  return (
    !view.settled.has(text) &&
    !lines.some(({ party }) => party === view.party) &&
    checkpoint.size >= view.signedSize &&
    checkpoint.block <= view.headBlock &&
    Math.abs(view.nowMs - Date.parse(checkpoint.time)) <= times.clockMs
  );
}

function isDue(view: WitnessView, times: WitnessTimes): boolean {
  const [newest] = view.notes;
  if (newest && newest.checkpoint.size < view.signedSize) return false;
  const lastMs = newest ? Date.parse(newest.checkpoint.time) : view.startedMs;
  const sinceMs = view.nowMs - Math.max(lastMs, view.proposedMs);
  const isComplete = newest === undefined || newest.lines.length >= view.threshold;
  const pauseMs = newest && !view.hasNews ? times.heartbeatMs : newest ? times.intervalMs : 0;
  return sinceMs >= Math.max(pauseMs, isComplete ? 0 : times.settleMs) + view.rank * times.staggerMs;
}
