import { type Bundle, parseBundle } from './bundle.ts';
import { ageOf, type Checkpoint, parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { fromBase64url, isSame, toBase64url } from './encodings.ts';
import { verifyCode } from './item-code.ts';
import { type Pins, parsePins } from './pins.ts';
import { ProofError } from './proof-error.ts';
import { verifySigners } from './signers.ts';
import { requireSubjects, standingOfLots } from './standing.ts';
import { rootOfPrunedMap } from './states.ts';
import { requireComplete } from './subject.ts';
import { rootOfPruned, verifyConsistency } from './tree.ts';
import type { ProvenEvent, SeenCheckpoint, Verdict } from './verdict.ts';

export { parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
export { verifyCode } from './item-code.ts';
export { parsePins } from './pins.ts';
export { type ProofCode, ProofError, proofCodes } from './proof-error.ts';
export { verifyConsistency } from './tree.ts';
export type { ProvenEvent, ProvenLot, SeenCheckpoint, Verdict } from './verdict.ts';

export interface Reading {
  /** Whom the reader believes, as JSON has it; it is read as strictly as the bundle. */
  readonly pins: unknown;
  /** The reader's clock. */
  readonly nowMs: number;
  /** The newest checkpoint that this reader has seen of the network. */
  readonly seen?: SeenCheckpoint | undefined;
}

/**
 * Checks a bundle without believing who sent it (docs/proof.md, What a verifier checks), in the page's order, so that every verifier answers the
 * same. Throws ProofError with the code of the first check that does not hold; nothing of the bundle is then proven.
 */
export async function verifyBundle(text: string, { pins: pinned, nowMs, seen }: Reading): Promise<Verdict> {
  const pins = await parsePins(pinned);
  const bundle = parseBundle(text);
  const checkpoint = parseCheckpoint(bundle.checkpoint);
  const organisations = await verifyCheckpoint(checkpoint, pins, nowMs);
  requireInLog(bundle, checkpoint);
  requireInStates(bundle, checkpoint);
  for (const [index, subject] of bundle.subjects.entries())
    requireComplete(subject, bundle.events, `/subjects/${index}`);
  const events = await proveEvents(bundle, pins);
  requireSubjects(bundle.lot, bundle.subjects);
  const isOlder = requireContinued(bundle, checkpoint, seen);
  const { network, size, block, time } = checkpoint;
  const proven = {
    lot: bundle.lot,
    events,
    lots: standingOfLots(bundle.subjects, bundle.events),
    checkpoint: {
      ...{ network, size, block, time, organisations },
      root: toBase64url(checkpoint.root),
      states: toBase64url(checkpoint.states),
      age: ageOf(checkpoint, nowMs),
      ...(isOlder ? ({ older: true } as const) : {}),
    },
  };
  const { code } = bundle;
  return code ? { ...proven, code: { ...code, state: verifyCode(code, proven) } } : proven;
}

function requireInLog({ events, tree }: Bundle, { size, root, block }: Checkpoint): void {
  const leaves = events.map(({ ordinal, leaf }) => ({ ordinal, hash: leaf }));
  if (!isSame(rootOfPruned(tree, size, leaves), root))
    throw new ProofError('NOT_IN_LOG', 'has another root than the checkpoint', '/tree');
  if (events.some((event) => event.block > block))
    throw new ProofError('NOT_IN_LOG', 'has an event after the block of the checkpoint', '/events');
}

function requireInStates({ subjects, states }: Bundle, checkpoint: Checkpoint): void {
  const root = rootOfPrunedMap(
    states,
    subjects.map(({ entry }) => entry),
  );
  if (!isSame(root, checkpoint.states))
    throw new ProofError('NOT_IN_STATES', 'has another root than the checkpoint', '/states');
}

async function proveEvents(
  { events, subjects }: Bundle,
  pins: Pins,
): Promise<ReadonlyMap<string, ProvenEvent>> {
  const signers = await verifySigners(events, subjects, pins);
  const stranger = events.findIndex(({ network }) => network !== pins.network);
  if (stranger >= 0)
    throw new ProofError('WRONG_NETWORK', 'is of another network', `/events/${stranger}/payload`);
  return new Map(
    events.map(({ ordinal, id, body, time, block, breaches, said }, place) => [
      id,
      { ordinal, id, event: body, time, block, breaches, signers: signers[place] ?? [], said },
    ]),
  );
}

/** Whether a newer one was seen before. Throws FORKED where this one does not continue what was seen. */
function requireContinued(
  { consistency }: Bundle,
  { size, root, states }: Checkpoint,
  seen: SeenCheckpoint | undefined,
): boolean {
  if (!seen || size < seen.size) return seen !== undefined;
  const seenRoot = fromBase64url(seen.root) ?? new Uint8Array(0);
  const isContinued =
    size === seen.size
      ? isSame(root, seenRoot) && toBase64url(states) === seen.states
      : seen.size === 0 ||
        (consistency?.from === seen.size &&
          verifyConsistency(consistency.path, {
            from: seen.size,
            fromRoot: seenRoot,
            to: size,
            toRoot: root,
          }));
  if (!isContinued)
    throw new ProofError('FORKED', 'does not continue the checkpoint that was seen before', '/consistency');
  return false;
}
