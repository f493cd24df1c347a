import { type KeyObject, verify } from 'node:crypto';
import { type Crypto, derSignature, type PublicKey } from '@mengsu/chaincode/model';
import { importKey, nodeCrypto } from '../indexer/node-crypto.ts';
import type { Pace } from './pace.ts';

const keysMax = 4096;

/**
 * The law's cryptography for an execution that must hold nobody up: signatures are verified in the thread pool, and what is left of an event
 * between two of these calls takes a fraction of a millisecond, so a document of 200 events yields as often as 200 documents do.
 */
export function pacedCrypto(pace: Pace): Crypto {
  const keys = new Map<string, KeyObject | undefined>();
  const keyObjectOf = (key: PublicKey): KeyObject | undefined => {
    const name = key.x + key.y;
    if (keys.has(name)) return keys.get(name);
    if (keys.size >= keysMax) keys.delete(keys.keys().next().value ?? '');
    const imported = importKey(key);
    keys.set(name, imported);
    return imported;
  };
  return {
    async sha256(data) {
      await pace.breathe();
      return nodeCrypto.sha256(data);
    },
    async verifyEs256(key, signature, data) {
      await pace.breathe();
      const publicKey = keyObjectOf(key);
      const der = derSignature(signature);
      return publicKey !== undefined && der !== undefined && verifyInPool(publicKey, der, data);
    },
  };
}

function verifyInPool(key: KeyObject, signature: Uint8Array, data: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify('sha256', data, key, signature, (error, isValid) => (error ? reject(error) : resolve(isValid)));
  });
}
