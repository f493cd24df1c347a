import type { BreachCode, DeviceRecord, Effect, PartyRecord, StateKey, TraceEvent } from '../model/index.ts';
import type { Change } from '../state/overlay.ts';

export type { Change } from '../state/overlay.ts';
export { put } from '../state/overlay.ts';

export type Read = <R extends object>(key: StateKey<R>) => Promise<R | undefined>;

/** A signer as the ledger knows it. */
export interface Signer {
  readonly kid: string;
  readonly device: DeviceRecord;
  readonly party: PartyRecord;
}

/** Who submitted the transaction to Fabric: an organisation's client. */
export interface Submitter {
  readonly mspId: string;
  readonly isAdmin: boolean;
}

/** A key that an event brings to the ledger. */
export interface IntroducedKey {
  readonly kid: string;
  /** True where the ledger has it already: a key is enrolled once. */
  readonly isEnrolled: boolean;
}

/** What every act may know beside its own facts. */
export interface Scene {
  readonly id: string;
  /** The transaction's timestamp, RFC 3339. */
  readonly recordedAt: string;
  /** The device that signed; its record. */
  readonly signer: Signer;
  /** The cosigners that are enrolled already. */
  readonly cosigners: readonly Signer[];
  /** The keys that the event itself brings, in the order of `introducedKeys`. */
  readonly introduced: readonly IntroducedKey[];
  readonly submitter: Submitter;
}

/** What a rule says of an event that is not refused: what to write, which rules about goodness it does not keep, and how it could be undone. */
export interface Decision {
  readonly changes: readonly Change[];
  /** In any order; the engine sorts them, and adds LATE. */
  readonly breaches?: readonly BreachCode[];
  readonly effect?: Effect;
}

/**
 * One act of the law. `keys` names what the event alone tells to fetch, `keysThatFollow` what those records tell to fetch next (a second
 * multi-get for the whole document), `gather` reads the facts, `decide` is the rule: pure, no promise, no clock; it answers a decision or
 * throws LedgerError.
 */
export interface Act<E extends TraceEvent, F> {
  keys(event: E): readonly string[];
  keysThatFollow?(event: E, read: Read): Promise<readonly string[]>;
  gather(event: E, read: Read): Promise<F>;
  decide(event: E, facts: F, scene: Scene): Decision;
}
