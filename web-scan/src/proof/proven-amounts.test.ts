import { describe, expect, it } from 'vitest';
import { createdAmount, soldAmount } from './proven-amounts.ts';
import { lot, parent, proven, soldEvent, tellVerdict } from './testing-proven.ts';

const back = proven({ act: 'takeBack', lines: [{ lot, amount: { count: 3, massG: 1_500 } }] });

describe('what was made of a lot', () => {
  it('is what the event says that made it', () => {
    expect(createdAmount(lot, tellVerdict())).toEqual({ count: 60, massG: 30_000 });
    expect(createdAmount(parent, tellVerdict())).toEqual({ count: 20, massG: 760_000 });
  });

  it('is unknown where that event is not proven, and of an unknown lot', () => {
    const verdict = tellVerdict();
    expect(createdAmount(lot, { ...verdict, events: new Map() })).toBeUndefined();
    expect(createdAmount('06901234567892/L9', verdict)).toBeUndefined();
  });
});

describe('what was sold of a lot', () => {
  it('is the sum of its sales less what came back', () => {
    expect(soldAmount(lot, tellVerdict({ more: [soldEvent, back] }))).toEqual({ count: 7, massG: 3_500 });
    expect(soldAmount(lot, tellVerdict())).toEqual({});
  });

  it('counts neither other lots nor what was undone', () => {
    const undone = proven({ act: 'correct', event: soldEvent.id, reverse: true });
    const told = proven({ act: 'correct', event: back.id });
    expect(soldAmount(lot, tellVerdict({ more: [soldEvent, undone] }))).toEqual({});
    expect(soldAmount(lot, tellVerdict({ more: [soldEvent, back, told] }))).toEqual({
      count: 7,
      massG: 3_500,
    });
    expect(soldAmount(parent, tellVerdict({ more: [soldEvent] }))).toEqual({});
  });

  it('is unknown where not all events are there', () => {
    expect(soldAmount(lot, tellVerdict({ change: { complete: false } }))).toBeUndefined();
  });
});
