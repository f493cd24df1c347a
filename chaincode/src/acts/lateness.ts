import { type ActName, type BreachCode, instantMs, limits, type TraceEvent } from '../model/index.ts';
import type { Scene } from './act.ts';
import { isRegistrarOf } from './require.ts';

/** Production and custody: what is told long after it was said to happen. */
const timely: ReadonlySet<ActName> = new Set([
  'admit',
  'commission',
  'treat',
  'observe',
  'sample',
  'inspect',
  'selfTest',
  'transform',
  'issueCodes',
  'activateCodes',
  'voidCodes',
  'declare',
  'move',
  'load',
  'unload',
  'dispatch',
  'cancelDispatch',
  'receive',
  'settle',
  'sell',
  'takeBack',
  'dispose',
  'recount',
]);

export const isLate = (event: TraceEvent, scene: Scene): boolean =>
  timely.has(event.act) && instantMs(scene.recordedAt) - instantMs(event.eventTime) > limits.lateMs;

/** LATE, whoever has signed: the truth is told in any case. */
export const lateBreach = (event: TraceEvent, scene: Scene): BreachCode[] =>
  isLate(event, scene) ? ['LATE'] : [];

/** Late without a registrar of the party's organisation who vouches for it: no claims. */
export const isTooLateForClaims = (event: TraceEvent, scene: Scene): boolean =>
  isLate(event, scene) && !scene.cosigners.some(isRegistrarOf(scene.signer.party.organisation));
