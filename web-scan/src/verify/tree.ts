import { isList, type Json } from './canonical.ts';
import { type Bytes, concat, fromBase64url, isSame } from './encodings.ts';
import { ProofError } from './proof-error.ts';
import { sha256 } from './sha256.ts';

/** Hash of a leaf (RFC 6962 §2.1). */
export const leafHash = (data: Uint8Array): Bytes => sha256(concat(Uint8Array.of(0), data));

/** Hash of a node. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Bytes =>
  sha256(concat(Uint8Array.of(1), left, right));

const outOfLog = (detail: string): ProofError => new ProofError('NOT_IN_LOG', detail, '/tree');

/** The largest power of two below a size of two or more. */
function leftSize(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

export interface Leaf {
  readonly ordinal: number;
  readonly hash: Bytes;
}

/**
 * The root of a pruned tree of `size` leaves, of which the leaves given stand at their ordinals, each once and in order, and of which nothing is
 * expanded that leads to none of them. Throws NOT_IN_LOG.
 */
export function rootOfPruned(tree: Json, size: number, leaves: readonly Leaf[]): Bytes {
  let next = 0;
  function rootOf(part: Json, from: number, count: number): Bytes {
    if (typeof part === 'string') return prunedHash(part);
    if (typeof part === 'number') {
      const leaf = leaves[next];
      if (part !== next || count !== 1 || leaf?.ordinal !== from)
        throw outOfLog(`has leaf ${part} in a place that is not its own`);
      next += 1;
      return leaf.hash;
    }
    const [left, right] = pairOf(part);
    if (count < 2) throw outOfLog('has a node where a leaf is');
    const first = leftSize(count);
    const leftRoot = rootOf(left, from, first);
    return nodeHash(leftRoot, rootOf(right, from + first, count - first));
  }
  if (size === 0) throw outOfLog('is of a log without events');
  const root = rootOf(tree, 0, size);
  if (next !== leaves.length) throw outOfLog(`lacks event ${next}`);
  return root;
}

function prunedHash(text: string): Bytes {
  const hash = fromBase64url(text);
  if (hash?.length !== 32) throw outOfLog('has a hash of no form');
  return hash;
}

function pairOf(part: Json): readonly [Json, Json] {
  if (typeof part !== 'object' || part === null || !isList(part) || part.length !== 2)
    throw outOfLog('has a part of no form');
  const [left = null, right = null] = part;
  if (typeof left === 'string' && typeof right === 'string')
    throw outOfLog('is expanded where it leads to nothing');
  return [left, right];
}

/** A place on a level of a tree, and the last place of that level. */
type Level = readonly [at: number, last: number];

/** Its sibling stands to the right of it; otherwise to the left. */
const hasRight = ([at, last]: Level): boolean => at % 2 === 0 && at !== last;

/** The level where the place's node has its next sibling. */
function climbed([at, last]: Level): Level {
  let [place, end] = [at, last];
  if (place === end) while (place % 2 === 0 && place !== 0) [place, end] = [place / 2, Math.floor(end / 2)];
  return [Math.floor(place / 2), Math.floor(end / 2)];
}

export interface Roots {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
}

/**
 * Whether a tree of `to` leaves continues one of `from` (RFC 9162 §2.1.4.2). A tree continues itself, and every tree an empty one, by an empty
 * path alone.
 */
export function verifyConsistency(path: readonly Uint8Array[], roots: Roots): boolean {
  const { from, fromRoot, to, toRoot } = roots;
  if (from > to) return false;
  if (from === to) return path.length === 0 && isSame(fromRoot, toRoot);
  if (from === 0) return path.length === 0;
  let level: Level = [from - 1, to - 1];
  while (level[0] % 2 === 1) level = [Math.floor(level[0] / 2), Math.floor(level[1] / 2)];
  // Of a whole power of two the old root is a node of the new tree.
  const [start, ...rest] = level[0] === 0 ? [fromRoot, ...path] : path;
  if (!start) return false;
  let [older, newer] = [start, start];
  for (const node of rest) {
    if (level[1] === 0) return false;
    if (!hasRight(level)) older = nodeHash(node, older);
    newer = hasRight(level) ? nodeHash(newer, node) : nodeHash(node, newer);
    level = climbed(level);
  }
  return level[1] === 0 && isSame(older, fromRoot) && isSame(newer, toRoot);
}

export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether a leaf's hash stands at a place of a tree (RFC 9162 §2.1.3.2). */
export function verifyInclusion({ leaf, index, size, path, root }: Inclusion): boolean {
  if (index >= size) return false;
  let level: Level = [index, size - 1];
  let hash = leaf;
  for (const node of path) {
    if (level[1] === 0) return false;
    hash = hasRight(level) ? nodeHash(hash, node) : nodeHash(node, hash);
    level = climbed(level);
  }
  return level[1] === 0 && isSame(hash, root);
}
