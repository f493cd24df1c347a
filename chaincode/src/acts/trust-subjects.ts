import {
  assertNever,
  type CertificateRecord,
  keyOf,
  LedgerError,
  type OrganisationRecord,
  type PartyRecord,
  type QuotaRecord,
  type SiteRecord,
  type StateKey,
  type TrustState,
  type TrustSubject,
} from '../model/index.ts';
import { type Change, put, type Read } from './act.ts';

/** Anything that can be restricted and reinstated: each has a division and a state. */
type TrustRecord = CertificateRecord | QuotaRecord | PartyRecord | SiteRecord;

export interface TrustFacts {
  readonly record: TrustRecord | undefined;
  /** Of a party: its own record, and its organisation's. */
  readonly party: PartyRecord | undefined;
  readonly organisation: OrganisationRecord | undefined;
}

export function subjectKey(subject: TrustSubject): StateKey<TrustRecord> {
  switch (subject.kind) {
    case 'certificate':
      return keyOf.certificate(subject.certificate);
    case 'quota':
      return keyOf.quota(subject.holder, subject.site, subject.commodity, subject.season);
    case 'party':
      return keyOf.party(subject.party);
    case 'site':
      return keyOf.site(subject.holder, subject.site);
    default:
      return assertNever(subject);
  }
}

/** What a message calls it. */
export const sayTrust = (subject: TrustSubject): string => subjectKey(subject).replace('/', ' ');

export async function organisationKeys(subject: TrustSubject, read: Read): Promise<string[]> {
  const party = subject.kind === 'party' ? await read(keyOf.party(subject.party)) : undefined;
  return party ? [keyOf.organisation(party.organisation)] : [];
}

export async function gatherTrust(subject: TrustSubject, read: Read): Promise<TrustFacts> {
  const party = subject.kind === 'party' ? await read(keyOf.party(subject.party)) : undefined;
  return {
    record: await read(subjectKey(subject)),
    party,
    organisation: party && (await read(keyOf.organisation(party.organisation))),
  };
}

const unknown = {
  certificate: 'CERTIFICATE_UNKNOWN',
  quota: 'SUBJECT_UNKNOWN',
  party: 'PARTY_UNKNOWN',
  site: 'SITE_UNKNOWN',
} as const;

/** The record, with its state told. */
export function requireTrust(
  subject: TrustSubject,
  { record }: Pick<TrustFacts, 'record'>,
): TrustRecord & { state: TrustState } {
  if (!record) throw new LedgerError(unknown[subject.kind], `${sayTrust(subject)} is not on the ledger`);
  return { ...record, state: record.state ?? 'active' };
}

export const putTrust = (subject: TrustSubject, record: TrustRecord, state: TrustState): Change =>
  put(subjectKey(subject), { ...record, state });
