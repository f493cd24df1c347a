import type { ActName, EventOf, PublicKey, TraceEvent } from '../model/index.ts';
import type { Act, Change, Read, Scene } from './act.ts';
import { cancelDispatch } from './cancel-dispatch.ts';
import { commission } from './commission.ts';
import { dispatch } from './dispatch.ts';
import { dispose } from './dispose.ts';
import { enrolDevice } from './enrol-device.ts';
import { enrolParty } from './enrol-party.ts';
import { found } from './found.ts';
import { move } from './move.ts';
import { receive } from './receive.ts';
import { registerCategory } from './register-category.ts';
import { registerProduct } from './register-product.ts';
import { registerSite } from './register-site.ts';
import { revokeDevice } from './revoke-device.ts';
import { sell } from './sell.ts';
import { settle } from './settle.ts';
import { transform } from './transform.ts';
import { withdraw } from './withdraw.ts';

export type { Act, Change, IntroducedKey, Read, Scene, Signer, Submitter } from './act.ts';
export { foundedParty } from './found.ts';

/** An act with its facts closed in: what the engine calls. */
interface Rule<E extends TraceEvent> {
  keys(event: E): readonly string[];
  keysThatFollow(event: E, read: Read): Promise<readonly string[]>;
  decide(event: E, read: Read, scene: Scene): Promise<readonly Change[]>;
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
  enrolDevice: rule(enrolDevice),
  revokeDevice: rule(revokeDevice),
  withdraw: rule(withdraw),
  registerSite: rule(registerSite),
  registerCategory: rule(registerCategory),
  registerProduct: rule(registerProduct),
  commission: rule(commission),
  transform: rule(transform),
  move: rule(move),
  dispatch: rule(dispatch),
  cancelDispatch: rule(cancelDispatch),
  receive: rule(receive),
  settle: rule(settle),
  sell: rule(sell),
  dispose: rule(dispose),
};

// Each rule takes the event of its own name; the type system cannot pair the two unions, the table above does.
const ruleOf = (event: TraceEvent) => rules[event.act] as Rule<never> as Rule<TraceEvent>;

/** The keys of the state that the event alone tells to fetch. */
export const keysOfEvent = (event: TraceEvent): readonly string[] => ruleOf(event).keys(event);

/** The keys that the records under `keysOfEvent` tell to fetch next. */
export const keysThatFollow = (event: TraceEvent, read: Read): Promise<readonly string[]> =>
  ruleOf(event).keysThatFollow(event, read);

/** Reads the facts, then decides. Throws LedgerError; answers the changes to apply. */
export const decideEvent = (event: TraceEvent, read: Read, scene: Scene): Promise<readonly Change[]> =>
  ruleOf(event).decide(event, read, scene);

/** The public keys that an event itself brings to the ledger. */
export function introducedKeys(event: TraceEvent): readonly PublicKey[] {
  if (event.act === 'found') return [event.registrarKey, event.logKey, event.serviceKey];
  return event.act === 'enrolDevice' ? [event.key] : [];
}
