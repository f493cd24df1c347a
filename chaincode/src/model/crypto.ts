import { toBase64url } from './base64url.ts';

/** A P-256 public key: the coordinates of its JWK (RFC 7518 §6.2.1), 43 characters of base64url each. */
export interface PublicKey {
  readonly x: string;
  readonly y: string;
}

/**
 * What the shared language needs of cryptography. The chaincode and the gateway bring node:crypto, pages bring WebCrypto.
 * `verifyEs256` takes r‖s (64 bytes) and answers false for a point that is not on the curve.
 */
export interface Crypto {
  sha256(data: Uint8Array): Uint8Array | Promise<Uint8Array>;
  verifyEs256(key: PublicKey, signature: Uint8Array, data: Uint8Array): boolean | Promise<boolean>;
}

const encoder = new TextEncoder();

/** Event id: base64url(SHA-256(payload)), 43 characters. */
export async function eventIdOf(payload: string, crypto: Crypto): Promise<string> {
  return toBase64url(await crypto.sha256(encoder.encode(payload)));
}

/** RFC 7638 thumbprint of a P-256 key, 43 characters: the key id on the ledger. */
export async function thumbprintOf(key: PublicKey, crypto: Crypto): Promise<string> {
  return toBase64url(
    await crypto.sha256(encoder.encode(`{"crv":"P-256","kty":"EC","x":"${key.x}","y":"${key.y}"}`)),
  );
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** WebCrypto: the same in browsers (https or localhost) and in Node. */
export const webCrypto: Crypto = {
  async sha256(data) {
    return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', ownBytes(data)));
  },
  async verifyEs256(key, signature, data) {
    const jwk = { kty: 'EC', crv: 'P-256', x: key.x, y: key.y };
    const imported = await globalThis.crypto.subtle
      .importKey('jwk', jwk, algorithm, false, ['verify'])
      .catch(onlyBadKey);
    if (!imported) return false;
    return globalThis.crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      imported,
      ownBytes(signature),
      ownBytes(data),
    );
  },
};

/** WebCrypto takes no view of a shared buffer. */
function ownBytes(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return data.buffer instanceof ArrayBuffer ? (data as Uint8Array<ArrayBuffer>) : new Uint8Array(data);
}

function onlyBadKey(error: unknown): undefined {
  if (error instanceof DOMException && (error.name === 'DataError' || error.name === 'OperationError'))
    return undefined;
  throw error;
}
