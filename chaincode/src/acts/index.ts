import {
  type ActName,
  type BreachCode,
  breachesIn,
  type Effect,
  type EventOf,
  type PublicKey,
  type TraceEvent,
} from '../model/index.ts';
import { acknowledge } from './acknowledge.ts';
import type { Act, Change, Decision, Read, Scene } from './act.ts';
import { activateCodes } from './activate-codes.ts';
import { admit } from './admit.ts';
import { answerOrder } from './answer-order.ts';
import { cancelDispatch } from './cancel-dispatch.ts';
import { certifySite } from './certify-site.ts';
import { changeParty } from './change-party.ts';
import { closeRecall } from './close-recall.ts';
import { commission } from './commission.ts';
import { correct } from './correct.ts';
import { cosign } from './cosign.ts';
import { declare } from './declare.ts';
import { delegate } from './delegate.ts';
import { dispatch } from './dispatch.ts';
import { dispose } from './dispose.ts';
import { endDelegation } from './end-delegation.ts';
import { enrolDevice } from './enrol-device.ts';
import { enrolParty } from './enrol-party.ts';
import { found } from './found.ts';
import { grantQuota } from './grant-quota.ts';
import { hold } from './hold.ts';
import { inspect } from './inspect.ts';
import { issueCertificate } from './issue-certificate.ts';
import { issueCodes } from './issue-codes.ts';
import { lateBreach } from './lateness.ts';
import { load } from './load.ts';
import { move } from './move.ts';
import { observe } from './observe.ts';
import { order } from './order.ts';
import { recall } from './recall.ts';
import { receive } from './receive.ts';
import { recount } from './recount.ts';
import { registerCategory } from './register-category.ts';
import { registerInput } from './register-input.ts';
import { registerProcess } from './register-process.ts';
import { registerProduct } from './register-product.ts';
import { registerSite } from './register-site.ts';
import { reinstate } from './reinstate.ts';
import { release } from './release.ts';
import { remedy } from './remedy.ts';
import { restrict } from './restrict.ts';
import { revokeDevice } from './revoke-device.ts';
import { sample } from './sample.ts';
import { selfTest } from './self-test.ts';
import { sell } from './sell.ts';
import { settle } from './settle.ts';
import { spread } from './spread.ts';
import { takeBack } from './take-back.ts';
import { transform } from './transform.ts';
import { treat } from './treat.ts';
import { unload } from './unload.ts';
import { voidCodes } from './void-codes.ts';
import { withdraw } from './withdraw.ts';

export type { Act, Change, Decision, IntroducedKey, Read, Scene, Signer, Submitter } from './act.ts';
export { foundedParty } from './found.ts';

/** An act with its facts closed in: what the engine calls. */
interface Rule<E extends TraceEvent> {
  keys(event: E): readonly string[];
  keysThatFollow(event: E, read: Read): Promise<readonly string[]>;
  decide(event: E, read: Read, scene: Scene): Promise<Decision>;
}

function rule<E extends TraceEvent, F>(act: Act<E, F>): Rule<E> {
  return {
    keys: act.keys,
    keysThatFollow: async (event, read) => (await act.keysThatFollow?.(event, read)) ?? [],
    decide: async (event, read, scene) => act.decide(event, await act.gather(event, read), scene),
  };
}

/** Every act of the law, one file each. */
const rules: { readonly [A in ActName]: Rule<EventOf<A>> } = {
  found: rule(found),
  enrolParty: rule(enrolParty),
  changeParty: rule(changeParty),
  enrolDevice: rule(enrolDevice),
  revokeDevice: rule(revokeDevice),
  delegate: rule(delegate),
  endDelegation: rule(endDelegation),
  withdraw: rule(withdraw),
  registerSite: rule(registerSite),
  registerCategory: rule(registerCategory),
  registerProduct: rule(registerProduct),
  registerInput: rule(registerInput),
  registerProcess: rule(registerProcess),
  issueCertificate: rule(issueCertificate),
  certifySite: rule(certifySite),
  grantQuota: rule(grantQuota),
  restrict: rule(restrict),
  reinstate: rule(reinstate),
  admit: rule(admit),
  commission: rule(commission),
  treat: rule(treat),
  observe: rule(observe),
  sample: rule(sample),
  inspect: rule(inspect),
  selfTest: rule(selfTest),
  transform: rule(transform),
  issueCodes: rule(issueCodes),
  activateCodes: rule(activateCodes),
  voidCodes: rule(voidCodes),
  declare: rule(declare),
  move: rule(move),
  load: rule(load),
  unload: rule(unload),
  dispatch: rule(dispatch),
  cancelDispatch: rule(cancelDispatch),
  receive: rule(receive),
  settle: rule(settle),
  sell: rule(sell),
  takeBack: rule(takeBack),
  dispose: rule(dispose),
  recount: rule(recount),
  hold: rule(hold),
  release: rule(release),
  recall: rule(recall),
  acknowledge: rule(acknowledge),
  remedy: rule(remedy),
  closeRecall: rule(closeRecall),
  spread: rule(spread),
  order: rule(order),
  answerOrder: rule(answerOrder),
  correct: rule(correct),
  cosign: rule(cosign),
};

// Each rule takes the event of its own name; the type system cannot pair the two unions, the table above does.
const ruleOf = (event: TraceEvent) => rules[event.act] as Rule<never> as Rule<TraceEvent>;

/** The keys of the state that the event alone tells to fetch. */
export const keysOfEvent = (event: TraceEvent): readonly string[] => ruleOf(event).keys(event);

/** The keys that the records under `keysOfEvent` tell to fetch next. */
export const keysThatFollow = (event: TraceEvent, read: Read): Promise<readonly string[]> =>
  ruleOf(event).keysThatFollow(event, read);

/** What a recorded event does: its changes, its breaches in the law's order, and how it could be undone. */
export interface Outcome {
  readonly changes: readonly Change[];
  readonly breaches: readonly BreachCode[];
  readonly effect: Effect | undefined;
}

/** Reads the facts, then decides. Throws LedgerError. */
export async function decideEvent(event: TraceEvent, read: Read, scene: Scene): Promise<Outcome> {
  const { changes, breaches = [], effect } = await ruleOf(event).decide(event, read, scene);
  return { changes, breaches: breachesIn([...breaches, ...lateBreach(event, scene)]), effect };
}

/** The public keys that an event itself brings to the ledger. */
export function introducedKeys(event: TraceEvent): readonly PublicKey[] {
  if (event.act === 'found') return [event.registrarKey, event.logKey, event.serviceKey];
  return event.act === 'enrolDevice' ? [event.key] : [];
}
