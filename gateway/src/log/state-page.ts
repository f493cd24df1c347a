import { hash } from 'node:crypto';
import { leafHash, nodeHash, zeroHash } from './hashing.ts';

/** A subject and its value: the only key under its place. */
export interface StateLeaf {
  readonly kind: string;
  readonly id: string;
  /** Canonical JSON `{digest, events, state}`. */
  readonly value: string;
}

/** What lies under a digit of the keys: nothing, one subject, or a page whose root this is. */
export type Slot = null | StateLeaf | string;

/** Four bits of the map: what lies under each of the sixteen digits that may follow a prefix. */
export type Page = readonly Slot[];

export const digits = '0123456789abcdef';
export const emptyPage: Page = Array<Slot>(16).fill(null);

/** The key of a subject, hexadecimal (docs/proof.md). */
export const subjectKey = (kind: string, id: string): string => hash('sha256', `${kind}/${id}`, 'hex');

export const isLeaf = (slot: Slot | undefined): slot is StateLeaf =>
  typeof slot === 'object' && slot !== null;

/** A run of a page's slots: 16, 8, 4, 2 or 1 of them. */
export interface Run {
  readonly first: number;
  readonly count: number;
}

export const wholePage: Run = { first: 0, count: 16 };
export const halves = ({ first, count }: Run): readonly [Run, Run] => [
  { first, count: count / 2 },
  { first: first + count / 2, count: count / 2 },
];

/** What a run comes to: nothing, one subject, one page, or a node of two sides. */
export type RunContent =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'leaf'; readonly leaf: StateLeaf }
  | { readonly kind: 'page'; readonly digit: number; readonly root: string }
  | { readonly kind: 'node' };

export function contentOf(page: Page, { first, count }: Run): RunContent {
  const slots = page.slice(first, first + count).filter((slot) => slot !== null);
  const [slot] = slots;
  if (slot === undefined) return { kind: 'nothing' };
  if (slots.length === 1 && isLeaf(slot)) return { kind: 'leaf', leaf: slot };
  return count === 1 ? { kind: 'page', digit: first, root: slot as string } : { kind: 'node' };
}

/** Root of what lies under a run of slots. */
export function hashOfRun(page: Page, run: Run): string {
  const content = contentOf(page, run);
  switch (content.kind) {
    case 'nothing':
      return zeroHash;
    case 'leaf':
      return stateLeafHash(content.leaf);
    case 'page':
      return content.root;
    default: {
      const [left, right] = halves(run);
      return nodeHash(hashOfRun(page, left), hashOfRun(page, right));
    }
  }
}

export const rootOfPage = (page: Page): string => hashOfRun(page, wholePage);

/** SHA-256(0x00 ‖ key ‖ SHA-256(value)). */
const stateLeafHash = ({ kind, id, value }: StateLeaf): string =>
  leafHash(Buffer.from(subjectKey(kind, id), 'hex'), hash('sha256', value, 'buffer'));
