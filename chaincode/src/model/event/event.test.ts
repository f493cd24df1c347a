import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, type Json, pointerStep } from '../canonical.ts';
import { LedgerError } from '../errors.ts';
import { limits } from '../limits.ts';
import { exampleDigest, exampleEvents } from '../testing.ts';
import { type ActName, actNames, longActs, parseEvent } from './index.ts';

type Members = { readonly [key: string]: Json };
type Place = readonly (string | number)[];

/** What parseEvent says of a value: undefined where it is an event. Anything thrown but EVENT_INVALID fails the test. */
function refusalOf(value: unknown): LedgerError | undefined {
  try {
    // As JSON has it: −0 is 0.
    expect(parseEvent(canonicalize(value, 100))).toEqual(JSON.parse(canonicalize(value, 100)));
    return undefined;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    expect(error.code).toBe('EVENT_INVALID');
    expect(error.detail).toMatch(/^(is|has|holds|names|does not hold: )/);
    return error;
  }
}

const pointerOf = (place: Place): string => place.map(pointerStep).join('');
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every place within a value, the outermost first. */
function placesIn(value: Json, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  return [
    place,
    ...Object.entries(value).flatMap(([key, item]) =>
      placesIn(item, [...place, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** The value with what lies at a place replaced; undefined deletes a member. */
function withAt(value: Json, [step, ...rest]: Place, replacement: Json | undefined): Json {
  if (step === undefined) return replacement ?? null;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? withAt(item, rest, replacement) : item));
  const members = { ...(value as Members) };
  if (rest.length === 0 && replacement === undefined) delete members[String(step)];
  else members[String(step)] = withAt(members[String(step)] ?? null, rest, replacement);
  return members;
}

const at = (value: Json, place: Place): Json =>
  place.reduce((inner, step) => (inner as Members)[String(step)] ?? null, value);
const eventOf = (act: ActName): Json => exampleEvents[act] as unknown as Json; // The builders' events are plain JSON.

const ofPaper = ['/papers/0/validFrom', '/papers/0/validUntil'];

/** Members that an event may lack. Of an amount, any one measure may be lacking where another is left. */
const optional: { readonly [act in ActName]?: readonly string[] } = {
  found: ['/names/en', '/names/mn-Mong'],
  enrolParty: ['/names/en'],
  changeParty: ['/names/en'],
  enrolDevice: ['/person', '/validUntil'],
  delegate: ['/paper'],
  registerSite: ['/gln'],
  registerCategory: [
    '/names/en',
    '/stage',
    '/use',
    '/declared',
    '/papers',
    '/papers/transform',
    '/papers/dispatch',
    '/papers/receive',
    '/papers/sell',
    '/tests',
    '/recountPermille',
    '/ceilings',
  ],
  registerProduct: ['/names/en', '/netContentPermille', '/shelfLifeDays', '/standard', '/contains'],
  registerInput: ['/names/en', '/intervals/crop', '/intervals/meat', '/intervals/milk', '/intervals/eggs'],
  registerProcess: ['/names/en', '/outputs/0/bands/0/minPermille', '/additions'],
  issueCertificate: ['/paper'],
  admit: ['/bestBefore', '/producedOn', '/papers', ...ofPaper],
  commission: ['/bestBefore', '/claims', '/papers', '/earTags', ...ofPaper],
  treat: ['/lot'],
  sample: ['/retained'],
  transform: ['/outputs/0/bestBefore', '/inputs/0/returned', '/papers', ...ofPaper],
  declare: ['/papers', ...ofPaper],
  dispatch: ['/carrier'],
  receive: ['/lines/0/accepted', '/lines/0/refused', '/lines/0/missing'],
  settle: ['/lines/0/takenBack', '/lines/0/writtenOff', '/lines/0/returned'],
  sell: ['/division'],
  recall: ['/drill', '/plan'],
  remedy: ['/lines/0/remedied'],
  correct: ['/reverse'],
};
/** Members that another member wants: what is refused without them is that other. */
const wantedBy: { readonly [act in ActName]?: { readonly [pointer: string]: string } } = {
  registerProduct: { '/netContent': '/netContentPermille' },
  observe: { '/shipment': '/site' },
  transform: { '/outputs/0/claims': '/claims' },
};
/** A code of two small letters is a code. */
const isCode =
  /^\/(commodity|category|network|scheme|claims\/0\/scheme|subject\/commodity|(capacities|ceilings)\/0\/class|(principal|categories)\/0|(outputs|additions)\/0\/category)$/;
/** Lists and members that may be empty. */
const mayBeEmpty: { readonly [act in ActName]?: readonly string[] } = {
  registerCategory: ['/papers'],
  registerInput: ['/intervals'],
  delegate: ['/acts', '/gtins'],
  issueCertificate: ['/products', '/categories'],
};
/** Members that are judged together: what is refused is the other. */
const related: { readonly [act in ActName]?: { readonly [pointer: string]: string } } = {
  observe: { '/minMilli': '/meanMilli', '/maxMilli': '/meanMilli' },
  transform: { '/claims/0/scheme': '/claims', '/outputs/0/claims/0': '/claims' },
};
const ofAmount = /\/(count|massG)$/;

describe.each(actNames)('an event of %s', (act) => {
  const event = eventOf(act);
  const places = placesIn(event).filter((place) => place.length > 0);

  it('is refused without any one of its members, with the pointer of that member, unless it may be lacking', () => {
    for (const place of places.filter((path) => typeof path.at(-1) === 'string')) {
      const pointer = pointerOf(place);
      if (ofAmount.test(pointer)) continue;
      const refusal = refusalOf(withAt(event, place, undefined));
      if (optional[act]?.includes(pointer)) expect(refusal, `without ${pointer}`).toBeUndefined();
      else expect(refusal?.pointer, `without ${pointer}`).toBe(wantedBy[act]?.[pointer] ?? pointer);
    }
  });

  it.each([
    'extra',
    'Act',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__proto__',
    '__defineGetter__',
    'a/b~c d',
    '',
    '\u0000',
  ])('is refused with the key %j, wherever it is put, with its pointer', (key) => {
    for (const place of [[], ...places].filter((path) => isMembers(at(event, path)))) {
      const widened: Members = JSON.parse(
        `{${JSON.stringify(key)}:1,${JSON.stringify(at(event, place)).slice(1)}`,
      );
      const refusal = refusalOf(place.length === 0 ? widened : withAt(event, place, widened));
      expect(refusal?.pointer).toBe(pointerOf([...place, key]));
    }
  });

  it('is refused with a member of another type, with a pointer that leads to it', () => {
    for (const place of places) {
      for (const other of [
        null,
        true,
        false,
        -1,
        1.5,
        2 ** 53,
        '',
        'x'.repeat(300),
        [],
        [[]],
        {},
        { a: 1 },
        '\u0000',
        'ab',
      ]) {
        if (canonicalize(other) === canonicalize(at(event, place))) continue;
        if (place[0] === 'previous' && other === null) continue;
        if (place[0] === 'cosigners' && Array.isArray(other) && other.length === 0) continue;
        const pointer = pointerOf(place);
        const refusal = refusalOf(withAt(event, place, other));
        if (!refusal && place.includes('names') && other === 'ab') continue;
        if (!refusal && isCode.test(pointer)) continue;
        // A cold day is a reading too.
        if (!refusal && pointer === '/minMilli' && other === -1) continue;
        if (!refusal && mayBeEmpty[act]?.includes(pointer) && canonicalize(other).length === 2) continue;
        expect(refusal, `${pointer} = ${JSON.stringify(other)}`).toBeDefined();
        const leads =
          refusal?.pointer === pointer ||
          refusal?.pointer.startsWith(`${pointer}/`) ||
          related[act]?.[pointer] === refusal?.pointer;
        expect(leads, `${pointer} = ${JSON.stringify(other)}: ${refusal?.message}`).toBe(true);
      }
    }
  });

  it('is refused when a signer is named twice', () => {
    for (const cosigners of [[exampleDigest(1)], [exampleDigest(8), exampleDigest(8)]]) {
      expect(refusalOf({ ...(event as Members), cosigners })).toMatchObject({
        pointer: '/cosigners',
        detail: 'names a signer twice',
      });
    }
  });

  it('may have seven cosigners, not eight', () => {
    const cosigners = Array.from({ length: 8 }, (_, index) => exampleDigest(50 + index));
    expect(refusalOf({ ...(event as Members), cosigners: cosigners.slice(1) })).toBeUndefined();
    expect(refusalOf({ ...(event as Members), cosigners })?.pointer).toBe('/cosigners');
  });
});

describe('parseEvent', () => {
  it('throws nothing but EVENT_INVALID, whatever the JSON', () => {
    const json = fc.jsonValue({ maxDepth: 5 }).map((value) => value as Json);
    const anything = fc.oneof(
      json,
      fc
        .tuple(fc.constantFrom(...actNames), json)
        .map(([act, value]) => ({ ...(isMembers(value) ? value : {}), act })),
    );
    void fc.assert(
      fc.property(anything, (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        const said = refusalOf(value as Json);
        expect(said).toBeInstanceOf(LedgerError);
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but EVENT_INVALID, whatever is put in place of a part of an event', () => {
    const changes = fc.tuple(
      fc.constantFrom(...actNames),
      fc.nat(),
      fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }),
    );
    void fc.assert(
      fc.property(changes, ([act, number, replacement]) => {
        const event = eventOf(act);
        const places = placesIn(event);
        const changed = withAt(event, places[number % places.length] ?? [], replacement as Json);
        fc.pre(
          !JSON.stringify(changed).includes('__proto__') && !/\\ud[89a-f]/.test(JSON.stringify(changed)),
        );
        refusalOf(changed);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'null',
    '1',
    '"move"',
    '[]',
    '{}',
    '{"act":null}',
    '{"act":["move"]}',
    '{"act":"constructor"}',
    '{"act":"toString"}',
    '{"act":"Move"}',
    '{"act":"steal"}',
  ])('takes %s for no act', (payload) => {
    expect(() => parseEvent(payload)).toThrow(
      expect.objectContaining({ code: 'EVENT_INVALID', pointer: '/act' }),
    );
  });

  it('refuses a byte more than an event may have, by bytes and not by characters', () => {
    const sized = (act: ActName, bytes: number): string => {
      const start = canonicalize({ ...exampleEvents[act], zz: '' });
      return start.replace(
        '"zz":""',
        `"zz":"${'羊'.repeat(Math.floor((bytes - Buffer.byteLength(start)) / 3))}${'x'.repeat((bytes - Buffer.byteLength(start)) % 3)}"`,
      );
    };
    const tooLong = (bytes: number) =>
      expect.objectContaining({ code: 'EVENT_INVALID', pointer: '', detail: `has over ${bytes} bytes` });
    const unknownKey = expect.objectContaining({ pointer: '/zz' });
    expect([...longActs].sort()).toEqual([
      'dispatch',
      'hold',
      'recall',
      'receive',
      'remedy',
      'sell',
      'settle',
      'transform',
    ]);
    for (const act of actNames) {
      const isLong = longActs.has(act);
      const bytesMax = isLong ? limits.longEventBytesMax : limits.eventBytesMax;
      expect(Buffer.byteLength(sized(act, bytesMax))).toBe(bytesMax);
      expect(() => parseEvent(sized(act, bytesMax)), act).toThrow(unknownKey);
      expect(() => parseEvent(sized(act, bytesMax + 1)), act).toThrow(tooLong(bytesMax));
    }
    expect(() => parseEvent(' '.repeat(10_000_000))).toThrow(tooLong(limits.longEventBytesMax));
  });
});
