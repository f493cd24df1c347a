import { foundedParty, type Scene, type Signer, type Submitter } from './acts/index.ts';
import { mintsTrust } from './acts/parties.ts';
import {
  type ActName,
  type DeviceRecord,
  instantMs,
  keyOf,
  LedgerError,
  limits,
  type MandateRecord,
  type PartyRecord,
  type SignedEvent,
  signersOf,
  type TraceEvent,
} from './model/index.ts';
import type { Overlay } from './state/overlay.ts';

interface Authorisation {
  readonly overlay: Overlay;
  readonly recordedAt: string;
  readonly submitter: Submitter;
}

/** What a suspended party must still be able to say (law.md, Who may change the rules). */
const actsOfTheSuspended: ReadonlySet<ActName> = new Set([
  'receive',
  'dispose',
  'acknowledge',
  'answerOrder',
]);

/**
 * Who speaks, and may it speak now? The checks of law.md from DEVICE_REVOKED to MANDATE_MISSING, in that order.
 * Signatures were verified before; what the act itself allows is decided in its own file.
 */
export async function authorise(
  signed: SignedEvent,
  introduced: Scene['introduced'],
  context: Authorisation,
): Promise<Scene> {
  const { event, id } = signed;
  const { overlay, recordedAt, submitter } = context;
  const devices = await devicesOf(event, overlay);
  for (const [kid, device] of devices) requireNotRevoked(kid, device);
  for (const [kid, device] of devices) requireValid(kid, device, event, recordedAt);
  await requireNotWithdrawn(signed, overlay);
  requireTimes(event, recordedAt);
  const cosigners = await cosignersOf(event, devices, overlay);
  const signer =
    event.act === 'found' ? founder(event, introduced, recordedAt) : await signerOf(event, devices, overlay);
  requireNotSuspended(event.party, signer.party, event);
  const delegate = await delegateOf(event, signer, overlay);
  if (delegate) requireNotSuspended(signer.device.party, delegate, event);
  for (const { device, party } of cosigners) requireNotSuspended(device.party, party, event);
  await requireOwnOrMandated(event, signer, context);
  return { id, recordedAt, signer, cosigners, introduced, submitter };
}

async function devicesOf(event: TraceEvent, overlay: Overlay): Promise<Map<string, DeviceRecord>> {
  const devices = new Map<string, DeviceRecord>();
  for (const kid of signersOf(event)) {
    const device = await overlay.read(keyOf.device(kid));
    if (device) devices.set(kid, device);
  }
  return devices;
}

function requireNotRevoked(kid: string, device: DeviceRecord): void {
  if (device.revokedAt !== undefined)
    throw new LedgerError('DEVICE_REVOKED', `${kid} was revoked at ${device.revokedAt}`);
}

function requireValid(kid: string, device: DeviceRecord, event: TraceEvent, recordedAt: string): void {
  const said = instantMs(event.eventTime);
  const until = device.validUntil === undefined ? Number.POSITIVE_INFINITY : instantMs(device.validUntil);
  // An event said in time may still be on its way for as long as a relay may hand it in; not longer.
  const isLateForGood = instantMs(recordedAt) > until + limits.notAfterAheadMs;
  if (said < instantMs(device.validFrom) || said > until || isLateForGood) {
    const span = `${device.validFrom} to ${device.validUntil ?? 'now'}`;
    throw new LedgerError(
      'DEVICE_NOT_VALID_THEN',
      `${kid} is valid from ${span}, the event says ${event.eventTime}`,
    );
  }
}

async function requireNotWithdrawn(signed: SignedEvent, overlay: Overlay): Promise<void> {
  for (const kid of signersOf(signed.event)) {
    const withdrawal = await overlay.read(keyOf.withdrawal(kid, signed.id));
    if (withdrawal)
      throw new LedgerError('EVENT_WITHDRAWN', `${kid} withdrew it at ${withdrawal.recordedAt}`);
  }
}

function requireTimes(event: TraceEvent, recordedAt: string): void {
  const now = instantMs(recordedAt);
  const notAfter = instantMs(event.notAfter);
  if (now > notAfter)
    throw new LedgerError('EVENT_EXPIRED', `notAfter is ${event.notAfter}, the time is ${recordedAt}`);
  if (notAfter > now + limits.notAfterAheadMs) {
    throw new LedgerError(
      'EVENT_IN_FUTURE',
      `notAfter is ${event.notAfter}, over 30 days after ${recordedAt}`,
    );
  }
  if (instantMs(event.eventTime) > now + limits.clockAheadMs) {
    throw new LedgerError('EVENT_IN_FUTURE', `eventTime is ${event.eventTime}, the time is ${recordedAt}`);
  }
}

/** The cosigners that are enrolled; a key that the event brings is none yet. */
async function cosignersOf(
  event: TraceEvent,
  devices: ReadonlyMap<string, DeviceRecord>,
  overlay: Overlay,
): Promise<Signer[]> {
  const cosigners: Signer[] = [];
  for (const kid of event.cosigners) {
    const device = devices.get(kid);
    if (!device) continue;
    const party = requireParty(await overlay.read(keyOf.party(device.party)), device.party);
    cosigners.push({ kid, device, party });
  }
  return cosigners;
}

async function signerOf(
  event: TraceEvent,
  devices: ReadonlyMap<string, DeviceRecord>,
  overlay: Overlay,
): Promise<Signer> {
  const device = devices.get(event.device);
  if (!device) throw new TypeError(`device ${event.device} was verified but is not enrolled`);
  const party = requireParty(await overlay.read(keyOf.party(event.party)), event.party);
  return { kid: event.device, device, party };
}

/** The party of a device that speaks for another one. */
async function delegateOf(
  event: TraceEvent,
  { device }: Signer,
  overlay: Overlay,
): Promise<PartyRecord | undefined> {
  if (device.party === event.party) return undefined;
  return requireParty(await overlay.read(keyOf.party(device.party)), device.party);
}

/** A suspended party's signature mints nothing, be it the first or beside another's, for itself or under a mandate. */
function requireNotSuspended(id: string, party: PartyRecord, event: TraceEvent): void {
  if (party.state !== 'active' && !actsOfTheSuspended.has(event.act))
    throw new LedgerError('PARTY_SUSPENDED', `${id} is ${party.state}`);
}

/** A device speaks for its own party, or for one that has given its party a mandate for this act; for nobody who mints trust by now (delegate.ts). */
async function requireOwnOrMandated(
  event: TraceEvent,
  { device, party }: Signer,
  { overlay, recordedAt }: Authorisation,
): Promise<void> {
  if (device.party === event.party) return;
  const mandate = await overlay.read(keyOf.mandate(event.party, device.party));
  if (mandate && allows(mandate, event, recordedAt) && !mintsTrust(party.roles)) return;
  throw new LedgerError(
    'MANDATE_MISSING',
    `${event.device} is a device of ${device.party}, the event is ${event.party}'s`,
  );
}

/** Valid when it was said and when it is recorded: an end stops what is still on its way. */
const allows = (mandate: MandateRecord, event: TraceEvent, recordedAt: string): boolean =>
  mandate.acts.includes(event.act) &&
  mandate.endedAt === undefined &&
  event.eventTime <= mandate.until &&
  recordedAt <= mandate.until;

/** The first registrar of an organisation signs before any ledger knows it: its key is in the event, and must be the registrar's. */
function founder(
  event: Extract<TraceEvent, { act: 'found' }>,
  introduced: Scene['introduced'],
  recordedAt: string,
): Signer {
  if (event.device !== introduced[0]?.kid) {
    throw new LedgerError(
      'ROLE_NOT_ALLOWED',
      `a founding is signed by its registrarKey ${introduced[0]?.kid}, not by ${event.device}`,
    );
  }
  const device: DeviceRecord = {
    party: event.party,
    key: event.registrarKey,
    role: 'registrar',
    validFrom: event.eventTime,
  };
  return { kid: event.device, device, party: foundedParty(event, recordedAt) };
}

function requireParty(party: PartyRecord | undefined, id: string): PartyRecord {
  if (!party) throw new LedgerError('PARTY_UNKNOWN', `${id} is not enrolled`);
  return party;
}
