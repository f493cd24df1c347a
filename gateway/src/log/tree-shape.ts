/** A complete subtree: the leaves `place`·2^`level` and following, 2^`level` of them. */
export interface NodePlace {
  readonly level: number;
  readonly place: number;
}

export const nodeName = ({ level, place }: NodePlace): string => `${level}/${place}`;

/** The largest power of two below n, for n > 1 (RFC 6962 §2.1). */
export function splitOf(count: number): number {
  let left = 1;
  while (left * 2 < count) left *= 2;
  return left;
}

/** The complete subtrees that a tree of so many leaves is made of, from the left: one for each bit of the size. */
export function frontierOf(size: number): NodePlace[] {
  const nodes: NodePlace[] = [];
  let first = 0;
  for (let level = Math.ceil(Math.log2(size + 1)); level >= 0; level--) {
    const width = 2 ** level;
    if (Math.floor(size / width) % 2 === 0) continue;
    nodes.push({ level, place: first / width });
    first += width;
  }
  return nodes;
}
