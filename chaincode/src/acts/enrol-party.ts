import { type EventOf, keyOf, LedgerError, type PartyRecord } from '../model/index.ts';
import { type Act, put, type Scene } from './act.ts';
import { isRegistrarOf, requireDeviceRole } from './require.ts';

type EnrolParty = EventOf<'enrolParty'>;

/** A registrar enrols a party of its own organisation. Certifiers and regulators mint trust: the registrars of BrandMSP and of RegulatorMSP both sign. */
export const enrolParty: Act<EnrolParty, { readonly existing: PartyRecord | undefined }> = {
  keys: (event) => [keyOf.party(event.subject)],

  gather: async (event, read) => ({ existing: await read(keyOf.party(event.subject)) }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'registrar');
    if (scene.signer.party.organisation !== event.organisation) {
      throw new LedgerError(
        'ROLE_NOT_ALLOWED',
        `a registrar of ${scene.signer.party.organisation} enrols no party of ${event.organisation}`,
      );
    }
    requireHome(event);
    if (mintsTrust(event)) requireBothRegistrars(scene);
    if (facts.existing)
      throw new LedgerError('ALREADY_REGISTERED', `party ${event.subject} is enrolled already`);
    const { names, roles, organisation, division, remits, divisionPrefix } = event;
    return [
      put(keyOf.party(event.subject), {
        names,
        roles,
        organisation,
        division,
        remits,
        divisionPrefix,
        state: 'active',
      }),
    ];
  },
};

const mintsTrust = (event: EnrolParty): boolean =>
  event.roles.includes('certifier') || event.roles.includes('regulator');

/** Certifiers live in BrandMSP, regulators in RegulatorMSP. */
function requireHome(event: EnrolParty): void {
  const homes = { certifier: 'BrandMSP', regulator: 'RegulatorMSP' } as const;
  for (const role of ['certifier', 'regulator'] as const) {
    if (event.roles.includes(role) && event.organisation !== homes[role]) {
      throw new LedgerError(
        'ROLE_NOT_ALLOWED',
        `a ${role} is a party of ${homes[role]}, not of ${event.organisation}`,
      );
    }
  }
}

function requireBothRegistrars(scene: Scene): void {
  const signers = [scene.signer, ...scene.cosigners];
  for (const organisation of ['BrandMSP', 'RegulatorMSP']) {
    if (!signers.some(isRegistrarOf(organisation))) {
      throw new LedgerError('COSIGNER_MISSING', `a registrar of ${organisation} has not signed`);
    }
  }
}
