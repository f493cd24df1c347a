import { type EventOf, keyOf, LedgerError, type PartyRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { mintsTrust, partyOf, requireBothRegistrars, requireHome, requireRegistrarsOwn } from './parties.ts';

type EnrolParty = EventOf<'enrolParty'>;

/** A registrar enrols a party of its own organisation. Certifiers and regulators mint trust: the registrars of BrandMSP and of RegulatorMSP both sign. */
export const enrolParty: Act<EnrolParty, { readonly existing: PartyRecord | undefined }> = {
  keys: (event) => [keyOf.party(event.subject)],

  gather: async (event, read) => ({ existing: await read(keyOf.party(event.subject)) }),

  decide(event, facts, scene) {
    requireRegistrarsOwn(event, scene);
    requireHome(event);
    if (mintsTrust(event.roles)) requireBothRegistrars(scene);
    if (facts.existing)
      throw new LedgerError('ALREADY_REGISTERED', `party ${event.subject} is enrolled already`);
    return { changes: [put(keyOf.party(event.subject), partyOf(event, { enrolledAt: scene.recordedAt }))] };
  },
};
