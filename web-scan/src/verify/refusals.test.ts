import { describe, expect, it } from 'vitest';
import { ProofError, proofCodes, verifyBundle } from './index.ts';
import { play } from './testing-tricks.ts';
import { trickGroups } from './testing-tricks-all.ts';

describe.each(Object.entries(trickGroups))('a proof is refused: %s', (_, rows) => {
  it.each(rows)('%s: %s', async (...row) => {
    const trick = play(row);
    const refusal = await verifyBundle(trick.text, trick).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProofError);
    expect((refusal as ProofError).message).toMatch(new RegExp(`^${trick.code}: `));
  });
});

it('every code is provoked', () => {
  const provoked = new Set(Object.values(trickGroups).flatMap((rows) => rows.map(([, code]) => code)));
  expect(proofCodes.filter((code) => !provoked.has(code))).toEqual([]);
});
