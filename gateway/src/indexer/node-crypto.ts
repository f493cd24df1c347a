import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { type Crypto, derSignature, type PublicKey } from '@mengsu/chaincode/model';

/** The shared language's cryptography by node:crypto: synchronous, and several times faster than WebCrypto for short texts. */
export const nodeCrypto: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  verifyEs256(key, signature, data) {
    const publicKey = importKey(key);
    const der = derSignature(signature);
    return publicKey !== undefined && der !== undefined && verify('sha256', data, publicKey, der);
  },
};

/** RFC 7638 thumbprint of a P-256 key, synchronous: the key id on the ledger. */
export function keyIdOf(key: PublicKey): string {
  return hash('sha256', `{"crv":"P-256","kty":"EC","x":"${key.x}","y":"${key.y}"}`, 'base64url');
}

/** Undefined for a point that is not on the curve. */
export function importKey(key: PublicKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: key.x, y: key.y }, format: 'jwk' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_CRYPTO_INVALID_JWK')
      return undefined;
    throw error;
  }
}
