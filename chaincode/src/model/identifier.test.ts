import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  CategoryCodeSchema,
  CreditCodeSchema,
  creditCodeCheckCharacter,
  DigestSchema,
  DivisionSchema,
  NetworkIdSchema,
  PartyIdSchema,
  PersonIdSchema,
  ShipmentIdSchema,
  ShipmentNumberSchema,
  SiteCodeSchema,
  shipmentIdOf,
} from './identifier.ts';
import { exampleDigest, exampleParty } from './testing.ts';

const accepts = (schema: z.ZodType, text: unknown): boolean => schema.safeParse(text).success;
const party = exampleParty(1);
const person = `P${exampleDigest(9)}`;

describe('unified social credit code (GB 32100)', () => {
  const published = [
    '914403001922038216',
    '91110000600037341L',
    '9144030071526726XG',
    '91330100799655058B',
    '91110000802100433B',
  ];
  /** The standard's table of weights, to check the rule by which they are computed. */
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

  it.each(published)('accepts %s, which its holder publishes', (code) => {
    expect(accepts(CreditCodeSchema, code)).toBe(true);
    expect(accepts(PartyIdSchema, code)).toBe(true);
  });

  it("has the check character of the standard's table of weights", () => {
    const texts = fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 });
    void fc.assert(
      fc.property(texts, (characters) => {
        const sum = characters.reduce((total, character, place) => {
          return total + alphabet.indexOf(character) * (weights[place] ?? 0);
        }, 0);
        expect(creditCodeCheckCharacter(characters.join(''))).toBe(alphabet[(31 - (sum % 31)) % 31]);
      }),
    );
  });

  it('has the check character 0 where the sum is a multiple of 31', () => {
    expect(creditCodeCheckCharacter('0'.repeat(17))).toBe('0');
    expect(creditCodeCheckCharacter(`${'0'.repeat(15)}11`)).not.toBe('0');
  });

  it.each(published)('refuses %s with any one character changed', (code) => {
    for (const [place, character] of [...code].entries()) {
      for (const other of alphabet.replace(character, '')) {
        const changed = code.slice(0, place) + other + code.slice(place + 1);
        expect(accepts(CreditCodeSchema, changed)).toBe(false);
      }
    }
  });

  it.each([
    ['small letters', '91110000600037341l'],
    ['17 characters', '91110000600037341'],
    ['19 characters', '91110000600037341L0'],
    ['a space', '91110000600037341L '],
    ['nothing', ''],
    ...['I', 'O', 'S', 'V', 'Z'].map((letter) => [`the letter ${letter}`, `${letter}1110000600037341L`]),
    ['a letter in the division', '911A0000600037341L'],
  ])('refuses %s', (_, code) => {
    expect(accepts(CreditCodeSchema, code)).toBe(false);
  });

  it('refuses letters in the division though the check character is right', () => {
    const first17 = '91A500000MA0N0000';
    expect(accepts(CreditCodeSchema, first17 + creditCodeCheckCharacter(first17))).toBe(false);
  });
});

describe('a party', () => {
  it('is a credit code or the commitment of a person', () => {
    expect(accepts(PartyIdSchema, party)).toBe(true);
    expect(accepts(PartyIdSchema, person)).toBe(true);
  });

  it.each([
    ['a commitment without P', person.slice(1)],
    ['a commitment with p', `p${person.slice(1)}`],
    ['a commitment of 42 characters', person.slice(0, -1)],
    ['a commitment of 44 characters', `${person}A`],
    ['a second spelling of a commitment', `P${'A'.repeat(42)}B`],
    ['both', `${party}${person}`],
  ])('is not %s', (_, text) => {
    expect(accepts(PartyIdSchema, text)).toBe(false);
    expect(accepts(PersonIdSchema, text)).toBe(false);
  });
});

describe('a division (GB/T 2260)', () => {
  it.each(['150000', '152500', '152502', '110000', '710000', '810000', '820000', '659001'])(
    'accepts %s',
    (code) => {
      expect(accepts(DivisionSchema, code)).toBe(true);
    },
  );

  it('knows the 34 provinces and no other', () => {
    const known = Array.from({ length: 100 }, (_, n) => `${String(n).padStart(2, '0')}0000`).filter((code) =>
      accepts(DivisionSchema, code),
    );
    expect(known.map((code) => code.slice(0, 2)).join(' ')).toBe(
      '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82',
    );
  });

  it.each(['', '15', '1500', '15000', '1500000', '15000A', '000000', '990000', ' 150000', '-15000'])(
    'refuses %j',
    (code) => {
      expect(accepts(DivisionSchema, code)).toBe(false);
    },
  );
});

describe('a shipment', () => {
  it.each([party, person])('is the number of a sender, %s', (sender) => {
    expect(accepts(ShipmentIdSchema, shipmentIdOf(sender, 'S-0001'))).toBe(true);
    expect(accepts(ShipmentIdSchema, shipmentIdOf(sender, 'A'.repeat(30)))).toBe(true);
  });

  it.each([
    ['no stroke, the sender and a letter', `${party}A`],
    ['no stroke', `${party}S1`],
    ['no sender', '/S1'],
    ['no number', `${party}/`],
    ['a sender with a wrong check digit', `${party.slice(0, 17)}${party[17] === '0' ? '1' : '0'}/S1`],
    ['two strokes', `${party}/S1/S2`],
    ['a number of 31 characters', `${party}/${'A'.repeat(31)}`],
    ['small letters', `${party}/s1`],
    ['nothing', ''],
  ])('refuses %s', (_, id) => {
    expect(accepts(ShipmentIdSchema, id)).toBe(false);
  });
});

describe('a digest', () => {
  it('is 32 bytes in their one spelling', () => {
    void fc.assert(
      fc.property(fc.uint8Array({ minLength: 30, maxLength: 34 }), (bytes) => {
        expect(accepts(DigestSchema, Buffer.from(bytes).toString('base64url'))).toBe(bytes.length === 32);
      }),
    );
    const last = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter((character) =>
      accepts(DigestSchema, 'A'.repeat(42) + character),
    );
    expect(last.join('')).toBe('AEIMQUYcgkosw048');
  });

  it.each(['+', '/', '=', ' ', '\n'])('refuses %j', (character) => {
    expect(accepts(DigestSchema, `${character}${'A'.repeat(42)}`)).toBe(false);
    expect(accepts(DigestSchema, `${'A'.repeat(43)}${character}`)).toBe(false);
  });
});

describe('codes', () => {
  it.each([
    [SiteCodeSchema, 'P-01', 20, ['p-01', '-P', 'P_1', 'P/1', '', '羊']],
    [CategoryCodeSchema, 'lamb-carcass', 40, ['Lamb', '-lamb', 'lamb/1', '', 'lamb carcass']],
    [NetworkIdSchema, 'mengsu-test', 40, ['ab', 'Mengsu', '-mengsu', 'mengsu/1', '']],
    [ShipmentNumberSchema, 'S-0001', 30, ['s-0001', '-S', 'S/1', '', 'S 1']],
  ])('%# accept their form up to its length, and refuse others', (schema, right, lengthMax, wrong) => {
    expect(accepts(schema, right)).toBe(true);
    const one = right.slice(0, 1);
    expect(accepts(schema, one.repeat(lengthMax))).toBe(true);
    expect(accepts(schema, one.repeat(lengthMax + 1))).toBe(false);
    for (const text of wrong) expect(accepts(schema, text), text).toBe(false);
  });
});
