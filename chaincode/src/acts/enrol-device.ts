import {
  type EventOf,
  keyOf,
  LedgerError,
  type OrganisationRecord,
  organisations,
  type PartyRecord,
} from '../model/index.ts';
import { type Act, put, type Scene } from './act.ts';
import { requireDeviceRole, requireNewKeys } from './require.ts';

type EnrolDevice = EventOf<'enrolDevice'>;

interface EnrolDeviceFacts {
  readonly subject: PartyRecord | undefined;
  readonly organisation: OrganisationRecord | undefined;
}

/** A registrar enrols a key for a party of its organisation, or a party's device enrols another one; the new key always signs too. */
export const enrolDevice: Act<EnrolDevice, EnrolDeviceFacts> = {
  keys: (event) => [
    keyOf.party(event.subject),
    ...(event.role === 'registrar' ? organisations.map(keyOf.organisation) : []),
  ],

  async gather(event, read) {
    const subject = await read(keyOf.party(event.subject));
    const organisation =
      subject && event.role === 'registrar'
        ? await read(keyOf.organisation(subject.organisation))
        : undefined;
    return { subject, organisation };
  },

  decide(event, facts, scene) {
    if (!facts.subject) throw new LedgerError('PARTY_UNKNOWN', `${event.subject} is not enrolled`);
    requireDeviceRole(scene, 'registrar', 'operator');
    if (scene.signer.device.role === 'registrar') requireRegistrarsOwn(event, facts, scene);
    else requireOwnParty(event);
    const kid = scene.introduced[0]?.kid ?? '';
    if (!event.cosigners.includes(kid))
      throw new LedgerError('COSIGNER_MISSING', `the new key ${kid} has not signed`);
    requireNewKeys(scene);
    const { subject: party, key, role, eventTime: validFrom, validUntil, person } = event;
    return { changes: [put(keyOf.device(kid), { party, key, role, validFrom, validUntil, person })] };
  },
};

function requireRegistrarsOwn(event: EnrolDevice, facts: EnrolDeviceFacts, scene: Scene): void {
  const { organisation } = scene.signer.party;
  if (facts.subject?.organisation !== organisation) {
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `a registrar of ${organisation} enrols no device of ${facts.subject?.organisation}`,
    );
  }
  if (event.role === 'registrar' && facts.organisation?.party !== event.subject) {
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `registrars are devices of ${facts.organisation?.party}, not of ${event.subject}`,
    );
  }
}

function requireOwnParty(event: EnrolDevice): void {
  if (event.subject !== event.party || event.role !== 'operator') {
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `a device of ${event.party} enrols operators of ${event.party} only`,
    );
  }
}
