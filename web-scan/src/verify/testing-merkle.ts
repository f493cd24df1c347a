import { digestOf } from './testing-key.ts';

export type Part = string | number | readonly [Part, Part];

/** A part of a tree or map, its hash, and how it looks in a bundle: undefined where it leads to nothing wanted. */
export interface Pruned {
  readonly hash: Buffer;
  readonly part: Part | undefined;
}

export const leafOf = (data: Uint8Array | string): Buffer => digestOf(Uint8Array.of(0), data);
export const nodeOf = (left: Uint8Array, right: Uint8Array): Buffer =>
  digestOf(Uint8Array.of(1), left, right);

const zero = Buffer.alloc(32);
const shown = ({ hash, part }: Pruned): Part => part ?? (hash.equals(zero) ? '' : hash.toString('base64url'));

function joined(left: Pruned, right: Pruned): Pruned {
  const isWanted = left.part !== undefined || right.part !== undefined;
  return {
    hash: nodeOf(left.hash, right.hash),
    part: isWanted ? [shown(left), shown(right)] : undefined,
  };
}

/** The largest power of two below a number of leaves. */
const split = (count: number): number => 2 ** Math.floor(Math.log2(count - 0.5));

/** RFC 6962 §2.1, by its own words. `wanted` gives an ordinal's place in the bundle. */
export function prunedTree(leaves: readonly Uint8Array[], wanted: ReadonlyMap<number, number>): Pruned {
  const treeOf = (from: number, count: number): Pruned => {
    if (count === 1) return { hash: Buffer.from(leaves[from] ?? zero), part: wanted.get(from) };
    const left = split(count);
    return joined(treeOf(from, left), treeOf(from + left, count - left));
  };
  if (leaves.length === 0) return { hash: digestOf(''), part: undefined };
  const tree = treeOf(0, leaves.length);
  return { ...tree, part: tree.part ?? tree.hash.toString('base64url') };
}

/** RFC 6962 §2.1.2, PROOF(m, D[n]). */
export function consistencyPath(leaves: readonly Uint8Array[], from: number): Buffer[] {
  const rootOf = (start: number, end: number): Buffer => prunedTree(leaves.slice(start, end), new Map()).hash;
  const subproof = (m: number, start: number, end: number, isWhole: boolean): Buffer[] => {
    const count = end - start;
    if (m === count) return isWhole ? [] : [rootOf(start, end)];
    const left = split(count);
    return m <= left
      ? [...subproof(m, start, start + left, isWhole), rootOf(start + left, end)]
      : [...subproof(m - left, start + left, end, false), rootOf(start, start + left)];
  };
  return from === 0 || from === leaves.length ? [] : subproof(from, 0, leaves.length, true);
}

/** RFC 6962 §2.1.1, PATH(m, D[n]). */
export function inclusionPath(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (leaves.length <= 1) return [];
  const left = split(leaves.length);
  const [first, rest] = [leaves.slice(0, left), leaves.slice(left)];
  return index < left
    ? [...inclusionPath(first, index), prunedTree(rest, new Map()).hash]
    : [...inclusionPath(rest, index - left), prunedTree(first, new Map()).hash];
}

export interface MapLeaf {
  readonly key: Buffer;
  readonly hash: Buffer;
  /** Its place in the bundle. */
  readonly place?: number | undefined;
}

/** docs/proof.md, Map of states. */
export function prunedMap(entries: readonly MapLeaf[]): Pruned {
  const mapOf = (some: readonly MapLeaf[], depth: number): Pruned => {
    const [only] = some;
    if (!only) return { hash: zero, part: undefined };
    if (some.length === 1) return { hash: only.hash, part: only.place };
    const bit = ({ key }: MapLeaf): number => ((key[depth >> 3] ?? 0) >> (7 - (depth % 8))) & 1;
    return joined(
      mapOf(
        some.filter((one) => bit(one) === 0),
        depth + 1,
      ),
      mapOf(
        some.filter((one) => bit(one) === 1),
        depth + 1,
      ),
    );
  };
  const map = mapOf(entries, 0);
  return { ...map, part: shown(map) };
}
