import { type Bytes, isSame } from './encodings.ts';

/** The order of P-256 (FIPS 186-4 §D.1.2.3), big-endian. */
const orderHex = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
const order = Uint8Array.from(orderHex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/**
 * r ‖ s (64 bytes) of an ECDSA signature on P-256 in DER (RFC 3279 §2.2.3), or undefined where it is not the one spelling of any:
 * short lengths, whole numbers of least length, both from 1 to n − 1, nothing after them.
 */
export function parseDerSignature(der: Uint8Array): Bytes | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const signature = new Uint8Array(64);
  const middle = readInteger(der, 2, signature.subarray(0, 32));
  if (middle === undefined) return undefined;
  return readInteger(der, middle, signature.subarray(32)) === der.length ? signature : undefined;
}

/** Writes the number into 32 bytes and answers where it ends. */
function readInteger(der: Uint8Array, at: number, into: Uint8Array): number | undefined {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  if (der[at] !== 0x02 || length === 0 || end > der.length) return undefined;
  let bytes = der.subarray(at + 2, end);
  const [first = 0, second = 0] = bytes;
  if (first >= 0x80) return undefined;
  if (first === 0) {
    if (length === 1 || second < 0x80) return undefined;
    bytes = bytes.subarray(1);
  }
  if (bytes.length > 32) return undefined;
  into.set(bytes, 32 - bytes.length);
  return isBelowOrder(into) ? end : undefined;
}

function isBelowOrder(number: Uint8Array): boolean {
  if (isSame(number, order)) return false;
  const index = number.findIndex((byte, place) => byte !== order[place]);
  return (number[index] ?? 0) < (order[index] ?? 0);
}
