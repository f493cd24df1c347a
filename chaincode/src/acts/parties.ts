import { type EventOf, LedgerError, type PartyRecord, type PartyRole } from '../model/index.ts';
import type { Scene } from './act.ts';
import { isRegistrarOf, requireDeviceRole } from './require.ts';

/** A party as a registrar tells it. */
export type ToldParty = EventOf<'enrolParty'> | EventOf<'changeParty'>;

/** A registrar speaks of parties of its own organisation. */
export function requireRegistrarsOwn(event: ToldParty, scene: Scene): void {
  requireDeviceRole(scene, 'registrar');
  if (scene.signer.party.organisation === event.organisation) return;
  throw new LedgerError(
    'ROLE_NOT_ALLOWED',
    `a registrar of ${scene.signer.party.organisation} enrols no party of ${event.organisation}`,
  );
}

/** Certifiers and regulators mint trust. */
export const mintsTrust = (roles: readonly PartyRole[]): boolean =>
  roles.includes('certifier') || roles.includes('regulator');

/** Certifiers live in BrandMSP, regulators in RegulatorMSP. */
export function requireHome(event: ToldParty): void {
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

/** The registrars of BrandMSP and of RegulatorMSP both sign. */
export function requireBothRegistrars(scene: Scene): void {
  const signers = [scene.signer, ...scene.cosigners];
  for (const organisation of ['BrandMSP', 'RegulatorMSP']) {
    if (!signers.some(isRegistrarOf(organisation))) {
      throw new LedgerError('COSIGNER_MISSING', `a registrar of ${organisation} has not signed`);
    }
  }
}

/** The party's record: what was told, and what stays of it. */
export function partyOf(
  event: ToldParty,
  kept: Pick<PartyRecord, 'enrolledAt'> & Partial<Pick<PartyRecord, 'state' | 'holds'>>,
): PartyRecord {
  const { names, roles, organisation, division, remits, divisionPrefix } = event;
  return { names, roles, organisation, division, remits, divisionPrefix, state: 'active', ...kept };
}

export function requireEnrolled(party: PartyRecord | undefined, id: string): PartyRecord {
  if (!party) throw new LedgerError('PARTY_UNKNOWN', `${id} is not enrolled`);
  return party;
}

/** Who speaks of a party's mandates: an operator of the party itself, or a registrar of its organisation. Answers whether it is a registrar. */
export function requirePrincipalOrRegistrar(
  event: EventOf<'delegate'> | EventOf<'endDelegation'>,
  principal: PartyRecord,
  scene: Scene,
): { readonly isRegistrar: boolean } {
  const isOwn = event.principal === event.party;
  requireDeviceRole(scene, isOwn ? 'operator' : 'registrar');
  if (!isOwn && !isRegistrarOf(principal.organisation)(scene.signer)) {
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `a registrar of ${scene.signer.party.organisation} speaks for no party of ${principal.organisation}`,
    );
  }
  return { isRegistrar: !isOwn };
}
