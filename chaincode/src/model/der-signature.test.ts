import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derSignature } from './der-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const der = (signature: Uint8Array) => derSignature(signature) ?? new Uint8Array();
const hex = (signature: Uint8Array) => Buffer.from(der(signature)).toString('hex');

describe('derSignature', () => {
  it('is verified exactly where r‖s is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(63), fc.nat(255), (data, at, flip) => {
        const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
        signature[at] = (signature[at] ?? 0) ^ flip;
        const expected = verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
        expect(verify('sha256', data, publicKey, der(signature))).toBe(expected);
        expect(expected).toBe(flip === 0);
      }),
    );
  });

  it('has integers in their shortest form, and one byte for zero', () => {
    const [small, high] = [new Uint8Array(32), new Uint8Array(32).fill(0xff)];
    small[31] = 0x7f;
    const ones = 'ff'.repeat(32);
    expect(hex(Buffer.concat([small, high]))).toBe(`302602017f022100${ones}`);
    expect(hex(Buffer.concat([high, high]))).toBe(`3046022100${ones}022100${ones}`);
    expect(hex(new Uint8Array(64))).toBe('3006020100020100');
  });

  it('of zeros is no signature of anything', () => {
    expect(verify('sha256', new Uint8Array(3), publicKey, der(new Uint8Array(64)))).toBe(false);
  });

  it.each([0, 63, 65, 71])('refuses %i bytes', (length) => {
    expect(derSignature(new Uint8Array(length))).toBeUndefined();
  });
});
