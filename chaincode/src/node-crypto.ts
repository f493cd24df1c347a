import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { type Crypto, derSignature, type PublicKey } from './model/index.ts';

const keysMax = 4096;
const keys = new Map<string, KeyObject | undefined>();

/** node:crypto behind the shared language's port. Imported keys are remembered (a pure function of the key, so determinism holds). */
export const nodeCrypto: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  verifyEs256(key, signature, data) {
    const imported = importKey(key);
    const der = derSignature(signature);
    return imported !== undefined && der !== undefined && verify('sha256', data, imported, der);
  },
};

function importKey(key: PublicKey): KeyObject | undefined {
  const name = key.x + key.y;
  if (keys.has(name)) return keys.get(name);
  if (keys.size >= keysMax) keys.delete(keys.keys().next().value ?? '');
  const imported = importJwk(key);
  keys.set(name, imported);
  return imported;
}

function importJwk(key: PublicKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: key.x, y: key.y }, format: 'jwk' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_CRYPTO_INVALID_JWK')
      return undefined;
    throw error;
  }
}
