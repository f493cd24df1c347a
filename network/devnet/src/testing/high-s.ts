import { createPrivateKey, sign } from 'node:crypto';

/** The order of P-256's group (SEC 2, secp256r1). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other form of a valid signature: s becomes n − s. DER, which Fabric refuses. */
export function signHighS(privateKeyPem: string, message: Uint8Array): Uint8Array {
  const key = createPrivateKey(privateKeyPem);
  const raw = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
  const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
  const high = s > order / 2n ? s : order - s;
  const body = Buffer.concat([integer(BigInt(`0x${raw.subarray(0, 32).toString('hex')}`)), integer(high)]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function integer(value: bigint): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  const body = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([2, body.length]), body]);
}
