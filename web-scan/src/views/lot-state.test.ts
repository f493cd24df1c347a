import { describe, expect, it } from 'vitest';
import { noAmounts } from './examples/builder.ts';
import { examples } from './examples/index.ts';
import { handoverStateOf, handoversOf, type NumberedStep } from './handover.ts';
import type { HoldView, LotAmounts, LotPageData, MarkScope, Outcome, Step } from './lot-page-data.ts';
import { lotStateOf, warningOf } from './lot-state.ts';

const none: LotAmounts = noAmounts;
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
    expect(lotStateOf({ created, amounts: { ...none, ...amounts }, steps: [] })).toBe(state);
  });
});

describe('a lot that is not sold yet', () => {
  const { inShop, rice } = examples;
  const [arrival] = inShop.steps.filter(({ act, site }) => act === 'receive' && site?.kind === 'store');
  const stateAfter = (step: Partial<Step>) => {
    if (!arrival) throw new TypeError('the example has an arrival');
    return lotStateOf({ ...inShop, steps: [{ ...arrival, ...step }] });
  };

  it('is for sale in the shop that has taken it in, and not yet before', () => {
    expect(lotStateOf(inShop)).toBe('inShop');
    expect(stateAfter({ act: 'move' })).toBe('inShop');
    expect(lotStateOf({ ...inShop, steps: [] })).toBe('unsold');
    expect(lotStateOf(rice)).toBe('unsold');
  });

  it('is not, where only what it was made of came there, where it left, or where the arrival was undone', () => {
    expect(stateAfter({ depth: 1 })).toBe('unsold');
    expect(stateAfter({ act: 'dispatch' })).toBe('unsold');
    expect(stateAfter({ correction: examples.reversed.reversal })).toBe('unsold');
    expect(stateAfter({ site: rice.site })).toBe('unsold');
  });
});

describe('what is said before the amounts', () => {
  const { recalled, held, reversed, expired, lamb } = examples;
  const holdOf = (scope: MarkScope): HoldView[] => held.marks.holds.map((hold) => ({ ...hold, scope }));
  const marked = (holds: MarkScope | undefined, recalls: MarkScope | undefined): LotPageData['marks'] => ({
    holds: holds ? holdOf(holds) : [],
    recalls: recalls ? recalled.marks.recalls.map((recall) => ({ ...recall, scope: recalls })) : [],
  });
  const bad = { reversal: reversed.reversal, readOn: expired.readOn } as const;

  it.each([
    ['recalled', marked('lot', 'lot'), bad],
    ['recalledEarlier', marked('lot', 'earlier'), bad],
    ['held', marked('lot', undefined), bad],
    ['heldEarlier', marked('earlier', undefined), bad],
    ['reversed', marked('part', undefined), bad],
    ['expired', marked('part', undefined), { readOn: expired.readOn }],
    ['heldPart', marked('part', undefined), {}],
    [undefined, marked(undefined, undefined), {}],
  ] as const)('is %s before what is less urgent', (warning, marks, more) => {
    expect(warningOf({ ...lamb, ...more, marks })).toBe(warning);
  });

  it('says nothing of a date on its own day, nor where there is none', () => {
    expect(warningOf({ ...lamb, readOn: lamb.bestBefore ?? '' })).toBeUndefined();
    expect(warningOf({ ...lamb, bestBefore: undefined, readOn: '2099-01-01' })).toBeUndefined();
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

  it('goes back where a hand was corrected and undone', () => {
    const undone = (act: 'dispatch' | 'receive', number: number): NumberedStep => {
      const found = examples.lamb.steps.find((one) => one.act === act);
      if (!found) throw new TypeError(`the example has a ${act}`);
      return { number, step: { ...found, correction: examples.reversed.reversal } };
    };
    const { shipment = '' } = undone('dispatch', 1).step;
    const stateAfter = (...steps: NumberedStep[]) =>
      handoverStateOf(handoversOf(steps).get(shipment) ?? {}, false);
    expect(stateAfter(undone('dispatch', 1))).toBe('cancelled');
    expect(stateAfter(undone('receive', 2))).toBe('waiting');
  });

  it('is not known where the receipt may be among steps that were left out', () => {
    expect(handoverStateOf({ dispatch: hand() }, true)).toBeUndefined();
    expect(handoverStateOf({ dispatch: hand(), receive: hand() }, true)).toBe('accepted');
  });
});
