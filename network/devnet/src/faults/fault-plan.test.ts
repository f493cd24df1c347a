import { describe, expect, it } from 'vitest';
import { drawFault, FaultPlanError, parseFaultPlan } from './fault-plan.ts';

const plan = (chances: object, seed = 'a') => parseFaultPlan(JSON.stringify({ seed, chances }));
const occasions = Array.from({ length: 2000 }, (_, at) => `${at}`);

describe('a plan of faults', () => {
  it('draws the same for the same seed, and something else for another', () => {
    const draw = (seed: string) =>
      occasions.map((occasion) => drawFault(plan({ lose: 0.5 }, seed), 'submit', occasion)?.name);
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('draws each fault about as often as it is told, and no other', () => {
    const drawn = occasions.map(
      (occasion) => drawFault(plan({ lose: 0.1, duplicate: 0.3 }), 'submit', occasion)?.name,
    );
    const share = (name: string | undefined) => drawn.filter((one) => one === name).length / occasions.length;
    expect(share('lose')).toBeCloseTo(0.1, 1);
    expect(share('duplicate')).toBeCloseTo(0.3, 1);
    expect(share(undefined)).toBeCloseTo(0.6, 1);
  });

  it('draws no fault of another point', () => {
    expect(drawFault(plan({ lose: 1 }), 'submit', '1')?.name).toBe('lose');
    expect(drawFault(plan({ lose: 1 }), 'stream', '1')).toBeUndefined();
  });

  it.each([
    ['no JSON', '{', /is no JSON/],
    ['no object', '[]', /the plan is \[\], an object was expected/],
    ['no seed', '{"chances":{}}', /has no seed/],
    ['no chances', '{"seed":"a"}', /chances is missing/],
    ['a member that is not known', '{"seed":"a","chances":{},"sed":1}', /the plan has no "sed"/],
    ['a fault that is not known', '{"seed":"a","chances":{"loose":1}}', /chances has no "loose"/],
    ['a chance above 1', '{"seed":"a","chances":{"lose":2}}', /the chance of lose is 2/],
    [
      'chances of a point above 1',
      '{"seed":"a","chances":{"lose":0.6,"duplicate":0.6}}',
      /the chances of submit are 1.2/,
    ],
    ['a delay of no length', '{"seed":"a","chances":{},"delayMsMax":-1}', /delayMsMax is -1/],
    ['more text than a plan needs', ' '.repeat(10_001), /too long/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseFaultPlan(text)).toThrow(FaultPlanError);
    expect(() => parseFaultPlan(text)).toThrow(message);
  });
});
