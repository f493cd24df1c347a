import { describe, expect, it } from 'vitest';
import { nextStep, type WitnessView, witnessTimes } from './next-step.ts';
import type { KnownNote } from './read-notes.ts';

const nowMs = Date.parse('2026-09-01T08:00:00.000Z');

/** A checkpoint that so many organisations have signed, so many milliseconds ago. */
function note(size: number, agoMs: number, signers: readonly string[]): KnownNote {
  const time = new Date(nowMs - agoMs).toISOString();
  const hash = 'A'.repeat(43);
  return {
    text: `note of ${size} at ${time}`,
    checkpoint: { network: 'n', size, root: hash, states: hash, block: size, blockHash: '', time },
    lines: signers.map((party) => ({ name: party, party, signature: '' })),
  };
}

const view = (changes: Partial<WitnessView>): WitnessView => ({
  ...{ nowMs, startedMs: nowMs, party: 'we', rank: 0, threshold: 3, headBlock: 100 },
  ...{ hasNews: true, isCurrent: true, notes: [], settled: new Set() },
  ...{ signedSize: 0, proposedMs: 0, saidMs: 0 },
  ...changes,
});

const step = (changes: Partial<WitnessView>) => nextStep(view(changes), witnessTimes);
const complete = ['one', 'two', 'three', 'we'];

describe('what an organisation signs next', () => {
  it('is another’s checkpoint, before one of its own', () => {
    const other = note(50, 20_000, ['one']);
    expect(step({ notes: [other] })).toEqual({ kind: 'cosign', note: other });
  });

  it.each<[string, Partial<WitnessView>]>([
    ['it has signed it', { notes: [note(50, 0, ['one', 'we'])] }],
    [
      'it has looked at it before',
      { notes: [note(50, 0, ['one'])], settled: new Set([note(50, 0, []).text]) },
    ],
    ['it is smaller than what it signed last', { notes: [note(50, 0, ['one'])], signedSize: 51 }],
    ['its block is not in the index yet', { notes: [note(50, 0, ['one'])], headBlock: 49 }],
    ['its time is over two minutes ago', { notes: [note(50, 120_001, ['one'])], isCurrent: false }],
    ['its time is over two minutes ahead', { notes: [note(50, -120_001, ['one'])] }],
    ['it signed another a moment ago', { notes: [note(50, 0, ['one'])], saidMs: nowMs - 1_499 }],
  ])('is no checkpoint where %s', (_, changes) => {
    expect(step(changes).kind).toBe('wait');
  });

  it.each<[string, Partial<WitnessView>]>([
    ['there was none, and it is the first in rank', {}],
    ['something was recorded five seconds after the last', { notes: [note(50, 5_000, complete)] }],
    ['nothing was for 55 seconds', { notes: [note(50, 55_000, complete)], hasNews: false }],
    ['the last lacks signatures for 15 seconds', { notes: [note(50, 15_000, ['one', 'we'])] }],
    ['those before it in rank did not', { notes: [note(50, 8_000, complete)], rank: 2 }],
  ])('is one of its own where %s', (_, changes) => {
    expect(step(changes).kind).toBe('propose');
  });

  it.each<[string, Partial<WitnessView>]>([
    ['those before it in rank may', { notes: [note(50, 7_999, complete)], rank: 2 }],
    ['there was none, and it is not the first in rank', { rank: 1 }],
    ['the last is younger than five seconds', { notes: [note(50, 4_999, complete)] }],
    ['only cosignatures came', { notes: [note(50, 54_999, complete)], hasNews: false }],
    ['the last may still be signed', { notes: [note(50, 14_999, ['one', 'we'])] }],
    ['it proposed a moment ago', { notes: [note(50, 9_000, complete)], proposedMs: nowMs - 4_999 }],
    ['its index is behind', { isCurrent: false }],
    ['it has signed a larger one than it sees', { notes: [note(50, 60_000, complete)], signedSize: 51 }],
  ])('is nothing of its own where %s', (_, changes) => {
    expect(step(changes).kind).toBe('wait');
  });
});
