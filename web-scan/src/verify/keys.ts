import { type Bytes, concat, fromBase64url, toBase64url, utf8 } from './encodings.ts';
import { sha256 } from './sha256.ts';

/** A P-256 public key: x and y of its JWK, base64url of 32 bytes each. */
export interface PublicKey {
  readonly x: string;
  readonly y: string;
}

/** RFC 7638. */
export const thumbprintOf = ({ x, y }: PublicKey): string =>
  toBase64url(sha256(utf8(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`)));

/** SubjectPublicKeyInfo of an uncompressed point on P-256 up to its coordinates (RFC 5480). */
const spkiHead = Uint8Array.of(
  ...[0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
  ...[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04],
);

export const spkiOf = ({ x, y }: PublicKey): Bytes =>
  concat(spkiHead, fromBase64url(x) ?? new Uint8Array(0), fromBase64url(y) ?? new Uint8Array(0));

const imported = new Map<string, Promise<CryptoKey | undefined>>();
const importedMax = 1000;

/** The key for WebCrypto, made once; undefined for a point that is not on the curve. */
export function importKey(key: PublicKey): Promise<CryptoKey | undefined> {
  const name = `${key.x}.${key.y}`;
  const known = imported.get(name);
  if (known) return known;
  if (imported.size >= importedMax) imported.clear();
  const made = globalThis.crypto.subtle
    .importKey('spki', spkiOf(key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    .catch((error: unknown) => {
      if (error instanceof Error && (error.name === 'DataError' || error.name === 'OperationError'))
        return undefined;
      throw error;
    });
  imported.set(name, made);
  return made;
}

export interface SignedBytes {
  readonly key: PublicKey;
  /** r ‖ s, 64 bytes. */
  readonly signature: Bytes;
  readonly data: Bytes;
}

export async function verifySignature({ key, signature, data }: SignedBytes): Promise<boolean> {
  const cryptoKey = await importKey(key);
  if (!cryptoKey) return false;
  return globalThis.crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, cryptoKey, signature, data);
}

const atOnce = 16;

/** The index of the first signature that does not verify; -1 where all do. So many at once, that no device chokes. */
export async function firstWrong(signed: readonly SignedBytes[]): Promise<number> {
  for (let start = 0; start < signed.length; start += atOnce) {
    const right = await Promise.all(signed.slice(start, start + atOnce).map(verifySignature));
    const wrong = right.indexOf(false);
    if (wrong >= 0) return start + wrong;
  }
  return -1;
}
