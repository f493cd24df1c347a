import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalize, type Json, parseCanonical } from './canonical.ts';
import { parseDerSignature } from './der-signature.ts';
import { fromBase64, fromBase64url, toBase64, toBase64url } from './encodings.ts';
import { isInstant } from './form.ts';
import { sha256 } from './sha256.ts';

const sample = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 151 + length) % 256));

describe('sha256', () => {
  it('is that of Node, at every length about its blocks', () => {
    for (const length of [...Array(200).keys(), 1000, 65_536])
      expect(Buffer.from(sha256(sample(length))).toString('hex')).toBe(
        createHash('sha256').update(sample(length)).digest('hex'),
      );
  });
});

describe('base64', () => {
  it('is that of Node, both ways', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = sample(length);
      expect(toBase64url(bytes)).toBe(bytes.toString('base64url'));
      expect(toBase64(bytes)).toBe(bytes.toString('base64'));
      expect(fromBase64url(bytes.toString('base64url'))).toEqual(new Uint8Array(bytes));
      expect(fromBase64(bytes.toString('base64'))).toEqual(new Uint8Array(bytes));
    }
  });

  it.each(['A', 'AB', 'AAB', 'AA=', 'AA==', 'A+A=', 'AA A', 'AA\u00c1A', 'AAAAA', 'AA/A', '\u2014AAA'])(
    'refuses %j as base64url',
    (text) => expect(fromBase64url(text)).toBeUndefined(),
  );

  it.each(['A', 'AA', 'AB==', 'AAB=', 'A===', 'AA-A', 'AAA', 'AA==AA==', '===='])(
    'refuses %j as base64',
    (text) => expect(fromBase64(text)).toBeUndefined(),
  );
});

describe('the canonical text', () => {
  // RFC 8785 §3.2.2 and §3.2.3.
  it('is that of RFC 8785', () => {
    const numbers = '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]}';
    expect(canonicalize(JSON.parse(numbers) as Json)).toBe(
      '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    );
    const text = '"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"';
    expect(canonicalize(JSON.parse(text) as Json)).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const sorted = Object.keys(
      JSON.parse(canonicalize(Object.fromEntries(names.map((name) => [name, 1]))) ?? '') as object,
    );
    // A whole number as a name comes first in an object of ECMAScript, whatever the text says.
    expect(sorted.filter((name) => name !== '1')).toEqual([
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\u{1f600}',
      '\ufb33',
    ]);
  });

  // RFC 8785, Appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555557', '333333333.33333343'],
  ])('of the double %s is %s', (hex, text) => {
    expect(canonicalize(Buffer.from(hex, 'hex').readDoubleBE())).toBe(text);
  });

  it('is bounded in depth, and strings do not count', () => {
    expect(parseCanonical('[["[[[\\"["]]', 2)).toEqual([['[[["[']]);
    expect(() => parseCanonical('[[[]]]', 2)).toThrow(/^BUNDLE_INVALID: is nested too deep$/);
    expect(() => parseCanonical('"\\ud800"', 2)).toThrow(/BUNDLE_INVALID/);
    expect(canonicalize({ a: Number.NaN })).toBeUndefined();
  });
});

describe('a signature in DER', () => {
  const r = '11'.repeat(32);
  const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
  const below = `${order.slice(0, -1)}0`;
  const integer = (hex: string): string => `02${(hex.length / 2).toString(16).padStart(2, '0')}${hex}`;
  const sequence = (body: string): Uint8Array =>
    Buffer.from(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`, 'hex');
  const parsed = (...numbers: string[]) => parseDerSignature(sequence(numbers.map(integer).join('')));

  it('is read', () => {
    expect(parsed(r, '01')).toEqual(new Uint8Array(Buffer.from(r + '01'.padStart(64, '0'), 'hex')));
    expect(parsed(`00${below}`, r)).toEqual(new Uint8Array(Buffer.from(below + r, 'hex')));
  });

  it.each([
    ['of zero', [r, '00']],
    ['of the order', [r, `00${order}`]],
    ['of more than the order', [r, `00${'ff'.repeat(32)}`]],
    ['of a negative number', [r, 'ff']],
    ['with a zero too many', [r, '0011']],
    ['with nothing', [r, '']],
    ['of too many bytes', [r, `01${r}`]],
    ['of one number', [r]],
    ['of three numbers', [r, '01', '01']],
  ])('%s is refused', (_, numbers) => expect(parsed(...numbers)).toBeUndefined());

  it('is refused with another tag, another length, or cut short', () => {
    const good = Buffer.from(sequence(integer(r) + integer('01')));
    for (let at = 0; at < good.length; at++) expect(parseDerSignature(good.subarray(0, at))).toBeUndefined();
    expect(parseDerSignature(Buffer.concat([good, Buffer.from([0])]))).toBeUndefined();
    for (const at of [0, 1, 2, 3, 36, 37])
      expect(parseDerSignature(good.map((byte, place) => (place === at ? byte ^ 1 : byte)))).toBeUndefined();
  });
});

it.each([
  '2026-02-29T00:00:00.000Z',
  '2026-01-01T24:00:00.000Z',
  '2026-01-01T00:00:60.000Z',
  '2026-01-01T00:00:00Z',
  '1999-01-01T00:00:00.000Z',
  '2026-01-01T00:00:00.000+00:00',
])('%s is no instant', (text) => expect(isInstant(text)).toBe(false));
