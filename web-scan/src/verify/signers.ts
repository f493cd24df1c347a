import { type Bytes, fromBase64url, utf8 } from './encodings.ts';
import { type BundledEvent, headerOf, type Introduced, requireNamedSigners } from './event.ts';
import { firstWrong, type PublicKey, thumbprintOf } from './keys.ts';
import type { Pins } from './pins.ts';
import { ProofError } from './proof-error.ts';
import type { Subject, SubjectOf } from './subject.ts';
import type { ProvenSigner } from './verdict.ts';

/** A key, and the places among the bundle's events that brought it and ended it. */
interface Device {
  readonly key: PublicKey;
  readonly signer: ProvenSigner;
  readonly introducedAt: number;
  /** Infinity where nothing ended it. */
  readonly endedAt: number;
}

/**
 * Every event's signers, each by a key that the log gives and that was good then, back to the pinned registrars. An event's place is smaller than
 * another's where its ordinal is, so places tell what came first.
 * Throws SIGNATURE_INVALID, SIGNER_UNKNOWN or SIGNER_REVOKED.
 */
export async function verifySigners(
  events: readonly BundledEvent[],
  subjects: readonly Subject[],
  pins: Pins,
): Promise<readonly (readonly ProvenSigner[])[]> {
  for (const [place, event] of events.entries()) requireNamedSigners(event, `/events/${place}/signatures`);
  const devices = new Map(
    subjects
      .filter((one) => one.kind === 'device')
      .map((subject) => [subject.id, deviceOf(subject, events)] as const),
  );
  const signersOf = events.map((event, place) => event.signers.map((kid) => signerAt(kid, place, devices)));
  for (const [place, event] of events.entries()) requireRightToName(event, place, { devices, pins });
  const signed = events.flatMap((event, place) =>
    (signersOf[place] ?? []).map(({ key }, index) => ({ place, key, ...signatureOf(event, index) })),
  );
  const wrong = signed[await firstWrong(signed)];
  if (wrong)
    throw new ProofError('SIGNATURE_INVALID', 'does not verify', `/events/${wrong.place}/signatures`);
  return signersOf.map((signers) => signers.map(({ signer }) => signer));
}

function signatureOf({ payload, signers, signatures }: BundledEvent, index: number) {
  const signature: Bytes = fromBase64url(signatures[index]?.signature ?? '') ?? new Uint8Array(0);
  return { signature, data: utf8(`${headerOf(signers[index] ?? '')}.${payload}`) };
}

const unknown = (kid: string, detail: string, pointer = ''): ProofError =>
  new ProofError('SIGNER_UNKNOWN', `${kid} ${detail}`, pointer);

function signerAt(kid: string, place: number, devices: ReadonlyMap<string, Device | undefined>): Device {
  const device = devices.get(kid);
  const pointer = `/events/${place}/signatures`;
  if (!device) throw unknown(kid, 'is given by no event that the bundle has in full', pointer);
  if (device.introducedAt > place) throw unknown(kid, 'is enrolled later', pointer);
  if (device.endedAt < place) throw new ProofError('SIGNER_REVOKED', `${kid} is revoked before`, pointer);
  return device;
}

/** Undefined where the bundle lacks events of it, or they do not bring it exactly once as the map says. */
function deviceOf(subject: SubjectOf<'device'>, events: readonly BundledEvent[]): Device | undefined {
  const { id: kid, of = [], state } = subject;
  const brought = of.flatMap((place) =>
    keysOf(events[place])
      .filter(({ key }) => thumbprintOf(key) === kid)
      .map((introduced) => ({ ...introduced, place })),
  );
  const [first, ...more] = brought;
  if (!first || more.length > 0 || first.role !== state.role || first.party !== state.party) return undefined;
  const end = of.find((place) => place !== first.place && isEnd(events[place], kid));
  return {
    key: first.key,
    signer: { kid, party: state.party, role: state.role },
    introducedAt: first.place,
    endedAt: end ?? Number.POSITIVE_INFINITY,
  };
}

function keysOf(event: BundledEvent | undefined): readonly (Introduced & { readonly party: string })[] {
  const said = event?.said;
  if (said?.act === 'enrolDevice') return [said];
  return said?.act === 'found' ? said.keys.map((key) => ({ ...key, party: said.party })) : [];
}

/** A founding that touches a key and does not bring it ends it. */
const isEnd = (event: BundledEvent | undefined, kid: string): boolean =>
  event?.said.act === 'found' || (event?.said.act === 'revokeDevice' && event.said.kid === kid);

interface Believed {
  readonly devices: ReadonlyMap<string, Device | undefined>;
  readonly pins: Pins;
}

/** Only who may bring a key brings one. Throws SIGNER_UNKNOWN. */
function requireRightToName(event: BundledEvent, place: number, { devices, pins }: Believed): void {
  const { said, signers } = event;
  const [kid = '', ...cosigners] = signers;
  const pointer = `/events/${place}`;
  if (said.act === 'found') {
    const registrar = thumbprintOf((said.keys[0] as Introduced).key);
    const pinned = pins.organisations.find(({ msp }) => msp === said.organisation);
    if (kid !== registrar || pinned?.registrar !== registrar)
      throw unknown(kid, `is not the pinned registrar of ${said.organisation}`, pointer);
  }
  if (said.act === 'enrolDevice') {
    const enroller = devices.get(kid);
    const isRegistrar = enroller?.signer.role === 'registrar';
    const isOwn =
      enroller?.signer.role === 'operator' &&
      said.role === 'operator' &&
      enroller.signer.party === said.party;
    if (!isRegistrar && !isOwn) throw unknown(kid, 'may not enrol this key', pointer);
    if (!cosigners.includes(thumbprintOf(said.key)))
      throw unknown(thumbprintOf(said.key), 'has not signed its own enrolment', pointer);
  }
}
