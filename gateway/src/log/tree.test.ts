import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertRows } from '../store/insert-rows.ts';
import type { Store } from '../store/open-store.ts';
import { describeStores } from '../store/testing.ts';
import { appendLeaves } from './append-leaves.ts';
import { emptyTreeRoot } from './hashing.ts';
import {
  hasIdleNode,
  naiveConsistency,
  naiveLeaf,
  naiveRoot,
  numbersIn,
  rootOfPruned,
} from './testing-naive-log.ts';
import { consistencyPath, pruneTree, readNodes, rootOf } from './tree.ts';
import { frontierOf } from './tree-shape.ts';

/** Inputs of the certificate-transparency project's Merkle tree tests, and the roots that it gives for the first 0 to 8 of them. */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const hex = (hash: string): string => Buffer.from(hash, 'base64url').toString('hex');

/** A log of these leaves, written in pieces of the given sizes. */
async function logOf(store: Store, leaves: readonly string[], pieces: readonly number[]): Promise<void> {
  let size = 0;
  for (const piece of [...pieces, leaves.length]) {
    const some = leaves.slice(size, size + piece);
    const rows = appendLeaves(size, await readNodes(store.db, frontierOf(size)), some);
    await insertRows(store.db, { engine: store.engine, table: 'log_nodes', rows });
    size += some.length;
  }
}

const leavesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => naiveLeaf(`leaf ${index}`));

describe('the naive tree of the tests', () => {
  it('has the roots of the certificate-transparency project', () => {
    const hashes = inputs.map((input) => naiveLeaf(Buffer.from(input, 'hex')));
    expect(roots.map((_, size) => hex(naiveRoot(hashes.slice(0, size))))).toEqual(roots);
  });
});

describeStores('the tree of events', (stores) => {
  it('has the root that RFC 6962 gives every size, however it was written', async () => {
    const store = await stores.open();
    const leaves = leavesOf(70);
    await logOf(store, leaves, [1, 0, 2, 5, 16, 1, 7]);
    for (let size = 0; size <= leaves.length; size++)
      expect(await rootOf(store.db, size)).toBe(naiveRoot(leaves.slice(0, size)));
    expect(await rootOf(store.db, 0)).toBe(emptyTreeRoot);
    await expect(rootOf(store.db, 71)).rejects.toThrow(RangeError);
  });

  it('proves any of its leaves at any size, and lays open nothing else', async () => {
    const store = await stores.open();
    const leaves = leavesOf(90);
    await logOf(store, leaves, [33, 31]);
    const choice = fc.integer({ min: 1, max: 90 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        ordinals: fc.uniqueArray(fc.integer({ min: 0, max: size - 1 })),
      }),
    );
    await fc.assert(
      fc.asyncProperty(choice, async ({ size, ordinals: unsorted }) => {
        const ordinals = unsorted.toSorted((one, other) => one - other);
        const pruned = await pruneTree(store.db, size, ordinals);
        const shown = ordinals.map((ordinal) => leaves[ordinal] ?? '');
        expect(rootOfPruned(pruned, shown)).toBe(naiveRoot(leaves.slice(0, size)));
        expect(numbersIn(pruned)).toEqual(ordinals.map((_, index) => index));
        if (ordinals.length > 0) expect(hasIdleNode(pruned)).toBe(false);
        else expect(typeof pruned).toBe('string');
      }),
      { numRuns: 60 },
    );
  });

  it('proves that every size begins every later one', async () => {
    const store = await stores.open();
    const leaves = leavesOf(37);
    await logOf(store, leaves, []);
    for (let from = 0; from <= 37; from++) {
      for (let size = Math.max(from, 1); size <= 37; size += 1 + (from % 3)) {
        const path = await consistencyPath(store.db, from, size);
        const [older, newer] = [from, size].map((count) => ({
          size: count,
          root: naiveRoot(leaves.slice(0, count)),
        }));
        if (!older || !newer) throw new RangeError('no trees');
        expect(naiveConsistency(older, newer, path)).toBe(true);
        if (from > 0 && from < size)
          expect(naiveConsistency({ ...older, root: naiveLeaf('fork') }, newer, path)).toBe(false);
      }
    }
  });
});
