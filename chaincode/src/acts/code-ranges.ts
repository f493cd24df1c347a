import type { CodeRange } from '../model/index.ts';

/** Ranges that are sorted and apart: between any two lies a number that is in neither. The empty list is the empty set. */
export type CodeRanges = readonly CodeRange[];

/** All of them and all of the range. */
export function withRange(ranges: CodeRanges, [from, to]: CodeRange): CodeRanges {
  const touching = ranges.filter(([first, last]) => first <= to + 1 && last >= from - 1);
  const apart = ranges.filter((range) => !touching.includes(range));
  const joined: CodeRange = [
    Math.min(from, ...touching.map(([first]) => first)),
    Math.max(to, ...touching.map(([, last]) => last)),
  ];
  return [...apart, joined].sort(([left], [right]) => left - right);
}

/** What is in both. */
export const inBoth = (left: CodeRanges, right: CodeRanges): CodeRanges =>
  left.flatMap(([from, to]) =>
    right
      .map(([first, last]): CodeRange => [Math.max(from, first), Math.min(to, last)])
      .filter(([first, last]) => first <= last),
  );

/** How many numbers are in them. */
export const sizeOf = (ranges: CodeRanges): number =>
  ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
