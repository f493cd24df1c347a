import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  GlnSchema,
  GtinSchema,
  gs1CheckDigit,
  gtinOf,
  LotIdSchema,
  LotNumberSchema,
  lotIdOf,
  lotNumberOf,
  SsccSchema,
} from './identifier.ts';
import { exampleGtin } from './testing.ts';

const accepts = (schema: z.ZodType, text: unknown): boolean => schema.safeParse(text).success;
const gtin = exampleGtin(1);

/** Published examples: GS1's own (digital link, EPCIS and tag data standards) and the Chinese one of every textbook. */
const gs1Examples = [
  ['GTIN-14', GtinSchema, '09506000134352'],
  ['GTIN-14', GtinSchema, '09506000134369'],
  ['GTIN-14 of a GTIN-12', GtinSchema, '00614141999996'],
  ['GTIN-14 of a GTIN-13', GtinSchema, '06901234567892'],
  ['GTIN-14', GtinSchema, '04012345111118'],
  ['GLN', GlnSchema, '4012345000009'],
  ['GLN', GlnSchema, '0614141123452'],
  ['GLN', GlnSchema, '4012345000115'],
  ['SSCC', SsccSchema, '106141412345678908'],
  ['SSCC', SsccSchema, '040123450000002225'],
] as const;

describe('GS1 keys', () => {
  it.each(gs1Examples)('accept the %s %o', (_, schema, key) => {
    expect(accepts(schema, key)).toBe(true);
    expect(gs1CheckDigit(key.slice(0, -1))).toBe(key.at(-1));
  });

  it.each(gs1Examples)('refuse every other digit at any place: %s %o', (_, schema, key) => {
    for (const [place, digit] of [...key].entries()) {
      for (const other of '0123456789'.replace(digit, '')) {
        expect(accepts(schema, key.slice(0, place) + other + key.slice(place + 1))).toBe(false);
      }
    }
  });

  it('have one check digit for any digits, 0 among them', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 13, maxLength: 13 });
    void fc.assert(
      fc.property(digits, (first) => {
        const right = [...'0123456789'].filter((digit) => accepts(GtinSchema, first + digit));
        expect(right).toEqual([gs1CheckDigit(first)]);
      }),
    );
    expect(gs1CheckDigit('0000000000000')).toBe('0');
    expect(gs1CheckDigit('0000000000013')).toBe('0');
  });

  it.each([
    ['a GTIN-13 without its leading zero', GtinSchema, '6901234567892'],
    ['a GTIN of 15 digits', GtinSchema, '006901234567892'],
    ['a GTIN with spaces', GtinSchema, '0690123456789 2'],
    ['a GTIN in full-width digits', GtinSchema, '０６９０１２３４５６７８９２'],
    ['a GTIN with a line feed', GtinSchema, '06901234567892\n'],
    ['no GTIN', GtinSchema, ''],
    ['a number', GtinSchema, 6_901_234_567_892],
    ['a GLN of 14 digits', GlnSchema, '04012345000009'],
    ['a GLN of 12 digits', GlnSchema, '401234500000'],
    ['an SSCC of 17 digits', SsccSchema, '10614141234567890'],
    ['an SSCC of 19 digits', SsccSchema, '0106141412345678908'],
    ['an SSCC with its AI', SsccSchema, '00106141412345678908'],
  ])('refuse %s', (_, schema, key) => {
    expect(accepts(schema, key)).toBe(false);
  });
});

describe('a lot', () => {
  const set82 = `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`;

  it('has a number in the 82 characters of GS1, each of them and no other', () => {
    expect(set82).toHaveLength(82);
    const accepted = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).filter((text) =>
      accepts(LotNumberSchema, `A${text}`),
    );
    expect(accepted.join('')).toBe(set82);
  });

  it('is no step of a path that means another one', () => {
    expect(['.', '..', '...', 'A.', '.A'].map((text) => accepts(LotNumberSchema, text))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('has a number of 1 to 20 characters', () => {
    expect(['', 'A', 'A'.repeat(20), 'A'.repeat(21)].map((text) => accepts(LotNumberSchema, text))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('has an id that gives back its two halves, strokes in the number too', () => {
    for (const number of ['L0417', 'A/B', '/', '//', 'A'.repeat(20)]) {
      const id = lotIdOf(gtin, number);
      expect(accepts(LotIdSchema, id)).toBe(true);
      expect([gtinOf(id), lotNumberOf(id)]).toEqual([gtin, number]);
    }
  });

  it.each([
    ['a wrong check digit', `${gtin.slice(0, 13)}${(Number(gtin[13]) + 1) % 10}/L1`],
    ['no stroke', `${gtin}L1`],
    ['another sign for the stroke', `${gtin}-L1`],
    ['no number', `${gtin}/`],
    ['a GTIN-13', `${gtin.slice(1)}/L1`],
    ['a number of 21 characters', lotIdOf(gtin, 'A'.repeat(21))],
    ['a space in the number', `${gtin}/L 1`],
    ['a number beyond ASCII', `${gtin}/批1`],
    ['nothing', ''],
  ])('refuses %s', (_, id) => {
    expect(accepts(LotIdSchema, id)).toBe(false);
  });
});
