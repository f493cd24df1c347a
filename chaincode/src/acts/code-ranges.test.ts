import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CodeRange } from '../model/index.ts';
import { limits } from '../model/index.ts';
import { type CodeRanges, inBoth, sizeOf, withRange } from './code-ranges.ts';

const size = 40;
const range = fc
  .tuple(fc.nat(size - 1), fc.nat(size - 1))
  .map(([one, other]): CodeRange => [Math.min(one, other), Math.max(one, other)]);
const said = fc.array(range, { maxLength: 12 });
const rangesOf = (list: readonly CodeRange[]): CodeRanges => list.reduce<CodeRanges>(withRange, []);

/** The reference: one bit a code. */
const bitsOf = (list: readonly CodeRange[]): boolean[] =>
  Array.from({ length: size }, (_, code) => list.some(([from, to]) => from <= code && code <= to));
const countOf = (bits: readonly boolean[]): number => bits.filter(Boolean).length;

describe('ranges of codes', () => {
  it('join where they meet or touch, and stay apart elsewhere', () => {
    expect(
      rangesOf([
        [4, 6],
        [0, 2],
      ]),
    ).toEqual([
      [0, 2],
      [4, 6],
    ]);
    expect(
      rangesOf([
        [4, 6],
        [0, 2],
        [3, 3],
      ]),
    ).toEqual([[0, 6]]);
    expect(
      rangesOf([
        [4, 6],
        [5, 9],
      ]),
    ).toEqual([[4, 9]]);
    expect(
      rangesOf([
        [4, 6],
        [4, 6],
      ]),
    ).toEqual([[4, 6]]);
    expect(sizeOf([])).toBe(0);
    expect(sizeOf([[0, limits.codesPerSetMax - 1]])).toBe(limits.codesPerSetMax);
  });

  it('hold exactly the codes that were said, sorted and apart, in the fewest ranges', () => {
    fc.assert(
      fc.property(said, (list) => {
        const ranges = rangesOf(list);
        expect(bitsOf(ranges)).toEqual(bitsOf(list));
        expect(sizeOf(ranges)).toBe(countOf(bitsOf(list)));
        for (const [index, [from, to]] of ranges.entries()) {
          expect(from).toBeLessThanOrEqual(to);
          expect(from).toBeGreaterThan((ranges[index - 1]?.[1] ?? -2) + 1);
        }
      }),
    );
  });

  it('are the same in whatever order they are said', () => {
    fc.assert(
      fc.property(said, (list) => {
        expect(rangesOf([...list].reverse())).toEqual(rangesOf(list));
      }),
    );
  });

  it('have in common what both hold', () => {
    fc.assert(
      fc.property(said, said, (left, right) => {
        const both = inBoth(rangesOf(left), rangesOf(right));
        const wanted = bitsOf(left).map((bit, code) => bit && bitsOf(right)[code] === true);
        expect(bitsOf(both)).toEqual(wanted);
        expect(sizeOf(both)).toBe(countOf(wanted));
      }),
    );
  });
});
