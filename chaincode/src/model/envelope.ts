import * as z from 'zod';
import { fromBase64url, toBase64url } from './base64url.ts';
import { type Crypto, eventIdOf, type PublicKey } from './crypto.ts';
import { LedgerError } from './errors.ts';
import { fromZod, parseEvent, type TraceEvent } from './event/index.ts';
import { limits } from './limits.ts';

/** A signed event: JWS general serialization with unencoded payload (RFC 7515 §7.2.1, RFC 7797), ES256. */
export const EnvelopeSchema = z.strictObject({
  payload: z.string().min(2).max(limits.longEventBytesMax),
  signatures: z
    .array(z.strictObject({ protected: z.string().max(256), signature: z.string().length(86) }))
    .min(1)
    .max(limits.signaturesMax),
});
export type Envelope = z.infer<typeof EnvelopeSchema>;

/** A parsed envelope. Its signatures are NOT verified yet. */
export interface SignedEvent {
  readonly id: string;
  readonly event: TraceEvent;
  readonly envelope: Envelope;
}

const encoder = new TextEncoder();

/** The one allowed spelling of the protected header for a key id. */
export function protectedHeader(kid: string): string {
  return toBase64url(
    encoder.encode(`{"alg":"ES256","b64":false,"crit":["b64"],"kid":"${kid}","typ":"mengsu-event+json"}`),
  );
}

/** The bytes that a signature covers: ASCII(protected) ‖ '.' ‖ UTF-8(payload) (RFC 7797 §3). */
export function signingInput(protectedText: string, payload: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${protectedText}.${payload}`);
}

/** The device and the cosigners, in the order in which they sign. */
export const signersOf = (event: TraceEvent): readonly string[] => [event.device, ...event.cosigners];

/**
 * An untrusted envelope → its event and id. Exactly the named signers must have signed, the device first, then the cosigners in their order, so one event has one text.
 * Throws EVENT_INVALID or SIGNATURE_INVALID (a signature missing, added or under another header).
 */
export async function parseEnvelope(input: unknown, crypto: Crypto): Promise<SignedEvent> {
  const parsed = EnvelopeSchema.safeParse(input);
  if (!parsed.success) throw fromZod(parsed.error);
  return readEnvelope(parsed.data, crypto);
}

/** The same for an envelope whose outer form was parsed already. */
export async function readEnvelope(envelope: Envelope, crypto: Crypto): Promise<SignedEvent> {
  const event = atPayload(() => parseEvent(envelope.payload));
  const signers = signersOf(event);
  if (signers.length !== envelope.signatures.length) {
    throw new LedgerError(
      'SIGNATURE_INVALID',
      `has ${envelope.signatures.length} entries, the event names ${signers.length} signers`,
      '/signatures',
    );
  }
  for (const [index, kid] of signers.entries()) {
    if (envelope.signatures[index]?.protected !== protectedHeader(kid)) {
      throw new LedgerError(
        'SIGNATURE_INVALID',
        `is not the header of signer ${kid}`,
        `/signatures/${index}/protected`,
      );
    }
  }
  return { id: await eventIdOf(envelope.payload, crypto), event, envelope };
}

/**
 * Verifies every signature; `keyOf` gives the public key of a signer. Low and high S are accepted: browsers make both, and the id does not depend on it.
 * Throws DEVICE_UNKNOWN or SIGNATURE_INVALID.
 */
export async function verifyEnvelope(
  signed: SignedEvent,
  keyOf: (kid: string) => PublicKey | undefined,
  crypto: Crypto,
): Promise<void> {
  const keys = signersOf(signed.event).map((kid) => {
    const key = keyOf(kid);
    if (!key) throw new LedgerError('DEVICE_UNKNOWN', `${kid} is not a device of this network`);
    return key;
  });
  for (const [index, key] of keys.entries()) {
    const { protected: header = '', signature: text = '' } = signed.envelope.signatures[index] ?? {};
    const signature = fromBase64url(text);
    const valid =
      signature?.length === 64 &&
      (await crypto.verifyEs256(key, signature, signingInput(header, signed.envelope.payload)));
    if (!valid) throw new LedgerError('SIGNATURE_INVALID', 'does not verify', `/signatures/${index}`);
  }
}

function atPayload<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof LedgerError ? error.under('/payload') : error;
  }
}
