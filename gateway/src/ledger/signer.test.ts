import { generateKeyPairSync, verify } from 'node:crypto';
import { derSignature } from '@mengsu/chaincode/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSigner, toLowS } from './signer.ts';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const bytesOf = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** The two integers of a DER signature, read by the letter. */
function integersOf(der: Uint8Array): [bigint, bigint] {
  expect(der[0]).toBe(0x30);
  expect(der[1]).toBe(der.length - 2);
  const rLength = der[3] ?? 0;
  const r = der.subarray(4, 4 + rLength);
  const s = der.subarray(6 + rLength);
  for (const part of [r, s]) {
    expect((part[0] ?? 0) < 0x80, 'not negative').toBe(true);
    if (part[0] === 0 && part.length > 1) expect((part[1] ?? 0) >= 0x80, 'shortest form').toBe(true);
  }
  return [r, s].map((part) => BigInt(`0x${Buffer.from(part).toString('hex')}`)) as [bigint, bigint];
}

describe('the signer', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const sign = makeSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

  it('signs what node:crypto verifies, always with low S', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (message) => {
        const signature = await sign(message);
        expect(verify('sha256', message, publicKey, signature)).toBe(true);
        expect(integersOf(signature)[1] <= order / 2n).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps r and mirrors every high S, at the edges too', () => {
    const scalar = fc.oneof(
      fc.bigInt({ min: 1n, max: order - 1n }),
      fc.constantFrom(1n, 127n, 128n, 255n, 256n, order / 2n, order / 2n + 1n, order - 1n),
      fc.bigInt({ min: order / 2n - 300n, max: order / 2n + 300n }),
    );
    fc.assert(
      fc.property(scalar, scalar, (r, s) => {
        const [gotR, gotS] = integersOf(
          toLowS(derSignature(Buffer.concat([bytesOf(r), bytesOf(s)])) ?? new Uint8Array()),
        );
        expect(gotR).toBe(r);
        expect(gotS).toBe(s > order / 2n ? order - s : s);
      }),
    );
  });

  it('refuses a key of another curve', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    expect(() => makeSigner(other.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow(/P-256/);
  });
});
