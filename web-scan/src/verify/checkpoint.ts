import { parseDerSignature } from './der-signature.ts';
import { type Bytes, concat, fromBase64, isSame, utf8 } from './encodings.ts';
import { isInstant } from './form.ts';
import { spkiOf, verifySignature } from './keys.ts';
import { limits } from './limits.ts';
import type { PinnedOrganisation, Pins } from './pins.ts';
import { ProofError } from './proof-error.ts';
import { sha256 } from './sha256.ts';

/** A signed note that was read, and of which nothing is verified yet. */
export interface Checkpoint {
  /** What is signed, its last line feed included. */
  readonly text: string;
  readonly network: string;
  readonly size: number;
  /** Root of the tree, 32 bytes. */
  readonly root: Bytes;
  /** Root of the map, 32 bytes. */
  readonly states: Bytes;
  readonly block: number;
  readonly blockHash: string;
  readonly time: string;
  readonly signatures: readonly NoteSignature[];
}

interface NoteSignature {
  readonly msp: string;
  readonly keyId: Bytes;
  /** r ‖ s. */
  readonly signature: Bytes;
}

const form =
  /^mengsu\/([a-z0-9][a-z0-9-]{2,39})\n(\d{1,16})\n([A-Za-z0-9+/]{43}=)\nstates ([A-Za-z0-9+/]{43}=)\nblock (\d{1,16}) ([0-9a-f]{64})\ntime ([0-9TZ:.-]{24})\n$/;
const line = /^\u2014 ([A-Za-z0-9][A-Za-z0-9.-]{0,63}) ([A-Za-z0-9+/]{1,120}={0,2})$/;

const invalid = (detail: string): ProofError => new ProofError('CHECKPOINT_INVALID', detail, '/checkpoint');
const untrusted = (detail: string): ProofError =>
  new ProofError('CHECKPOINT_UNTRUSTED', detail, '/checkpoint');

/** Throws CHECKPOINT_INVALID for what is not the one spelling of a checkpoint (docs/proof.md, Checkpoint). */
export function parseCheckpoint(note: string): Checkpoint {
  if (note.length > limits.noteCharactersMax) throw invalid('is too long');
  const gap = note.indexOf('\n\n');
  if (gap < 0) throw invalid('has no signatures');
  const text = note.slice(0, gap + 1);
  const match = form.exec(text);
  if (!match) throw invalid('is no checkpoint');
  const [, network = '', size = '', root = '', states = '', block = '', blockHash = '', time = ''] = match;
  if (!isInstant(time)) throw invalid('has no time');
  return {
    text,
    network,
    size: wholeOf(size),
    root: rootOf(root),
    states: rootOf(states),
    block: wholeOf(block),
    blockHash,
    time,
    signatures: signaturesOf(note.slice(gap + 2)),
  };
}

function wholeOf(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || String(number) !== text) throw invalid('has a number of no form');
  return number;
}

function rootOf(text: string): Bytes {
  const root = fromBase64(text);
  if (!root) throw invalid('has a root that is not base64');
  return root;
}

function signaturesOf(text: string): NoteSignature[] {
  if (!text.endsWith('\n')) throw invalid('does not end with a line feed');
  const signatures = text.slice(0, -1).split('\n').map(signatureOf);
  if (signatures.length > limits.organisationsMax) throw invalid('has too many signatures');
  const isRising = signatures.every(
    ({ msp }, index) => index === 0 || (signatures[index - 1]?.msp ?? '') < msp,
  );
  if (!isRising) throw invalid('has signatures twice or out of order');
  return signatures;
}

function signatureOf(text: string): NoteSignature {
  const [, msp = '', base64 = ''] = line.exec(text) ?? [];
  const bytes = fromBase64(base64);
  const signature = bytes && parseDerSignature(bytes.subarray(4));
  if (!signature) throw invalid('has a signature line of no form');
  return { msp, keyId: bytes.slice(0, 4), signature };
}

/**
 * The organisations that have signed it. Throws WRONG_NETWORK; CHECKPOINT_UNTRUSTED for a signature of nobody who is pinned, one that does not
 * verify, fewer than the threshold, and a time more than five minutes ahead of the reader's clock.
 */
export async function verifyCheckpoint(
  checkpoint: Checkpoint,
  pins: Pins,
  nowMs: number,
): Promise<readonly string[]> {
  if (checkpoint.network !== pins.network)
    throw new ProofError('WRONG_NETWORK', `is of ${checkpoint.network}`, '/checkpoint');
  const data = utf8(checkpoint.text);
  for (const { msp, keyId, signature } of checkpoint.signatures) {
    const organisation = pins.organisations.find((one) => one.msp === msp);
    if (!organisation || !isSame(keyId, keyIdOf(organisation)))
      throw untrusted(`is signed by ${msp} with a key that is not pinned`);
    if (!(await verifySignature({ key: organisation.log, signature, data })))
      throw untrusted(`has a signature of ${msp} that does not verify`);
  }
  if (checkpoint.signatures.length < pins.threshold)
    throw untrusted(`has ${checkpoint.signatures.length} signatures of ${pins.threshold}`);
  // Written so that a clock that is no number refuses.
  if (!(Date.parse(checkpoint.time) <= nowMs + limits.aheadMs)) throw untrusted('is from the future');
  return checkpoint.signatures.map(({ msp }) => msp);
}

/** The first four bytes of the digest of the key's SubjectPublicKeyInfo. */
export const keyIdOf = ({ log }: PinnedOrganisation): Bytes => sha256(concat(spkiOf(log))).slice(0, 4);

export type Age = 'fresh' | 'old' | 'stale';

/** How old it is for a reader: up to ten minutes, up to a day, or older. */
export function ageOf({ time }: Checkpoint, nowMs: number): Age {
  const ageMs = nowMs - Date.parse(time);
  if (ageMs <= limits.freshMs) return 'fresh';
  return ageMs <= limits.oldMs ? 'old' : 'stale';
}
