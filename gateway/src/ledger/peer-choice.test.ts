import { beforeEach, describe, expect, it } from 'vitest';
import { PeerChoice } from './peer-choice.ts';

let nowMs: number;
let choice: PeerChoice;
beforeEach(() => {
  nowMs = 0;
  choice = new PeerChoice(3, () => nowMs);
});

describe('which peer is asked', () => {
  it('is the first of the list', () => {
    expect(choice.order()).toEqual([0, 1, 2]);
  });

  it('is another one while it rests after a failure, and it again afterwards', () => {
    choice.failed(0);
    expect(choice.order()).toEqual([1, 2, 0]);
    nowMs = 999;
    expect(choice.order()[0]).toBe(1);
    nowMs = 1_000;
    expect(choice.order()).toEqual([0, 1, 2]);
  });

  it('rests twice as long each time that it fails again, 30 s at most', () => {
    const rests: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const beganMs = nowMs;
      choice.failed(0);
      while (choice.order()[0] !== 0) nowMs += 100;
      rests.push(nowMs - beganMs);
    }
    expect(rests).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('counts calls that fail together as one failure', () => {
    for (let call = 0; call < 16; call += 1) choice.failed(0);
    nowMs = 1_000;
    expect(choice.order()[0]).toBe(0);
  });

  it('forgets failures when it has answered', () => {
    choice.failed(1);
    choice.answered(1);
    expect(choice.order()).toEqual([0, 1, 2]);
    choice.failed(1);
    nowMs = 1_000;
    expect(choice.order()).toEqual([0, 1, 2]);
  });

  it('is tried by one call after its rest, and by the others when that was answered', () => {
    choice.failed(0);
    nowMs = 1_000;
    expect(choice.orderToTry()[0]).toBe(0);
    expect([choice.orderToTry()[0], choice.order()[0]]).toEqual([1, 1]);
    choice.failed(0);
    nowMs = 3_000;
    expect(choice.orderToTry()[0]).toBe(0);
    choice.answered(0);
    expect([choice.orderToTry()[0], choice.orderToTry()[0]]).toEqual([0, 0]);
  });

  it('is tried again where nobody has said for half a minute how it went', () => {
    choice.failed(0);
    nowMs = 1_000;
    choice.orderToTry();
    nowMs = 30_999;
    expect(choice.orderToTry()[0]).toBe(1);
    nowMs = 31_000;
    expect(choice.orderToTry()[0]).toBe(0);
  });

  it('is none that was found to be away, while there is another one', () => {
    choice.sawAway(0, true);
    expect(choice.order()).toEqual([1, 2, 0]);
    choice.failed(1);
    choice.failed(2);
    expect(choice.order()).toEqual([1, 2, 0]);
    choice.sawAway(0, false);
    expect(choice.order()).toEqual([0, 1, 2]);
  });

  it('is who rests shortest when all of them rest', () => {
    choice.failed(2);
    nowMs = 100;
    choice.failed(1);
    nowMs = 200;
    choice.failed(0);
    expect(choice.order()).toEqual([2, 1, 0]);
  });
});
