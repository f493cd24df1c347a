import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('base64url', () => {
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('writes %j of RFC 4648 §10 as %j, without padding', (text, encoded) => {
    expect(toBase64url(ascii(text))).toBe(encoded);
    expect(fromBase64url(encoded)).toEqual(ascii(text));
  });

  it('writes the octets of RFC 7515 appendix C in the URL-safe alphabet', () => {
    expect(toBase64url(Uint8Array.of(3, 236, 255, 224, 193))).toBe('A-z_4ME');
    expect(fromBase64url('A-z_4ME')).toEqual(Uint8Array.of(3, 236, 255, 224, 193));
  });

  it('reads back whatever it writes', () => {
    void fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
  });

  it('has one spelling for one byte string: every text that it reads is what it writes', () => {
    const characters = fc.constantFrom(...'ABCDwxyz0189-_+/= \n\u00e9');
    void fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (list) => {
        const bytes = fromBase64url(list.join(''));
        if (bytes !== undefined) expect(toBase64url(bytes)).toBe(list.join(''));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['padding', 'Zg=='],
    ['the other alphabet, +', 'A+z_4ME'],
    ['the other alphabet, /', 'A-z/4ME'],
    ['bits after the last byte', 'Zh'],
    ['bits after the last two bytes', 'Zm9'],
    ['a length that no byte string has', 'Zm9vY'],
    ['one character', 'A'],
    ['a space', 'Zm 9'],
    ['a line feed at the end', 'Zm9v\n'],
    ['a character beyond ASCII', 'Zm9\u00e9'],
  ])('refuses %s', (_, text) => {
    expect(fromBase64url(text)).toBeUndefined();
  });
});
