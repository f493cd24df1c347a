import { LedgerError, type PartyRecord, type SiteRecord } from '../model/index.ts';
import { requireEnrolled } from './parties.ts';

/** Nothing is granted to a party that is suspended or withdrawn: it is reinstated first. */
export function requireActiveHolder(party: PartyRecord | undefined, id: string): PartyRecord {
  const holder = requireEnrolled(party, id);
  if (holder.state === 'active') return holder;
  throw new LedgerError('PARTY_SUSPENDED', `${id} is ${holder.state}`);
}

/** Nothing is granted to a site that is suspended or withdrawn. */
export function requireActiveSite({ state = 'active' }: SiteRecord, code: string): void {
  if (state !== 'active') throw new LedgerError('SUBJECT_CLOSED', `site ${code} is ${state}`);
}
