import { type Effect, LedgerError } from '../model/index.ts';
import type { Change, Read, Scene } from './act.ts';

export type EffectOf<D extends Effect['did']> = Extract<Effect, { did: D }>;

/** How one kind of effect is undone, for the party whose event it was. */
export interface Reversal<E extends Effect, F> {
  /** What the effect tells to fetch; a record that it reads itself is fetched alone. */
  keys(effect: E, party: string, read: Read): readonly string[] | Promise<readonly string[]>;
  gather(effect: E, party: string, read: Read): Promise<F>;
  /** Whose hand is needed beside the party's own; throws COSIGNER_MISSING. */
  requireHands?(effect: E, facts: F, scene: Scene): void;
  /** Throws NOT_REVERSIBLE where something was built upon it. */
  undo(effect: E, facts: F, party: string): readonly Change[];
}

export const notReversible = (detail: string): LedgerError => new LedgerError('NOT_REVERSIBLE', detail);
