import { isList, type Json } from './canonical.ts';
import { type Bytes, concat, fromBase64url, utf8 } from './encodings.ts';
import { ProofError } from './proof-error.ts';
import { sha256 } from './sha256.ts';
import { leafHash, nodeHash } from './tree.ts';

/** What the map says of nothing: the root of a side without keys. */
const nothing = new Uint8Array(32);

export interface Entry {
  /** SHA-256 of kind, stroke and id. */
  readonly key: Bytes;
  readonly hash: Bytes;
}

/** A subject's place and leaf in the map. `value` is the canonical text of its digest, events and state. */
export function entryOf(kind: string, id: string, value: string): Entry {
  const key = sha256(utf8(`${kind}/${id}`));
  return { key, hash: leafHash(concat(key, sha256(utf8(value)))) };
}

const outOfMap = (detail: string): ProofError => new ProofError('NOT_IN_STATES', detail, '/states');

const bitOf = (key: Bytes, depth: number): number => ((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;

/**
 * The root of a pruned map in which every entry stands once, where its key's bits lead, and of which nothing is expanded that leads to none of
 * them. Throws NOT_IN_STATES.
 */
export function rootOfPrunedMap(map: Json, entries: readonly Entry[]): Bytes {
  const isSeen = entries.map(() => false);
  const way: number[] = [];
  function rootOf(part: Json): Bytes {
    if (typeof part === 'string') return prunedHash(part);
    if (typeof part === 'number') {
      const entry = entries[part];
      if (!entry || isSeen[part] || !way.every((bit, depth) => bitOf(entry.key, depth) === bit))
        throw outOfMap(`has subject ${part} in a place that is not its own`);
      isSeen[part] = true;
      return entry.hash;
    }
    const [left, right] = pairOf(part);
    if (way.length === 256) throw outOfMap('is deeper than a key is long');
    way.push(0);
    const leftRoot = rootOf(left);
    way.splice(-1, 1, 1);
    const rightRoot = rootOf(right);
    way.pop();
    return nodeHash(leftRoot, rightRoot);
  }
  const root = rootOf(map);
  const missing = isSeen.indexOf(false);
  if (missing >= 0) throw outOfMap(`lacks subject ${missing}`);
  return root;
}

/** A hash, or `''` for no key at all; the hash of no key is spelt in no other way. */
function prunedHash(text: string): Bytes {
  if (text === '') return nothing;
  const hash = fromBase64url(text);
  if (hash?.length !== 32 || hash.every((byte) => byte === 0)) throw outOfMap('has a hash of no form');
  return hash;
}

function pairOf(part: Json): readonly [Json, Json] {
  if (typeof part !== 'object' || part === null || !isList(part) || part.length !== 2)
    throw outOfMap('has a part of no form');
  const [left = null, right = null] = part;
  if (typeof left === 'string' && typeof right === 'string')
    throw outOfMap('is expanded where it leads to nothing');
  // One key alone is its leaf: no node is made for it.
  if ((left === '' && typeof right === 'number') || (right === '' && typeof left === 'number'))
    throw outOfMap('has a node for one key');
  return [left, right];
}
