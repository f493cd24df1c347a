import { assertNever, canonicalize, type EventOf, type TrustSubject } from '@mengsu/chaincode/model';
import { IndexAlarm } from './index-alarm.ts';
import type { Change, EventDetails } from './rows.ts';
import { type EventWriter, particularsOf } from './writer.ts';

export function projectIssueCertificate(
  event: EventOf<'issueCertificate'>,
  writer: EventWriter,
): EventDetails {
  writer.rows.added.certificates.push({
    id: `${event.party}/${event.number}`,
    issuer: event.party,
    scheme: event.scheme,
    holder: event.holder,
    products: canonicalize(event.products),
    categories: canonicalize(event.categories),
    sites: canonicalize(event.sites),
    valid_from: event.from,
    valid_until: event.until,
    paper: event.paper ?? null,
    state: 'active',
    event: writer.ordinal,
  });
  return { counterparty: event.holder };
}

/** Replaces what was said of this commodity before. */
export function projectCertifySite(event: EventOf<'certifySite'>, writer: EventWriter): EventDetails {
  const { holder: party, site, commodity } = event;
  writer.rows.capacities.set(`${party}/${site}/${commodity}`, {
    party,
    site,
    commodity,
    classes: canonicalize(event.capacities),
    event: writer.ordinal,
  });
  return { site, site_party: party, counterparty: party };
}

/** A quota is of the category's commodity. Throws CONTRADICTION where the category was never registered. */
export function projectGrantQuota(event: EventOf<'grantQuota'>, writer: EventWriter): EventDetails {
  const { holder: party, site, season, category } = event;
  const commodity = writer.known.category(category)?.commodity;
  if (commodity === undefined)
    throw new IndexAlarm('CONTRADICTION', `category ${category} was never registered`);
  writer.rows.added.quotas.push({
    party,
    site,
    commodity,
    season,
    category,
    valid_from: event.from,
    valid_until: event.until,
    granted: canonicalize(event.granted),
    state: 'active',
    event: writer.ordinal,
  });
  return { site, site_party: party, counterparty: party };
}

export function projectRestrict(event: EventOf<'restrict'>, writer: EventWriter): EventDetails {
  writer.change(stateOf(event.subject, event.to));
  return {
    counterparty: holderOf(event.subject),
    particulars: particularsOf({ to: event.to, reason: event.reason }),
  };
}

export function projectReinstate(event: EventOf<'reinstate'>, writer: EventWriter): EventDetails {
  writer.change(stateOf(event.subject, 'active'));
  return { counterparty: holderOf(event.subject) };
}

function stateOf(subject: TrustSubject, state: string): Change {
  const set = { state };
  switch (subject.kind) {
    case 'certificate':
      return { table: 'certificates', key: { id: subject.certificate }, set };
    case 'party':
      return { table: 'parties', key: { id: subject.party }, set };
    case 'site':
      return { table: 'sites', key: { party: subject.holder, code: subject.site }, set };
    case 'quota': {
      const { holder: party, site, commodity, season } = subject;
      return { table: 'quotas', key: { party, site, commodity, season }, set };
    }
    default:
      return assertNever(subject);
  }
}

/** Null for a certificate: its row names the holder. */
function holderOf(subject: TrustSubject): string | null {
  if (subject.kind === 'certificate') return null;
  return subject.kind === 'party' ? subject.party : subject.holder;
}
