import { nodeHash } from './hashing.ts';
import type { LogNodeRow } from './log-tables.ts';
import { frontierOf, nodeName } from './tree-shape.ts';

/**
 * The subtrees that become complete when leaves are added to a tree of `size` leaves. `frontier`: the hashes of the subtrees that the tree is
 * made of (`frontierOf`), by name.
 */
export function appendLeaves(
  size: number,
  frontier: ReadonlyMap<string, string>,
  leaves: readonly string[],
): LogNodeRow[] {
  const rows: LogNodeRow[] = [];
  const open = frontierOf(size).map((node) => {
    const known = frontier.get(nodeName(node));
    if (known === undefined) throw new RangeError(`the tree lacks node ${nodeName(node)}`);
    return { ...node, hash: known };
  });
  for (const [index, hash] of leaves.entries()) {
    let node: LogNodeRow = { level: 0, place: size + index, hash };
    rows.push(node);
    for (let left = open.at(-1); left?.level === node.level; left = open.at(-1)) {
      open.pop();
      node = { level: node.level + 1, place: left.place / 2, hash: nodeHash(left.hash, node.hash) };
      rows.push(node);
    }
    open.push(node);
  }
  return rows;
}
