import { hash } from 'node:crypto';
import type { Pruned } from './tree.ts';

/** Test utility: tree and map of docs/proof.md as their definitions say them, over bytes, without any shortcut. */
const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  hash('sha256', Buffer.concat(parts), 'buffer');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64url');
const text = (data: Uint8Array): string => Buffer.from(data).toString('base64url');

export const naiveLeaf = (data: string | Uint8Array): string =>
  text(sha256(Uint8Array.of(0), typeof data === 'string' ? Buffer.from(data) : data));
export const naiveNode = (left: string, right: string): string =>
  text(sha256(Uint8Array.of(1), bytes(left), bytes(right)));

export function naiveRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return text(sha256());
  const [only] = leaves;
  if (leaves.length === 1) return only ?? '';
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return naiveNode(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

export interface NaiveSubject {
  readonly kind: string;
  readonly id: string;
  readonly value: string;
}

const keyBits = ({ kind, id }: NaiveSubject): string =>
  [...sha256(Buffer.from(`${kind}/${id}`))].map((byte) => byte.toString(2).padStart(8, '0')).join('');

export function naiveStatesRoot(subjects: readonly NaiveSubject[], depth = 0): string {
  const [only] = subjects;
  if (!only) return text(new Uint8Array(32));
  if (subjects.length === 1) {
    const key = sha256(Buffer.from(`${only.kind}/${only.id}`));
    return text(sha256(Uint8Array.of(0), key, sha256(Buffer.from(only.value))));
  }
  const side = (bit: string) => subjects.filter((subject) => keyBits(subject)[depth] === bit);
  return naiveNode(naiveStatesRoot(side('0'), depth + 1), naiveStatesRoot(side('1'), depth + 1));
}

/** The root that a pruned tree or map comes to. `leaves`: hashes of what its numbers stand for. */
export function rootOfPruned(pruned: Pruned, leaves: readonly string[]): string {
  if (typeof pruned === 'string') return pruned === '' ? text(new Uint8Array(32)) : pruned;
  if (typeof pruned === 'number') return leaves[pruned] ?? 'no such leaf';
  return naiveNode(rootOfPruned(pruned[0], leaves), rootOfPruned(pruned[1], leaves));
}

/** The numbers in a pruned tree, from the left. */
export const numbersIn = (pruned: Pruned): number[] => {
  if (typeof pruned === 'string') return [];
  return typeof pruned === 'number' ? [pruned] : pruned.flatMap(numbersIn);
};

/** Whether a node stands there that leads to nothing that was asked for. */
export const hasIdleNode = (pruned: Pruned): boolean =>
  typeof pruned === 'object' &&
  (pruned.every((side) => typeof side === 'string') || pruned.some((side) => hasIdleNode(side)));

interface SizedRoot {
  readonly size: number;
  readonly root: string;
}

/** Whether a consistency proof leads from one root to the other: SUBPROOF of RFC 6962 §2.1.2, read from its end. */
export function naiveConsistency(from: SizedRoot, to: SizedRoot, path: readonly string[]): boolean {
  if (from.size === 0 || from.size === to.size)
    return path.length === 0 && (from.size === 0 || from.root === to.root);
  const left = [...path];
  const take = (): string => left.pop() ?? 'no step';
  const rootsOf = (size: number, count: number, isKnown: boolean): readonly [string, string] => {
    if (size === count) {
      const root = isKnown ? from.root : take();
      return [root, root];
    }
    const split = 2 ** Math.floor(Math.log2(count - 1));
    const side = take();
    const [older, newer] =
      size <= split ? rootsOf(size, split, isKnown) : rootsOf(size - split, count - split, false);
    return size <= split ? [older, naiveNode(newer, side)] : [naiveNode(side, older), naiveNode(side, newer)];
  };
  const [older, newer] = rootsOf(from.size, to.size, true);
  return older === from.root && newer === to.root && left.length === 0;
}
