import type { Effect } from '../model/index.ts';
import type { Change, Read, Scene } from './act.ts';
import { type EffectOf, notReversible, type Reversal } from './reversal.ts';
import { reversalOfLoaded } from './reversal-loaded.ts';
import { reversalOfMade } from './reversal-made.ts';
import { reversalOfMoved } from './reversal-moved.ts';
import { reversalOfRecounted } from './reversal-recounted.ts';
import { reversalOfDispatched, reversalOfReceived } from './reversal-shipments.ts';

/** A 合格证 is revoked, not undone. */
const reversalOfDeclared: Reversal<EffectOf<'declared'>, object> = {
  keys: () => [],
  gather: async () => ({}),
  undo: () => {
    throw notReversible('a 合格证 is revoked by the correction alone');
  },
};

/** An effect with the facts that its reversal needs closed in. */
export interface Undoable {
  requireHands(scene: Scene): void;
  undo(): readonly Change[];
}

interface Way<E extends Effect> {
  keys(effect: E, party: string, read: Read): readonly string[] | Promise<readonly string[]>;
  gather(effect: E, party: string, read: Read): Promise<Undoable>;
}

function way<E extends Effect, F>(reversal: Reversal<E, F>): Way<E> {
  return {
    keys: reversal.keys,
    async gather(effect, party, read) {
      const facts = await reversal.gather(effect, party, read);
      return {
        requireHands: (scene) => reversal.requireHands?.(effect, facts, scene),
        undo: () => reversal.undo(effect, facts, party),
      };
    },
  };
}

const ways: { readonly [D in Effect['did']]: Way<EffectOf<D>> } = {
  made: way(reversalOfMade),
  moved: way(reversalOfMoved),
  loaded: way(reversalOfLoaded),
  recounted: way(reversalOfRecounted),
  dispatched: way(reversalOfDispatched),
  received: way(reversalOfReceived),
  declared: way(reversalOfDeclared),
};

// Each way takes the effect of its own name; the type system cannot pair the two unions, the table above does.
const wayOf = (effect: Effect) => ways[effect.did] as Way<never> as Way<Effect>;

export const reversalKeys = async (effect: Effect, party: string, read: Read): Promise<readonly string[]> =>
  wayOf(effect).keys(effect, party, read);

export const gatherReversal = (effect: Effect, party: string, read: Read): Promise<Undoable> =>
  wayOf(effect).gather(effect, party, read);
