import { describe, expect, it } from 'vitest';
import { canonicalize } from '../canonical.ts';
import { limits } from '../limits.ts';
import { exampleDigest, exampleEvents, exampleGtin, exampleParty } from '../testing.ts';
import { DaySchema, InstantSchema, instantMs, NameSchema } from './base.ts';
import { type ActName, parseEvent } from './index.ts';

const parse = (act: ActName, fields: object) => () =>
  parseEvent(canonicalize({ ...exampleEvents[act], ...fields }));
const refusal = (pointer: string, detail?: string) =>
  expect.objectContaining({ code: 'EVENT_INVALID', pointer, ...(detail === undefined ? {} : { detail }) });
const person = `P${exampleDigest(9)}`;
const line = { lot: `${exampleGtin(1)}/L1`, amount: { count: 1 } };
const linesOf = (count: number, other: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ ...line, ...other, lot: `${exampleGtin(1)}/${index}` }));

describe('what holds between the fields of an event', () => {
  it.each([
    ['a move to the same site', 'move', { to: 'P-01' }, '/to', 'the same site'],
    [
      'a departure over 30 days ahead',
      'dispatch',
      { departure: '2026-10-01T03:30:00.001Z' },
      '/departure',
      'departs too late',
    ],
    ['a shipment to oneself', 'dispatch', { to: exampleParty(1) }, '/to', 'to oneself'],
    ['a person with a name', 'enrolParty', { subject: person }, '/names', 'names'],
    ['a company without a name', 'enrolParty', { names: undefined }, '/names', 'names'],
    ['a regulator without remits', 'enrolParty', { remits: undefined }, '/remits', 'remits'],
    ['a producer with remits', 'enrolParty', { roles: ['producer'] }, '/remits', 'remits'],
    [
      'a regulator without a division',
      'enrolParty',
      { divisionPrefix: undefined },
      '/divisionPrefix',
      'division prefix',
    ],
    [
      'a producer with a division prefix',
      'enrolParty',
      { roles: ['producer'], remits: undefined },
      '/divisionPrefix',
      'division prefix',
    ],
    ['a role twice', 'enrolParty', { roles: ['regulator', 'regulator'] }, '/roles', 'a role twice'],
    ['a remit twice', 'enrolParty', { remits: ['market', 'market'] }, '/remits', 'a remit twice'],
    ['a remit twice', 'registerCategory', { remits: ['grain', 'grain'] }, '/remits', 'a remit twice'],
    [
      'the division prefix of no province',
      'enrolParty',
      { divisionPrefix: '99' },
      '/divisionPrefix',
      'province',
    ],
    [
      'measures out of order',
      'registerCategory',
      { measures: ['massG', 'count'] },
      '/measures',
      'order of measures',
    ],
    ['a sale to a business that is not named', 'sell', { buyer: undefined }, '/buyer', 'buyer'],
    ['a sale to a consumer who is named', 'sell', { to: 'consumer' }, '/buyer', 'buyer'],
    ['a lot twice among lines', 'sell', { lines: [line, line] }, '/lines', 'a lot twice'],
    ['a lot twice among inputs', 'transform', { inputs: [line, line] }, '/inputs', 'a lot twice'],
    ['a lot twice among outputs', 'transform', { outputs: [line, line] }, '/outputs', 'a lot twice'],
    [
      'a lot twice among the received',
      'receive',
      { lines: [1, 2].map(() => ({ lot: line.lot, accepted: { count: 1 } })) },
      '/lines',
      'a lot twice',
    ],
    [
      'a lot twice among the settled',
      'settle',
      { lines: [1, 2].map(() => ({ lot: line.lot, takenBack: { count: 1 } })) },
      '/lines',
      'a lot twice',
    ],
    ['a received line that says nothing', 'receive', { lines: [{ lot: line.lot }] }, '/lines/0', 'nothing'],
    ['a settled line that says nothing', 'settle', { lines: [{ lot: line.lot }] }, '/lines/0', 'nothing'],
    [
      'a founding with one key for two ends',
      'found',
      { logKey: exampleEvents.found.registrarKey },
      '/serviceKey',
      'a key twice',
    ],
    ['a founding by a person', 'found', { party: person }, '/party', undefined],
    ['a device that registers itself as log', 'enrolDevice', { role: 'log' }, '/role', undefined],
    ['an operation that nobody knows', 'transform', { operation: 'teleport' }, '/operation', undefined],
    ['another version', 'move', { version: 2 }, '/version', undefined],
    ['the number 0 in the sequence', 'move', { sequence: 0 }, '/sequence', undefined],
    ['a sequence above 2^53 − 1', 'move', { sequence: 2 ** 53 }, '/sequence', undefined],
  ] as const)('refuses %s (%s)', (_, act, fields, pointer, detail) => {
    expect(parse(act, fields)).toThrow(refusal(pointer, detail && `does not hold: ${detail}`));
  });

  it.each([
    ['a person without a name', 'enrolParty', { subject: person, names: undefined }],
    ['a producer', 'enrolParty', { roles: ['producer'], remits: undefined, divisionPrefix: undefined }],
    ['a sale to a consumer', 'sell', { to: 'consumer', buyer: undefined }],
    ['a division prefix of two digits', 'enrolParty', { divisionPrefix: '15' }],
    ['a division prefix of six digits', 'enrolParty', { divisionPrefix: '152502' }],
    ['the longest life of a shelf', 'registerProduct', { shelfLifeDays: limits.shelfLifeDaysMax }],
    ['the longest number of a shipment', 'dispatch', { number: 'S'.repeat(30) }],
    ['the longest code of a site', 'registerSite', { site: 'S'.repeat(20) }],
    [
      'the longest code of a category',
      'registerCategory',
      { category: 'c'.repeat(40), commodity: 'c'.repeat(40) },
    ],
    ['a first event', 'move', { previous: null, sequence: 1 }],
    ['a later event', 'move', { previous: exampleDigest(4), sequence: limits.sequenceMax }],
  ] as const)('accepts %s', (_, act, fields) => {
    expect(parse(act, fields)()).toMatchObject({ act });
  });
});

describe('the limits of an event', () => {
  it.each([
    ['move', 'lines', limits.linesMax, {}],
    ['dispatch', 'lines', limits.linesMax, {}],
    ['sell', 'lines', limits.linesMax, {}],
    ['dispose', 'lines', limits.linesMax, {}],
    ['receive', 'lines', limits.linesMax, { amount: undefined, accepted: { count: 1 } }],
    ['settle', 'lines', limits.linesMax, { amount: undefined, takenBack: { count: 1 } }],
    ['transform', 'inputs', limits.transformInputsMax, {}],
    ['transform', 'outputs', limits.transformOutputsMax, {}],
  ] as const)('%s has 1 to the most %s, not one more', (act, field, most, other) => {
    // Of outputs that claim nothing: the event has no claims either.
    const fields = field === 'outputs' ? { claims: undefined } : {};
    expect(parse(act, { ...fields, [field]: linesOf(most, other) })()).toMatchObject({ act });
    expect(parse(act, { [field]: linesOf(most + 1, other) })).toThrow(
      refusal(`/${field}`, 'is too large or too long'),
    );
    expect(parse(act, { [field]: [] })).toThrow(refusal(`/${field}`, 'is too small or too short'));
  });

  it.each([0, -1, 1.5, limits.amountMax + 1, 2 ** 53])('refuses an amount of %d', (count) => {
    expect(parse('commission', { amount: { count } })).toThrow(refusal('/amount/count'));
    expect(parse('sell', { lines: [{ ...line, amount: { count } }] })).toThrow(
      refusal(count === 0 ? '/lines/0/amount' : '/lines/0/amount/count'),
    );
  });

  it.each([0, -1, 1.5, limits.shelfLifeDaysMax + 1])('refuses a shelf life of %d days', (shelfLifeDays) => {
    expect(parse('registerProduct', { shelfLifeDays })).toThrow(refusal('/shelfLifeDays'));
  });

  it.each(['gb 1', 'GB', 'GB/T', 'GB/T 1354 ', 'GB  1354', 'GB/T 一', `GB ${'1'.repeat(21)}`])(
    'refuses the standard %j',
    (standard) => {
      expect(parse('registerProduct', { standard })).toThrow(refusal('/standard'));
    },
  );
});

describe('an instant', () => {
  it.each(['2026-09-01T03:30:00.000Z', '2000-01-01T00:00:00.000Z', '2028-02-29T23:59:59.999Z'])(
    'may be %s',
    (text) => {
      expect(InstantSchema.safeParse(text).success).toBe(true);
      expect(new Date(instantMs(text)).toISOString()).toBe(text);
    },
  );

  it.each([
    ['without milliseconds', '2026-09-01T03:30:00Z'],
    ['with microseconds', '2026-09-01T03:30:00.000000Z'],
    ['with an offset', '2026-09-01T11:30:00.000+08:00'],
    ['with a small z', '2026-09-01T03:30:00.000z'],
    ['with a space', '2026-09-01 03:30:00.000Z'],
    ['of the 30th of February', '2026-02-30T00:00:00.000Z'],
    ['of a leap day in a common year', '2027-02-29T00:00:00.000Z'],
    ['of the month 13', '2026-13-01T00:00:00.000Z'],
    ['of the hour 24', '2026-09-01T24:00:00.000Z'],
    ['of a leap second', '2026-12-31T23:59:60.000Z'],
    ['of another century', '1999-12-31T23:59:59.999Z'],
    ['of year 0', '0000-01-01T00:00:00.000Z'],
    ['without a day', 'now'],
  ])('is refused %s', (_, text) => {
    expect(InstantSchema.safeParse(text).success).toBe(false);
  });

  it.each([
    '2026-02-30',
    '2027-02-29',
    '2026-9-1',
    '2026-09-01T00:00:00.000Z',
    '1999-01-01',
    '2026-00-10',
    '',
  ])('is not the day %j', (text) => {
    expect(DaySchema.safeParse(text).success).toBe(false);
    expect(DaySchema.safeParse('2028-02-29').success).toBe(true);
  });
});

describe('a name', () => {
  it.each(['锡林郭勒羊肉', 'Lamb, cut', 'ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ', 'ᠡᠷᠳᠡᠨᠢ\u180eᠠ', '7', 'A'.repeat(80)])(
    'may be %s',
    (text) => {
      expect(NameSchema.safeParse(text).success).toBe(true);
    },
  );

  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['a space before', ' 羊'],
    ['an ideographic space after', '羊\u3000'],
    ['81 characters', 'A'.repeat(81)],
    ['a line feed', '羊\n肉'],
    ['NUL', '羊\u0000'],
    ['a delete sign', '羊\u007f肉'],
    ['a line separator', '羊\u2028肉'],
    ['a paragraph separator', '羊\u2029肉'],
    ['an override of direction', 'a\u202egnp.exe'],
    ['an isolate of direction', 'a\u2066b'],
    ['a mark of direction', 'a\u200fb'],
    ['letters that are not composed (NFD)', 'e\u0301'],
    ['a lone surrogate', '羊\ud800'],
    ['signs alone that nobody sees', '\u200b'],
    ['a letter that nobody sees', '\u3164'],
    ['a joiner inside', '羊\u200b肉'],
    ['a soft hyphen', 'la\u00admb'],
    ['a byte order mark', '\ufeff羊'],
    ['a tag', '羊\u{e0041}'],
    ['a private sign', '羊\ue000'],
    ['a variation selector', '羊\ufe0f'],
    ['a web address', 'https://example.org'],
    ['punctuation alone', '—'],
    ['a number', 7],
  ])('is refused with %s', (_, text) => {
    expect(NameSchema.safeParse(text).success).toBe(false);
  });
});
