import { canonicalize, type EventOf, type PublicKey } from '@mengsu/chaincode/model';
import { keyIdOf } from './node-crypto.ts';
import type { EventDetails } from './rows.ts';
import { type EventWriter, textOf } from './writer.ts';

/** The organisation's party and keys; a founding again ends the keys that it replaces. */
export function projectFound(event: EventOf<'found'>, writer: EventWriter): EventDetails {
  const { organisation: msp, network, party, division, names } = event;
  const old = writer.known.organisation(msp);
  for (const kid of old ? [old.registrar, old.log, old.service] : []) writer.revoke(kid);
  writer.forgetChange('parties', party);
  writer.rows.parties.set(party, {
    id: party,
    organisation: msp,
    roles: '[]',
    division,
    names: canonicalize(names),
    remits: null,
    division_prefix: null,
    state: 'active',
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
    state: 'active',
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

/** The same party told anew; its organisation stays. */
export function projectChangeParty(event: EventOf<'changeParty'>, writer: EventWriter): EventDetails {
  writer.change({
    table: 'parties',
    key: { id: event.subject },
    set: {
      roles: canonicalize(event.roles),
      division: event.division,
      names: textOf(event.names),
      remits: textOf(event.remits),
      division_prefix: event.divisionPrefix ?? null,
    },
  });
  return {};
}

/** A new mandate replaces the old one. */
export function projectDelegate(event: EventOf<'delegate'>, writer: EventWriter): EventDetails {
  const { principal, delegate, until } = event;
  writer.forgetChange('mandates', principal, delegate);
  writer.rows.mandates.set(`${principal}/${delegate}`, {
    principal,
    delegate,
    acts: canonicalize(event.acts),
    gtins: canonicalize(event.gtins),
    until,
    paper: event.paper ?? null,
    ended_at: null,
    event: writer.ordinal,
  });
  return { counterparty: delegate };
}

export function projectEndDelegation(event: EventOf<'endDelegation'>, writer: EventWriter): EventDetails {
  const { principal, delegate } = event;
  writer.change({ table: 'mandates', key: { principal, delegate }, set: { ended_at: writer.recordedAt } });
  return { counterparty: delegate };
}
