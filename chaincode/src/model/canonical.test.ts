import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, parseCanonical, pointerStep } from './canonical.ts';
import { LedgerError } from './errors.ts';
import { limits } from './limits.ts';

const refusal = (pointer: string) =>
  expect.objectContaining({ name: 'LedgerError', code: 'EVENT_INVALID', pointer });
const refusalBy = (call: () => unknown): LedgerError => {
  try {
    call();
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
  throw new Error('expected a refusal, found none');
};

describe('canonicalize', () => {
  it('is the inverse of parsing: canonical texts are read and written back', () => {
    void fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        const text = canonicalize(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalize(parseCanonical(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['undefined', undefined, ''],
    ['undefined in an array', { a: [undefined] }, '/a/0'],
    ['a function', { a: { b: () => 1 } }, '/a/b'],
    ['a symbol', [Symbol('x')], '/0'],
    ['a bigint', { a: 1n }, '/a'],
    ['a date', { a: new Date(0) }, '/a'],
    ['a map', { a: new Map([[1, 2]]) }, '/a'],
    ['bytes', { a: Uint8Array.of(1) }, '/a'],
    ['a hole in an array', { a: Array(2) }, '/a/0'],
    ['a lone high surrogate', { a: ['x', 'y\ud800'] }, '/a/1'],
    ['a lone low surrogate', { a: '\udc00' }, '/a'],
    ['a lone surrogate in a key', { '\ud800': 1 }, '/\ufffd'],
    ['the key __proto__', { a: JSON.parse('{"__proto__":1}') }, '/a/__proto__'],
  ])('refuses %s with the pointer of its place', (_, value, pointer) => {
    expect(() => canonicalize(value)).toThrow(refusal(pointer));
  });

  it('says what it found in place of JSON', () => {
    expect(refusalBy(() => canonicalize([1n])).detail).toBe('is a bigint, not JSON');
    expect(refusalBy(() => canonicalize([() => 1])).detail).toBe('is a function, not JSON');
    expect(refusalBy(() => canonicalize([new Date(0)])).detail).toBe('is not JSON');
  });

  it('leaves members out that are undefined, as JSON does', () => {
    expect(canonicalize({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it('refuses one level more than the deepest allowed, and names where', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
    expect(canonicalize(nested(limits.depthMax))).toContain('1');
    expect(() => canonicalize(nested(limits.depthMax + 1))).toThrow(refusal('/a'.repeat(limits.depthMax)));
  });
});

/** Canonical by its definition: the text is what its own value is written as. */
function isCanonical(text: string): boolean {
  try {
    return canonicalize(JSON.parse(text)) === text;
  } catch (error) {
    if (error instanceof LedgerError || error instanceof SyntaxError) return false;
    throw error;
  }
}

const accepts = (text: string): boolean => {
  try {
    parseCanonical(text);
    return true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
};

describe('parseCanonical', () => {
  it('takes exactly the texts that are what their own value is written as', () => {
    const keys = fc.constantFrom(
      'a',
      'b',
      'B',
      '1',
      '10',
      '9',
      '__proto__',
      '\ud800',
      '\u20ac',
      '\ufb33',
      '😀',
      '',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        fc.constantFrom(null, true, 0, -0, 1e21, 1e-7, 5e-324, 'x', '\ud800', '\u2028', '羊', '\u0007'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.array(fc.tuple(keys, tie('any')), { maxLength: 4 }).map((members) => new Map(members)),
      ),
    })).any;
    const write = (item: unknown): string => {
      if (Array.isArray(item)) return `[${item.map(write).join(',')}]`;
      if (!(item instanceof Map)) return JSON.stringify(item);
      return `{${[...item].map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`).join(',')}}`;
    };
    let canonical = 0;
    void fc.assert(
      fc.property(value, fc.constantFrom('', ' ', '}'), (item, tail) => {
        const text = write(item) + tail;
        if (isCanonical(text)) canonical += 1;
        expect(accepts(text)).toBe(isCanonical(text));
      }),
      { numRuns: 2000 },
    );
    expect(canonical).toBeGreaterThan(100);
  });

  it.each([
    ['a space', '{"a": 1}'],
    ['a space before', ' {"a":1}'],
    ['a line feed after', '{"a":1}\n'],
    ['another order of keys', '{"b":1,"a":2}'],
    ['an order of keys by code points', '{"\ufb33":1,"\ud83d\ude00":2}'],
    ['a key twice', '{"a":1,"a":1}'],
    ['a fraction of zeros', '{"a":1.0}'],
    ['an exponent', '{"a":1e0}'],
    ['a capital exponent', '{"a":1E21}'],
    ['minus zero', '{"a":-0}'],
    ['more digits than a double has', '{"a":9007199254740993}'],
    ['an infinite number', '{"a":1e400}'],
    ['an escape that is not needed', '{"a":"\\u0041"}'],
    ['an escaped stroke', '{"a":"\\/"}'],
    ['a long escape of a line feed', '{"a":"\\u000a"}'],
    ['an escape in capitals', '{"a":"\\u001F"}'],
    ['an escaped surrogate pair', '{"a":"\\ud83d\\ude00"}'],
    ['an escaped lone surrogate', '{"a":"\\ud800"}'],
    ['a raw lone surrogate', '{"a":"\ud800"}'],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['a raw NUL', '{"a":"\u0000"}'],
    ['an escaped key', '{"\\u0061":1}'],
    ['__proto__', '{"__proto__":{"act":"move"}}'],
    ['__proto__ deep within', '{"a":[{"__proto__":1}]}'],
    ['nothing', ''],
    ['half a text', '{"a":'],
    ['two values', '1 2'],
    ['NaN', 'NaN'],
    ['a comment', '{"a":1/**/}'],
    ['a comma too many', '[1,]'],
  ])('refuses %s', (_, text) => {
    expect(refusalBy(() => parseCanonical(text)).code).toBe('EVENT_INVALID');
  });

  it.each(['[', '{"a":'])('refuses a depth of 10,000 of %s without running out of stack', (opening) => {
    const closing = opening === '[' ? ']' : '}';
    const text = `${opening.repeat(10_000)}1${closing.repeat(10_000)}`;
    expect(refusalBy(() => parseCanonical(text)).detail).toBe('is nested too deep');
  });

  it('refuses a space at any place outside strings', () => {
    const words = fc.string({ unit: fc.constantFrom(...'abc羊1'), minLength: 1 });
    const spaced = fc.record({
      value: fc.dictionary(words, fc.oneof(words, fc.integer(), fc.array(words)), { minKeys: 1 }),
      space: fc.constantFrom(' ', '\t', '\n', '\r'),
      place: fc.nat(),
    });
    void fc.assert(
      fc.property(spaced, ({ value, space, place }) => {
        const text = canonicalize(value);
        const gaps = [0, text.length, ...[...text.matchAll(/[{}[\]:,]/g)].map((match) => match.index)];
        const gap = gaps[place % gaps.length] ?? 0;
        const respelt = text.slice(0, gap) + space + text.slice(gap);
        expect(JSON.parse(respelt)).toEqual(JSON.parse(text));
        expect(refusalBy(() => parseCanonical(respelt)).code).toBe('EVENT_INVALID');
      }),
    );
  });

  it('refuses the members of an object in any order but one', () => {
    void fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 5 }), (keys) => {
        fc.pre(!keys.includes('__proto__') && keys.every((key) => key.isWellFormed()));
        const member = (key: string): string => `${JSON.stringify(key)}:1`;
        const texts = [keys, keys.toReversed()].map((order) => `{${order.map(member).join(',')}}`);
        const accepted = texts.filter((text) => text === canonicalize(JSON.parse(text)));
        for (const text of texts) {
          if (accepted.includes(text)) expect(parseCanonical(text)).toBeDefined();
          else expect(refusalBy(() => parseCanonical(text)).code).toBe('EVENT_INVALID');
        }
        expect(accepted.length).toBeLessThan(2);
      }),
    );
  });

  it('throws nothing but LedgerError, whatever the text', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          expect(canonicalize(parseCanonical(text))).toBe(text);
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerError);
        }
      }),
    );
  });

  it('says nothing of the engine', () => {
    expect(refusalBy(() => parseCanonical('{"secret":')).message).toBe('EVENT_INVALID: is not JSON');
    expect(refusalBy(() => parseCanonical('{ }')).message).toBe(
      'EVENT_INVALID: is not in canonical form (RFC 8785)',
    );
  });
});

describe('pointerStep', () => {
  it('escapes as RFC 6901 §3 does', () => {
    expect(pointerStep('a/b~c')).toBe('/a~1b~0c');
    expect(pointerStep(3)).toBe('/3');
  });

  it('holds no space and no lone surrogate, and is never long', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (key) => {
        const step = pointerStep(key);
        expect(step).toMatch(/^\/[^\s/]*$/);
        expect(step.isWellFormed()).toBe(true);
        expect(step.length).toBeLessThanOrEqual(1 + 2 * 64);
      }),
    );
    expect(pointerStep(`${'a'.repeat(63)}\u{1f600}`).isWellFormed()).toBe(true);
    expect(pointerStep('a'.repeat(100))).toBe(`/${'a'.repeat(64)}`);
    expect(pointerStep('a b\u2003c\nd')).toBe('/a_b_c_d');
  });
});
