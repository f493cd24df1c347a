import type { Queryable } from '../store/database.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import { emptyTreeRoot, nodeHash } from './hashing.ts';
import { frontierOf, type NodePlace, nodeName, splitOf } from './tree-shape.ts';

/** A pruned tree (docs/proof.md): a node of two sides, the hash of what was left out, or the place of a leaf in a list. */
export type Pruned = string | number | readonly [Pruned, Pruned];

/** A run of leaves, and what is asked of it. */
type Part = NodePlace | readonly [Part, Part] | { readonly leaf: number };

/** The hashes of these complete subtrees, by name. */
export async function readNodes(
  db: Queryable,
  nodes: readonly NodePlace[],
): Promise<ReadonlyMap<string, string>> {
  const byLevel = new Map<number, number[]>();
  for (const { level, place } of nodes) {
    const places = byLevel.get(level);
    if (places) places.push(place);
    else byLevel.set(level, [place]);
  }
  const found = new Map<string, string>();
  for (const [level, places] of byLevel) {
    const rows = await inGroups(places, (group) =>
      db.selectFrom('log_nodes').selectAll().where('level', '=', level).where('place', 'in', group).execute(),
    );
    for (const row of rows) found.set(nodeName(row), row.hash);
  }
  return found;
}

/** Root of the first `size` leaves. Throws RangeError where the log is shorter. */
export async function rootOf(db: Queryable, size: number): Promise<string> {
  if (size === 0) return emptyTreeRoot;
  return hashOf(rangeOf(0, size), await readNodes(db, frontierOf(size)));
}

/** The tree of `size` leaves without what leads to none of the `ordinals` (rising, each once). A leaf is told by its place in that list. */
export async function pruneTree(db: Queryable, size: number, ordinals: readonly number[]): Promise<Pruned> {
  const part = pick({ first: 0, count: size }, ordinals, 0);
  const nodes = await readNodes(db, placesIn(part));
  const write = (one: Part): Pruned => {
    if (isPair(one)) return isWhole(one) ? hashOf(one, nodes) : [write(one[0]), write(one[1])];
    return 'leaf' in one ? one.leaf : hashOf(one, nodes);
  };
  return write(part);
}

/** RFC 6962 §2.1.2: the proof that the tree of `from` leaves begins that of `size` leaves; nothing where one is the other, or is empty. */
export async function consistencyPath(db: Queryable, from: number, size: number): Promise<string[]> {
  if (from === 0 || from === size) return [];
  const parts = subproof({ first: 0, count: size }, from, true);
  const nodes = await readNodes(db, parts.flatMap(placesIn));
  return parts.map((part) => hashOf(part, nodes));
}

interface Range {
  readonly first: number;
  readonly count: number;
}

/** SUBPROOF(m, D[n], b) of RFC 6962 §2.1.2, for the leaves of a range. */
function subproof({ first, count }: Range, from: number, isKnown: boolean): Part[] {
  if (from === count) return isKnown ? [] : [rangeOf(first, count)];
  const left = splitOf(count);
  if (from <= left)
    return [...subproof({ first, count: left }, from, isKnown), rangeOf(first + left, count - left)];
  return [
    ...subproof({ first: first + left, count: count - left }, from - left, false),
    rangeOf(first, left),
  ];
}

/** A range as one complete subtree, or as the two sides that RFC 6962 gives it. */
function rangeOf(first: number, count: number): Part {
  const level = Math.log2(count);
  if (Number.isInteger(level)) return { level, place: first / count };
  const left = splitOf(count);
  return [rangeOf(first, left), rangeOf(first + left, count - left)];
}

/** A range with its wanted leaves laid open; `offset`: place of the first of them in the whole list. */
function pick({ first, count }: Range, ordinals: readonly number[], offset: number): Part {
  if (ordinals.length === 0) return rangeOf(first, count);
  if (count === 1) return { leaf: offset };
  const left = splitOf(count);
  const before = ordinals.filter((ordinal) => ordinal < first + left);
  return [
    pick({ first, count: left }, before, offset),
    pick({ first: first + left, count: count - left }, ordinals.slice(before.length), offset + before.length),
  ];
}

const isPair = (part: Part): part is readonly [Part, Part] => Array.isArray(part);

/** Whether nothing in it was laid open. */
const isWhole = (part: Part): boolean => (isPair(part) ? part.every(isWhole) : !('leaf' in part));

const placesIn = (part: Part): NodePlace[] => {
  if (isPair(part)) return part.flatMap(placesIn);
  return 'leaf' in part ? [] : [part];
};

function hashOf(part: Part, nodes: ReadonlyMap<string, string>): string {
  if (isPair(part)) return nodeHash(hashOf(part[0], nodes), hashOf(part[1], nodes));
  const known = 'leaf' in part ? undefined : nodes.get(nodeName(part));
  if (known === undefined) throw new RangeError('the log is shorter than what was asked of it');
  return known;
}
