import { describe, expect, it } from 'vitest';
import { consistencyPath, inclusionPath, leafOf, prunedTree } from './testing-merkle.ts';
import { leafHash, rootOfPruned, verifyConsistency, verifyInclusion } from './tree.ts';

// Leaves, roots and paths of the tests of Certificate Transparency (github.com/google/certificate-transparency, merkletree).
const data = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const leaves = data.map((hex) => leafHash(Buffer.from(hex, 'hex')));
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const [h96, h5f, h6b] = [
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
].map(bytes) as [Buffer, Buffer, Buffer];
const rootOf = (size: number): Buffer => bytes(roots[size - 1] ?? '');

describe('an RFC 6962 tree', () => {
  it('has the roots of Certificate Transparency', () => {
    for (const [index, root] of roots.entries()) {
      const some = leaves.slice(0, index + 1);
      const all = new Map(some.map((_, at) => [at, at]));
      const { part = '' } = prunedTree(some, all);
      const found = rootOfPruned(
        part,
        some.length,
        some.map((hash, ordinal) => ({ ordinal, hash })),
      );
      expect(Buffer.from(found).toString('hex')).toBe(root);
    }
  });

  it('proves what Certificate Transparency proves', () => {
    const path = [h96, h5f, h6b];
    const leaf = leaves[0] as Uint8Array;
    expect(verifyInclusion({ leaf, index: 0, size: 8, path, root: rootOf(8) })).toBe(true);
    expect(verifyConsistency(path, { from: 1, fromRoot: rootOf(1), to: 8, toRoot: rootOf(8) })).toBe(true);
    const further = [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ].map(bytes);
    expect(verifyConsistency(further, { from: 6, fromRoot: rootOf(6), to: 8, toRoot: rootOf(8) })).toBe(true);
    const short = [h5f, bytes('bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b')];
    expect(verifyConsistency(short, { from: 2, fromRoot: rootOf(2), to: 5, toRoot: rootOf(5) })).toBe(true);
  });

  const sizes = Array.from({ length: 17 }, (_, size) => size + 1);
  const many = Array.from({ length: 17 }, (_, index) => leafOf(`${index}`));
  const manyRoot = (size: number): Buffer => prunedTree(many.slice(0, size), new Map()).hash;

  it.each(sizes)('of %i leaves includes each at its place, and nowhere else', (size) => {
    const root = manyRoot(size);
    for (let index = 0; index < size; index++) {
      const path = inclusionPath(many.slice(0, size), index);
      const leaf = many[index] as Buffer;
      for (let at = 0; at <= size; at++)
        expect(verifyInclusion({ leaf, index: at, size, path, root })).toBe(at === index);
      expect(verifyInclusion({ leaf, index, size, path: [...path, leaf], root })).toBe(false);
      expect(verifyInclusion({ leaf, index, size, path: path.slice(1), root })).toBe(size === 1);
      expect(verifyInclusion({ leaf: root, index, size, path, root })).toBe(size === 1 && leaf.equals(root));
    }
  });

  it.each(sizes)('of %i leaves continues every smaller one, by the whole path alone', (to) => {
    const toRoot = manyRoot(to);
    for (let from = 1; from <= to; from++) {
      const path = consistencyPath(many.slice(0, to), from);
      const given = { from, fromRoot: manyRoot(from), to, toRoot };
      expect(verifyConsistency(path, given)).toBe(true);
      expect(verifyConsistency([...path, toRoot], given)).toBe(false);
      expect(verifyConsistency(path.slice(0, -1), given)).toBe(from === to);
      for (const at of path.keys()) expect(verifyConsistency(path.with(at, toRoot), given)).toBe(false);
      expect(verifyConsistency(path, { ...given, fromRoot: leafOf('x') })).toBe(false);
      expect(verifyConsistency(path, { ...given, toRoot: leafOf('x') })).toBe(false);
      expect(verifyConsistency(path, { ...given, from: to, to: from })).toBe(from === to);
    }
  });

  it('continues nothing by an empty path alone', () => {
    const given = { from: 0, fromRoot: leafOf('x'), to: 5, toRoot: manyRoot(5) };
    expect(verifyConsistency([], given)).toBe(true);
    expect(verifyConsistency([manyRoot(5)], given)).toBe(false);
  });
});
