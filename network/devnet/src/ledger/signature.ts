import { type KeyObject, sign, verify } from 'node:crypto';

/**
 * ECDSA P-256 with SHA-256, DER, with low S: Fabric refuses the other of each signature's two forms,
 * so that nobody can change a signed message's bytes without its key.
 */
const groupOrder = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
const halfOrder = Buffer.from('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8', 'hex');
const order = BigInt(`0x${groupOrder.toString('hex')}`);

export function signLowS(privateKey: KeyObject, message: Uint8Array): Uint8Array {
  // node:crypto makes DER in half of the time that it takes for r‖s.
  const der = sign('sha256', message, privateKey);
  const s = readS(der);
  if (s === undefined || s.compare(halfOrder) <= 0) return der;
  const r = der.subarray(2, 4 + (der[3] ?? 0));
  const mirrored = encodeInteger(negate(s));
  return Buffer.concat([Buffer.from([0x30, r.length + mirrored.length]), r, mirrored]);
}

/** False for a wrong signature, for high S and for what is no strict DER signature. */
export function verifyLowS(publicKey: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return isLowS(signature) && verify('sha256', message, publicKey, signature);
}

export function isLowS(signature: Uint8Array): boolean {
  const s = readS(Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength));
  return s !== undefined && s.compare(halfOrder) <= 0;
}

/** The second integer of SEQUENCE { INTEGER r, INTEGER s }, in 32 bytes; undefined when the form is another. */
function readS(der: Buffer): Buffer | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der[2] !== 0x02) return undefined;
  const sTag = 4 + (der[3] ?? 0);
  if (der[sTag] !== 0x02 || sTag + 2 + (der[sTag + 1] ?? 0) !== der.length) return undefined;
  const integer = der.subarray(sTag + 2);
  const digits = integer[0] === 0 ? integer.subarray(1) : integer;
  if (digits.length > 32) return undefined;
  return Buffer.concat([Buffer.alloc(32 - digits.length), digits]);
}

function negate(s: Buffer): Buffer {
  const low = order - BigInt(`0x${s.toString('hex')}`);
  return Buffer.from(low.toString(16).padStart(64, '0'), 'hex');
}

function encodeInteger(fixed: Buffer): Buffer {
  let start = 0;
  while (start < fixed.length - 1 && fixed[start] === 0) start += 1;
  const digits = fixed.subarray(start);
  const pad = (digits[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from([0x02, digits.length + pad.length, ...pad]), digits]);
}
