import { type EventOf, keyOf, LedgerError, type MandateRecord, type PartyRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireEnrolled, requirePrincipalOrRegistrar } from './parties.ts';

interface EndDelegationFacts {
  readonly principal: PartyRecord | undefined;
  readonly mandate: MandateRecord | undefined;
}

/** The party that gave a mandate, or a registrar of its organisation, ends it at once: also what the delegate has said and nobody recorded yet. */
export const endDelegation: Act<EventOf<'endDelegation'>, EndDelegationFacts> = {
  keys: (event) => [keyOf.party(event.principal), keyOf.mandate(event.principal, event.delegate)],

  gather: async (event, read) => ({
    principal: await read(keyOf.party(event.principal)),
    mandate: await read(keyOf.mandate(event.principal, event.delegate)),
  }),

  decide(event, { principal, mandate }, scene) {
    requirePrincipalOrRegistrar(event, requireEnrolled(principal, event.principal), scene);
    const named = `the mandate of ${event.principal} for ${event.delegate}`;
    if (!mandate) throw new LedgerError('SUBJECT_UNKNOWN', `${named} was never given`);
    if (mandate.endedAt !== undefined)
      throw new LedgerError('SUBJECT_CLOSED', `${named} was ended at ${mandate.endedAt}`);
    const ended = { ...mandate, endedAt: scene.recordedAt };
    return { changes: [put(keyOf.mandate(event.principal, event.delegate), ended)] };
  },
};
