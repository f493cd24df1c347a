import { toBase64url } from './base64url.ts';
import { canonicalize } from './canonical.ts';
import { type PublicKey, thumbprintOf, webCrypto } from './crypto.ts';
import { type Envelope, parseEnvelope, protectedHeader, type SignedEvent, signingInput } from './envelope.ts';
import { exampleBase } from './testing-examples.ts';

export * from './testing-examples.ts';

/** Builders for the tests of every room. Not exported by index.ts: nothing that runs may need them. */
export interface DeviceKey {
  readonly kid: string;
  readonly publicKey: PublicKey;
  readonly privateKey: CryptoKey;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A fresh P-256 device key; the private key can be exported. */
export async function makeDevice(): Promise<DeviceKey> {
  const pair = await globalThis.crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { x = '', y = '' } = await globalThis.crypto.subtle.exportKey('jwk', pair.publicKey);
  const publicKey = { x, y };
  return { kid: await thumbprintOf(publicKey, webCrypto), publicKey, privateKey: pair.privateKey };
}

export const makeDevices = (count: number): Promise<DeviceKey[]> =>
  Promise.all(Array.from({ length: count }, makeDevice));

/** r‖s, 64 bytes, as base64url. S is high or low as it comes. */
export async function sign(device: DeviceKey, data: Uint8Array<ArrayBuffer>): Promise<string> {
  const signature = await globalThis.crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    device.privateKey,
    data,
  );
  return toBase64url(new Uint8Array(signature));
}

/** Any text, signed as if it were an event's payload: for payloads that must be refused. */
export async function signedPayload(payload: string, devices: readonly DeviceKey[]): Promise<Envelope> {
  const signatures = devices.map(async (device) => {
    const header = protectedHeader(device.kid);
    return { protected: header, signature: await sign(device, signingInput(header, payload)) };
  });
  return { payload, signatures: await Promise.all(signatures) };
}

export type Fields = { readonly [name: string]: unknown };

/** The payload of `fields` over `exampleBase`; a field that is undefined is left out. */
export function payloadOf(fields: Fields): string {
  const stated = Object.entries({ ...exampleBase, ...fields }).filter(([, value]) => value !== undefined);
  return canonicalize(Object.fromEntries(stated), Number.POSITIVE_INFINITY);
}

/** An event of `fields`, signed by `devices`: the first is its device, the rest are its cosigners. Nothing is checked: invalid fields are signed as they are. */
export function signedEnvelope(fields: Fields, devices: readonly DeviceKey[]): Promise<Envelope> {
  const [device, ...cosigners] = devices.map(({ kid }) => kid);
  return signedPayload(payloadOf({ ...fields, device, cosigners }), devices);
}

/** The same, parsed: for the rules' own tests. Throws where the fields are not valid. */
export async function signedEvent(fields: Fields, devices: readonly DeviceKey[]): Promise<SignedEvent> {
  return parseEnvelope(await signedEnvelope(fields, devices), webCrypto);
}

/** The text of a document. */
export const documentText = (events: readonly Envelope[], mode: 'all' | 'each' = 'all'): string =>
  JSON.stringify({ mode, events });

/** What `call` throws, or what its promise is rejected with; fails where it does neither. */
export async function refusalOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('expected a refusal, found none');
}
