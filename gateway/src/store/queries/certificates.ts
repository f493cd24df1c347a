import type { TrustState } from '@mengsu/chaincode/model';
import type { PartyView } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import { readParties } from './parties.ts';

/** A certificate and how it stands now. Days are both counted. */
export interface CertificateAnswer {
  /** `issuer/number`. */
  readonly id: string;
  readonly scheme: string;
  readonly issuer: PartyView;
  readonly holder: PartyView;
  readonly products: readonly string[];
  readonly categories: readonly string[];
  readonly sites: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly state: TrustState;
  /** The event that issued it. */
  readonly eventId: string;
  readonly recordedAt: string;
}

/** Undefined where no such certificate was issued. */
export async function readCertificate(db: Queryable, id: string): Promise<CertificateAnswer | undefined> {
  const row = await db
    .selectFrom('certificates')
    .innerJoin('events', 'events.ordinal', 'certificates.event')
    .selectAll('certificates')
    .select(['events.id as event_id', 'events.recorded_at'])
    .where('certificates.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const parties = await readParties(db, [row.issuer, row.holder]);
  const party = (of: string): PartyView => {
    const view = parties.get(of);
    if (!view) throw new Error(`the index has no party ${of}, which certificate ${id} names`);
    return view;
  };
  return {
    id,
    scheme: row.scheme,
    issuer: party(row.issuer),
    holder: party(row.holder),
    products: JSON.parse(row.products) as string[],
    categories: JSON.parse(row.categories) as string[],
    sites: JSON.parse(row.sites) as string[],
    from: row.valid_from,
    until: row.valid_until,
    // Written from parsed events only.
    state: row.state as TrustState,
    eventId: row.event_id,
    recordedAt: row.recorded_at,
  };
}
