import { describe, expect, it } from 'vitest';
import { readsComplaint } from './complaint.ts';

const metrics = (current: number, next: number) =>
  [
    '# TYPE consensus_smartbft_viewchange_current_view gauge',
    `consensus_smartbft_viewchange_current_view{channel="mengsu"} ${current}`,
    '# TYPE consensus_smartbft_viewchange_next_view gauge',
    `consensus_smartbft_viewchange_next_view{channel="mengsu"} ${next}`,
    '',
  ].join('\n');

describe('an orderer', () => {
  it('complains when it asks for a later view than the one that it is in', () => {
    expect(readsComplaint(metrics(0, 1))).toBe(true);
    expect(readsComplaint(metrics(3, 4))).toBe(true);
  });

  it('does not when both are the same, or it has no channel yet', () => {
    expect(readsComplaint(metrics(0, 0))).toBe(false);
    expect(readsComplaint(metrics(4, 4))).toBe(false);
    expect(readsComplaint('')).toBe(false);
  });
});
