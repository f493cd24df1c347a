import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointerStep } from './canonical.ts';
import {
  assertNever,
  documentRefusals,
  LedgerError,
  type LedgerErrorCode,
  parseRefusal,
  refusals,
} from './errors.ts';
import { refusalSentences } from './words.ts';

const codes = Object.keys(refusals) as LedgerErrorCode[];
const pointers = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.nat()), { maxLength: 8 })
  .map((steps) => steps.map(pointerStep).join(''));
/** A detail never begins with a stroke: it would be read as a pointer. */
const details = fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('/'));

describe.each(codes)('%s', (code) => {
  it('leads the text, and text gives back the refusal', () => {
    void fc.assert(
      fc.property(details, pointers, (detail, pointer) => {
        const error = new LedgerError(code, detail, pointer);
        expect(error.message.startsWith(`${code}: ${pointer}`)).toBe(true);
        const { name, message } = error;
        expect(parseRefusal(error.message)).toMatchObject({ name, message, code, detail, pointer });
      }),
      { numRuns: 50 },
    );
  });

  it('has an HTTP status of the client’s kind', () => {
    expect(new LedgerError(code, 'x').httpStatus).toBe(refusals[code]);
    expect([400, 401, 403, 404, 409, 410, 413, 422]).toContain(refusals[code]);
  });

  it('has its own sentence in Chinese and in English', () => {
    const { zh, en } = refusalSentences[code];
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).toMatch(/^[A-Z][\x20-\x7e’]+[^.]$/u);
    const same = codes.filter(
      (other) => refusalSentences[other].zh === zh || refusalSentences[other].en === en,
    );
    expect(same).toEqual([code]);
  });
});

describe('parseRefusal', () => {
  it.each([
    '',
    'EVENT_INVALID',
    'EVENT_INVALID:',
    'EVENT_INVALID:x',
    ' EVENT_INVALID: x',
    '\nEVENT_INVALID: x',
    'Error: EVENT_INVALID: x',
    'event_invalid: x',
    'EVENT_INVALID : x',
    'EVENT_INVALIDX: x',
    'EVENT_INVALI: x',
    'XEVENT_INVALID: x',
    'constructor: x',
    '__proto__: x',
    'CONSTRUCTOR: x',
    '\ufeffEVENT_INVALID: x',
    'EVENT\u200b_INVALID: x',
    'MVCC_READ_CONFLICT: x',
    'chaincode response 500, EVENT_INVALID: x',
  ])('takes %j for no text of ours', (text) => {
    expect(parseRefusal(text)).toBeUndefined();
  });

  it('takes nothing but a known code for ours, whatever the text', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const error = parseRefusal(text);
        if (error) expect(text.startsWith(`${error.code}: `)).toBe(true);
      }),
    );
  });

  it('keeps lines, spaces and colons of the detail', () => {
    expect(parseRefusal('LOT_UNKNOWN: a: b\n /c  d')).toMatchObject({ detail: 'a: b\n /c  d', pointer: '' });
    expect(parseRefusal('LOT_UNKNOWN: /a/0 b')).toMatchObject({ detail: 'b', pointer: '/a/0' });
  });

  it('reads a long text in a moment', () => {
    const text = `LOT_UNKNOWN: ${'/'.repeat(200_000)}`;
    expect(parseRefusal(text)?.detail).toHaveLength(200_000);
    expect(parseRefusal('A_'.repeat(200_000))).toBeUndefined();
  });
});

describe('LedgerError', () => {
  it('seen from the outside has its pointer under the prefix', () => {
    const error = new LedgerError('EVENT_INVALID', 'is missing', '/lines/0').under('/events/3/payload');
    expect(error).toBeInstanceOf(LedgerError);
    expect(error.message).toBe('EVENT_INVALID: /events/3/payload/lines/0 is missing');
    expect(error.pointer).toBe('/events/3/payload/lines/0');
  });

  it('has no stroke in its text where it has no pointer', () => {
    expect(new LedgerError('LOT_UNKNOWN', 'is not there').message).toBe('LOT_UNKNOWN: is not there');
  });
});

describe('the refusals that fail a whole document', () => {
  it('are those of form and signature, which no result of an event may carry', () => {
    expect([...documentRefusals].sort()).toEqual([
      'DEVICE_UNKNOWN',
      'DOCUMENT_INVALID',
      'DOCUMENT_TOO_LARGE',
      'EVENT_INVALID',
      'NETWORK_MISMATCH',
      'SIGNATURE_INVALID',
    ]);
    expect(codes.slice(0, 6).sort()).toEqual([...documentRefusals].sort());
  });
});

describe('assertNever', () => {
  it('names what nobody expected', () => {
    expect(() => assertNever('x' as never)).toThrow(new TypeError('unexpected "x"'));
  });
});
