import { fromBase64url, type PublicKey, thumbprintOf, webCrypto } from '@mengsu/chaincode/model';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Whatever can sign for one key id: a key of this device, or a port to a key that lies elsewhere. */
export interface Signer {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  /** ES256 over `data`: r‖s, 64 bytes. */
  sign(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** A device's P-256 key pair in WebCrypto's keeping. A `CryptoKey` can be put into IndexedDB as it is. */
export interface DeviceKey extends Signer {
  readonly publicKey: PublicKey;
  readonly privateKey: CryptoKey;
}

/** A private key as JWK (RFC 7518 §6.2): a secret. Only an extractable key has one. */
export interface PrivateJwk extends PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly d: string;
}

/**
 * A new key. It cannot leave WebCrypto unless `extractable` is asked for (command line, demonstration).
 * Needs a secure context: https or localhost.
 */
export async function makeDeviceKey(options: { readonly extractable?: boolean } = {}): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey(algorithm, options.extractable ?? false, ['sign', 'verify']);
  return deviceKeyOf(pair.privateKey, await publicKeyOf(pair.publicKey));
}

/** The secret of an extractable key, for storage. Throws InvalidAccessError (DOMException) for any other key. */
export async function exportDeviceKey(key: DeviceKey): Promise<PrivateJwk> {
  const { d } = await crypto.subtle.exportKey('jwk', key.privateKey);
  if (d === undefined) throw new TypeError('the private key has no secret part');
  return { kty: 'EC', crv: 'P-256', ...key.publicKey, d };
}

/** The key of a stored JWK, not extractable again. Throws TypeError for anything but a whole P-256 private key. */
export async function importDeviceKey(jwk: PrivateJwk): Promise<DeviceKey> {
  const { kty, crv, x, y, d } = jwk;
  const whole =
    kty === 'EC' && crv === 'P-256' && [x, y, d].every((text) => fromBase64url(text)?.length === 32);
  if (!whole) throw new TypeError('not a P-256 private key as JWK');
  const privateKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, algorithm, false, ['sign']);
  return deviceKeyOf(privateKey, { x, y });
}

async function deviceKeyOf(privateKey: CryptoKey, publicKey: PublicKey): Promise<DeviceKey> {
  return {
    kid: await thumbprintOf(publicKey, webCrypto),
    publicKey,
    privateKey,
    sign: async (data) => new Uint8Array(await crypto.subtle.sign(signing, privateKey, data)),
  };
}

async function publicKeyOf(key: CryptoKey): Promise<PublicKey> {
  const { x, y } = await crypto.subtle.exportKey('jwk', key);
  if (x === undefined || y === undefined) throw new TypeError('the public key has no coordinates');
  return { x, y };
}
