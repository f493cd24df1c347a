import { describe, expect, it } from 'vitest';
import { type ActName, limits, type PartyRecord, type TraceEvent } from '../model/index.ts';
import { exampleEvents, exampleTime } from '../model/testing.ts';
import type { Scene } from './act.ts';
import { isTooLateForClaims, lateBreach } from './lateness.ts';

const party: PartyRecord = {
  organisation: 'ProducersMSP',
  roles: ['producer'],
  division: '152502',
  state: 'active',
  enrolledAt: exampleTime,
};
const signer = (
  role: 'operator' | 'registrar',
  organisation: PartyRecord['organisation'] = 'ProducersMSP',
) => ({
  kid: 'k',
  device: { party: 'p', key: { x: '', y: '' }, role, validFrom: exampleTime },
  party: { ...party, organisation },
});

/** The scene of an event that was said `lateMs` before it is recorded. */
const scene = (lateMs: number, ...cosigners: ReturnType<typeof signer>[]): Scene => ({
  id: 'e',
  recordedAt: new Date(Date.parse(exampleTime) + lateMs).toISOString(),
  signer: signer('operator'),
  cosigners,
  introduced: [],
  submitter: { mspId: 'ProducersMSP', isAdmin: false },
});

/** The groups production and custody of the table of acts. */
const timely: readonly ActName[] = [
  ...(['admit', 'commission', 'treat', 'observe', 'sample', 'inspect', 'selfTest', 'transform'] as const),
  ...(['issueCodes', 'activateCodes', 'voidCodes', 'declare'] as const),
  ...(['move', 'load', 'unload', 'dispatch', 'cancelDispatch', 'receive', 'settle'] as const),
  ...(['sell', 'takeBack', 'dispose', 'recount'] as const),
];

describe('an event that is told late', () => {
  it.each(Object.values(exampleEvents) as TraceEvent[])('$act', (event) => {
    const breaches = timely.includes(event.act) ? ['LATE'] : [];
    expect(lateBreach(event, scene(limits.lateMs))).toEqual([]);
    expect(lateBreach(event, scene(limits.lateMs + 1))).toEqual(breaches);
  });

  it('is LATE whoever signs, and makes claims only with a registrar of the party’s organisation', () => {
    const event = exampleEvents.commission;
    const late = limits.lateMs + 1;
    expect(lateBreach(event, scene(late, signer('registrar')))).toEqual(['LATE']);
    expect(isTooLateForClaims(event, scene(limits.lateMs))).toBe(false);
    expect(isTooLateForClaims(event, scene(late))).toBe(true);
    expect(isTooLateForClaims(event, scene(late, signer('operator')))).toBe(true);
    expect(isTooLateForClaims(event, scene(late, signer('registrar', 'TradeMSP')))).toBe(true);
    expect(isTooLateForClaims(event, scene(late, signer('registrar')))).toBe(false);
  });
});
