import { canonicalize, type EventOf, type PublicKey } from '@mengsu/chaincode/model';
import { keyIdOf } from './node-crypto.ts';
import type { EventDetails } from './rows.ts';
import type { EventWriter } from './writer.ts';

/** Canonical JSON text for an optional column. */
const textOf = (value: unknown): string | null => (value === undefined ? null : canonicalize(value));

/** The organisation's party and keys; a founding again ends the keys that it replaces. */
export function projectFound(event: EventOf<'found'>, writer: EventWriter): EventDetails {
  const { organisation: msp, network, party, division, names } = event;
  const old = writer.organisation(msp);
  for (const kid of old ? [old.registrar, old.log, old.service] : []) writer.revoke(kid);
  writer.rows.parties.set(party, {
    id: party,
    organisation: msp,
    roles: '[]',
    division,
    names: canonicalize(names),
    remits: null,
    division_prefix: null,
    event: writer.ordinal,
  });
  const enrol = (key: PublicKey, role: string): string =>
    addDevice(writer, { party, key, role, validFrom: event.eventTime });
  writer.rows.organisations.set(msp, {
    msp,
    network,
    party,
    registrar: enrol(event.registrarKey, 'registrar'),
    log: enrol(event.logKey, 'log'),
    service: enrol(event.serviceKey, 'service'),
    event: writer.ordinal,
  });
  return {};
}

interface NewDevice {
  readonly party: string;
  readonly key: PublicKey;
  readonly role: string;
  readonly validFrom: string;
  readonly validUntil?: string | undefined;
  readonly person?: string | undefined;
}

function addDevice(writer: EventWriter, device: NewDevice): string {
  const kid = keyIdOf(device.key);
  writer.rows.added.devices.push({
    kid,
    party: device.party,
    role: device.role,
    x: device.key.x,
    y: device.key.y,
    valid_from: device.validFrom,
    valid_until: device.validUntil ?? null,
    person: device.person ?? null,
    revoked_at: null,
    event: writer.ordinal,
  });
  return kid;
}

export function projectEnrolParty(event: EventOf<'enrolParty'>, writer: EventWriter): EventDetails {
  writer.rows.parties.set(event.subject, {
    id: event.subject,
    organisation: event.organisation,
    roles: canonicalize(event.roles),
    division: event.division,
    names: textOf(event.names),
    remits: textOf(event.remits),
    division_prefix: event.divisionPrefix ?? null,
    event: writer.ordinal,
  });
  return {};
}

export function projectEnrolDevice(event: EventOf<'enrolDevice'>, writer: EventWriter): EventDetails {
  const { subject: party, key, role, eventTime: validFrom, validUntil, person } = event;
  addDevice(writer, { party, key, role, validFrom, validUntil, person });
  return {};
}

export function projectRevokeDevice(event: EventOf<'revokeDevice'>, writer: EventWriter): EventDetails {
  writer.revoke(event.subject);
  return {};
}

export function projectRegisterSite(event: EventOf<'registerSite'>, writer: EventWriter): EventDetails {
  const { party, site: code, kind, division, gln = null } = event;
  writer.rows.added.sites.push({ party, code, kind, division, gln, event: writer.ordinal });
  return { site: code, site_party: party };
}

export function projectRegisterCategory(
  event: EventOf<'registerCategory'>,
  writer: EventWriter,
): EventDetails {
  writer.rows.added.categories.push({
    code: event.category,
    commodity: event.commodity,
    names: canonicalize(event.names),
    measures: canonicalize(event.measures),
    remits: canonicalize(event.remits),
    event: writer.ordinal,
  });
  return {};
}

export function projectRegisterProduct(event: EventOf<'registerProduct'>, writer: EventWriter): EventDetails {
  writer.rows.added.products.push({
    gtin: event.gtin,
    owner: event.party,
    category: event.category,
    names: canonicalize(event.names),
    net_content: textOf(event.netContent),
    shelf_life_days: event.shelfLifeDays ?? null,
    standard: event.standard ?? null,
    event: writer.ordinal,
  });
  return {};
}
