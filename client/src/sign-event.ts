import {
  type ActName,
  canonicalize,
  type Envelope,
  type EventOf,
  eventIdOf,
  limits,
  parseEvent,
  protectedHeader,
  type SignedEvent,
  signingInput,
  toBase64url,
  webCrypto,
} from '@mengsu/chaincode/model';
import type { Device, DevicePlace } from './device.ts';
import type { Signer } from './device-key.ts';

type Filled = 'version' | 'network' | 'device' | 'cosigners' | 'sequence' | 'previous';
type Defaulted = 'party' | 'eventTime' | 'notAfter';

/**
 * What the caller says of an event of one act. `party` is the device's own where it is left out, `eventTime` the time of signing,
 * `notAfter` 14 days after the time of signing.
 */
export type EventFieldsOf<A extends ActName> = Omit<EventOf<A>, Filled | Defaulted> &
  Partial<Pick<EventOf<A>, Defaulted>>;
export type EventFields = { [A in ActName]: EventFieldsOf<A> }[ActName];

export interface SigningOptions {
  readonly device: Device;
  /** Further signers in the order in which they sign, after the device. */
  readonly cosigners?: readonly Signer[];
  /** The time of signing; the clock of this machine where it is left out. */
  readonly now?: Date;
}

/**
 * Builds the event, takes the device's next number, and signs: the device first, then the cosigners.
 * Throws LedgerError (EVENT_INVALID) before a number is used where the event has the wrong form.
 */
export async function signEvent(fields: EventFields, options: SigningOptions): Promise<SignedEvent> {
  const { device, cosigners = [], now = new Date() } = options;
  const unsigned = await device.takeNumber(async (next) => {
    const payload = canonicalize(completeEvent(fields, { device, cosigners, now }, next));
    return { id: await eventIdOf(payload, webCrypto), event: parseEvent(payload), payload };
  });
  const signatures: Envelope['signatures'] = [];
  for (const signer of [device.key, ...cosigners]) {
    const header = protectedHeader(signer.kid);
    const signature = await signer.sign(signingInput(header, unsigned.payload));
    signatures.push({ protected: header, signature: toBase64url(signature) });
  }
  return { id: unsigned.id, event: unsigned.event, envelope: { payload: unsigned.payload, signatures } };
}

/** Keys whose value is undefined are left out: they are no JSON. */
function completeEvent(fields: EventFields, options: Required<SigningOptions>, next: DevicePlace): object {
  const { device, cosigners, now } = options;
  const stated = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    party: device.party,
    eventTime: now.toISOString(),
    notAfter: new Date(now.getTime() + limits.notAfterDefaultMs).toISOString(),
    ...Object.fromEntries(stated),
    version: 1,
    network: device.network,
    device: device.key.kid,
    cosigners: cosigners.map((signer) => signer.kid),
    sequence: next.sequence,
    previous: next.previous,
  };
}
