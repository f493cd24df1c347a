import {
  type EventOf,
  keyOf,
  LedgerError,
  type OrganisationRecord,
  type PartyRecord,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { mintsTrust, partyOf, requireBothRegistrars, requireHome, requireRegistrarsOwn } from './parties.ts';

type ChangeParty = EventOf<'changeParty'>;

interface ChangePartyFacts {
  readonly existing: PartyRecord | undefined;
  readonly organisation: OrganisationRecord | undefined;
}

/**
 * A registrar tells a party of its own organisation anew. Where it mints trust before or after, the registrars of BrandMSP and of RegulatorMSP
 * both sign. Its organisation, its state, the holds on it and the day of its enrolment stay.
 */
export const changeParty: Act<ChangeParty, ChangePartyFacts> = {
  keys: (event) => [keyOf.party(event.subject), keyOf.organisation(event.organisation)],

  gather: async (event, read) => ({
    existing: await read(keyOf.party(event.subject)),
    organisation: await read(keyOf.organisation(event.organisation)),
  }),

  decide(event, { existing, organisation }, scene) {
    if (!existing) throw new LedgerError('PARTY_UNKNOWN', `${event.subject} is not enrolled`);
    requireRegistrarsOwn(event, scene);
    requireStays(event, existing, organisation);
    requireHome(event);
    if (mintsTrust(existing.roles) || mintsTrust(event.roles)) requireBothRegistrars(scene);
    const { state, enrolledAt, holds } = existing;
    return {
      changes: [put(keyOf.party(event.subject), partyOf(event, { state, enrolledAt, holds }))],
    };
  },
};

/** A party stays in its organisation; an organisation's own party is told by its founding, and can get no role of trade or trust. */
function requireStays(
  event: ChangeParty,
  existing: PartyRecord,
  organisation: OrganisationRecord | undefined,
): void {
  if (existing.organisation !== event.organisation) {
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `${event.subject} is a party of ${existing.organisation}, not of ${event.organisation}`,
    );
  }
  if (organisation?.party === event.subject) {
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `${event.subject} is ${event.organisation}'s own party: its founding tells it`,
    );
  }
}
