import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CheckKey } from '../../../gateway/src/codes/serial.ts';
import { itemCodes, merkleRootOf } from './digest.ts';

const sha256 = (...parts: (Buffer | string)[]): Buffer =>
  Buffer.from(parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest());
const leaf = (text: string): Buffer => sha256(Buffer.of(0), text);
const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);

const secrets = { serials: 'secret', checks: 'A'.repeat(43) };

describe('item codes', () => {
  it('have 20 characters of Crockford base 32, and differ', () => {
    const codes = itemCodes(secrets, 'lot', 200);
    expect(new Set(codes).size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
  });

  it('are other ones for another lot, and for another secret', () => {
    const [first] = itemCodes(secrets, 'lot', 1);
    expect(itemCodes(secrets, 'lot', 1)).toEqual([first]);
    expect(itemCodes(secrets, 'other lot', 1)).not.toEqual([first]);
    expect(itemCodes({ ...secrets, serials: 'other' }, 'lot', 1)).not.toEqual([first]);
  });
});

describe('check characters', () => {
  it('are those that the gateway gives, and other ones under another key', () => {
    const [code = ''] = itemCodes(secrets, 'lot', 1);
    const [other = ''] = itemCodes({ ...secrets, checks: 'B'.repeat(43) }, 'lot', 1);
    expect(new CheckKey(Buffer.alloc(32)).accepts(code)).toBe(true);
    expect(other.slice(0, 16)).toBe(code.slice(0, 16));
    expect(new CheckKey(Buffer.alloc(32)).accepts(other)).toBe(false);
  });
});

describe('the Merkle root (RFC 6962 §2.1)', () => {
  it('of nothing is the hash of nothing, of one text its leaf', () => {
    expect(merkleRootOf([])).toBe(sha256().toString('base64url'));
    expect(merkleRootOf(['a'])).toBe(leaf('a').toString('base64url'));
  });

  it('splits at the largest power of two below the number of texts', () => {
    const root = node(node(leaf('a'), leaf('b')), leaf('c'));
    expect(merkleRootOf(['a', 'b', 'c'])).toBe(root.toString('base64url'));
    expect(merkleRootOf(['a', 'b', 'c', 'd'])).not.toBe(root.toString('base64url'));
  });
});
