import { hash } from 'node:crypto';
import { lineLength, serialLength } from './serial.ts';

/** The Merkle tree over a set's serials (RFC 6962 §2.1), level by level: the last node of an odd level goes up as it is, which gives the same root. */

/** Codes under one node of the lowest level that is kept: 256 leaves, 8 levels. */
export const blockCodes = 256;
export const hashBytes = 32;

const leafInput = Buffer.alloc(1 + serialLength);
const nodeInput = Buffer.alloc(1 + 2 * hashBytes, 1);

/** SHA-256(0x00 ‖ the 20 ASCII characters that begin at `at`). */
function leafOf(lines: Buffer, at: number): Buffer {
  lines.copy(leafInput, 1, at, at + serialLength);
  return hash('sha256', leafInput, 'buffer');
}

/** SHA-256(0x01 ‖ left ‖ right). */
function nodeOf(left: Buffer, right: Buffer): Buffer {
  left.copy(nodeInput, 1);
  right.copy(nodeInput, 1 + hashBytes);
  return hash('sha256', nodeInput, 'buffer');
}

/** The leaves of lines of 21 bytes. */
export const leavesOf = (lines: Buffer): Buffer[] =>
  Array.from({ length: lines.length / lineLength }, (_, index) => leafOf(lines, index * lineLength));

/** Every level from these nodes up to one. */
export function levelsOver(nodes: readonly Buffer[]): (readonly Buffer[])[] {
  const levels = [nodes];
  for (let below = nodes; below.length > 1; ) {
    const above: Buffer[] = [];
    for (let index = 0; index < below.length; index += 2) {
      const left = below[index] as Buffer;
      const right = below[index + 1];
      above.push(right ? nodeOf(left, right) : left);
    }
    levels.push(above);
    below = above;
  }
  return levels;
}

/** The siblings on the way from a node up to the one at the top, the lowest first. */
export const pathIn = (levels: readonly (readonly Buffer[])[], index: number): Buffer[] =>
  levels.flatMap((nodes, level) => nodes[(index >> level) ^ 1] ?? []);

/** How many nodes each kept level of a set has: over blocks of codes, up to the root. */
export function keptSizes(count: number): number[] {
  const sizes = [Math.ceil(count / blockCodes)];
  for (let size = sizes[0] ?? 1; size > 1; ) {
    size = Math.ceil(size / 2);
    sizes.push(size);
  }
  return sizes;
}

/** Takes a set block by block and keeps one hash of each: 1.25 MB for ten million codes. */
export class TreeBuilder {
  readonly #blocks: Buffer[] = [];

  /** The lines of the next block: 256, or what is left at the end. */
  add(lines: Buffer): void {
    const top = levelsOver(leavesOf(lines)).at(-1)?.[0];
    if (top) this.#blocks.push(top);
  }

  /** The root, and all kept levels one after the other, the lowest first: the file of the tree. */
  finish(): { readonly root: Buffer; readonly kept: Buffer } {
    const levels = levelsOver(this.#blocks);
    const root = levels.at(-1)?.[0];
    if (!root) throw new RangeError('a set without codes has no tree');
    return { root, kept: Buffer.concat(levels.flat()) };
  }
}
