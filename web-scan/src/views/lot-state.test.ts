import { describe, expect, it } from 'vitest';
import { examples } from './examples/index.ts';
import { handoverStateOf, type NumberedStep } from './handover.ts';
import type { LotAmounts, Outcome } from './lot-page-data.ts';
import { lotStateOf } from './lot-state.ts';

const none: LotAmounts = { available: {}, inTransit: {}, used: {}, sold: {}, disposed: {} };
const created = { count: 10, massG: 1000 };

describe('the state of a lot', () => {
  it.each([
    ['unsold', { available: created }],
    ['onSale', { available: { count: 9, massG: 900 }, sold: { count: 1, massG: 100 } }],
    ['soldOut', { sold: created }],
    ['usedUp', { used: created }],
    ['disposed', { disposed: created }],
    ['inTransit', { inTransit: created }],
    ['closed', { sold: { count: 9, massG: 900 }, disposed: { count: 1, massG: 100 } }],
    ['onSale', { available: { count: 0, massG: 5 }, sold: { count: 10, massG: 995 } }],
    ['unsold', { available: { count: 5, massG: 500 }, used: { count: 5, massG: 500 } }],
  ])('is %s for %j', (state, amounts) => {
    expect(lotStateOf({ created, amounts: { ...none, ...amounts } })).toBe(state);
  });
});

describe('the state of a handover', () => {
  const step = examples.lamb.steps[2];
  const hand = (outcome?: Outcome): NumberedStep => {
    if (!step) throw new TypeError('the example has a receipt');
    return { number: 1, step: { ...step, outcome } };
  };
  it.each([
    ['waiting', { dispatch: hand() }],
    ['accepted', { receive: hand({ accepted: { count: 1 } }) }],
    ['accepted', { receive: hand() }],
    ['partlyRefused', { receive: hand({ accepted: { count: 1 }, refused: { count: 1 } }) }],
    ['refused', { receive: hand({ accepted: { count: 0 }, refused: { count: 1 } }) }],
    ['missing', { receive: hand({ accepted: { count: 1 }, missing: { count: 1 } }) }],
    ['cancelled', { dispatch: hand(), cancel: hand() }],
  ])('is %s', (state, handover) => {
    expect(handoverStateOf(handover, false)).toBe(state);
  });

  it('is not known where the receipt may be among steps that were left out', () => {
    expect(handoverStateOf({ dispatch: hand() }, true)).toBeUndefined();
    expect(handoverStateOf({ dispatch: hand(), receive: hand() }, true)).toBe('accepted');
  });
});
