import { signerTricks, type TrickRow } from './testing-tricks.ts';
import { checkpointTricks, forkTricks } from './testing-tricks-checkpoint.ts';
import { codeTricks, formTricks, textTricks } from './testing-tricks-form.ts';
import { proofTricks } from './testing-tricks-proof.ts';
import { subjectTricks } from './testing-tricks-subject.ts';

/** Everything that is tried, by what it is about. */
export const trickGroups: { readonly [name: string]: readonly TrickRow[] } = {
  signers: signerTricks,
  'checkpoint and pins': checkpointTricks,
  'tree and map': proofTricks,
  subjects: subjectTricks,
  'what was seen before': forkTricks,
  'item codes': codeTricks,
  text: textTricks,
  'what is said': formTricks,
};
