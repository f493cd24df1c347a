import { type EventOf, LedgerError } from '../model/index.ts';
import type { Act, Scene } from './act.ts';
import { mintsTrust } from './parties.ts';
import { isInDivision, requireDivision } from './remit.ts';
import { isCertifier, isRegulator, requireCosigner, requireDeviceRole } from './require.ts';
import {
  gatherTrust,
  organisationKeys,
  putTrust,
  requireTrust,
  sayTrust,
  subjectKey,
  type TrustFacts,
} from './trust-subjects.ts';

type Restrict = EventOf<'restrict'>;

/**
 * A certifier, or a regulator in its own division, suspends or ends for good what was granted: a certificate, a quota, a party, a site. What is
 * withdrawn stays so. Nobody can disarm those who watch: a party that mints trust is restricted by a certifier and a regulator together, an
 * organisation's own party by nobody. The same two end a party, which can never be enrolled again.
 */
export const restrict: Act<Restrict, TrustFacts> = {
  keys: (event) => [subjectKey(event.subject)],

  keysThatFollow: (event, read) => organisationKeys(event.subject, read),

  gather: (event, read) => gatherTrust(event.subject, read),

  decide(event, facts, scene) {
    if (event.subject.kind === 'party') requireTrust(event.subject, facts);
    requireAuthority(scene);
    requireOtherThanFounded(event, facts);
    const record = requireTrust(event.subject, facts);
    if (isRegulator(scene.signer)) requireDivision(scene.signer, record.division, sayTrust(event.subject));
    if (needsBoth(event, facts)) requireBoth(scene, record.division);
    if (record.state === 'withdrawn')
      throw new LedgerError('SUBJECT_CLOSED', `${sayTrust(event.subject)} is withdrawn`);
    return { changes: [putTrust(event.subject, record, event.to)] };
  },
};

function requireAuthority(scene: Scene): void {
  requireDeviceRole(scene, 'operator');
  if (isCertifier(scene.signer) || isRegulator(scene.signer)) return;
  throw new LedgerError(
    'ROLE_NOT_ALLOWED',
    `party is ${scene.signer.party.roles.join(', ') || 'without a role'}, the act is for certifier or regulator`,
  );
}

/** An organisation's own party holds its registrar: suspended, it could enrol nobody, and revoke no stolen key. */
function requireOtherThanFounded({ subject }: Restrict, { organisation }: TrustFacts): void {
  if (subject.kind === 'party' && organisation?.party === subject.party)
    throw new LedgerError('ROLE_NOT_ALLOWED', `${subject.party} is an organisation's own party`);
}

const needsBoth = ({ to }: Restrict, { party }: TrustFacts): boolean =>
  party !== undefined && (to === 'withdrawn' || mintsTrust(party.roles));

/** A certifier and a regulator whose division holds the subject: no lower office helps to suspend a higher one. */
function requireBoth(scene: Scene, division: string): void {
  const signers = { ...scene, cosigners: [scene.signer, ...scene.cosigners] };
  requireCosigner(signers, isCertifier, 'a certifier of BrandMSP');
  requireCosigner(
    signers,
    (signer) => isRegulator(signer) && isInDivision(signer.party, division),
    `a regulator of ${division}`,
  );
}
