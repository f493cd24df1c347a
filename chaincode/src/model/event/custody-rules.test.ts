import { describe, expect, it } from 'vitest';
import { canonicalize } from '../canonical.ts';
import { gs1CheckDigit } from '../identifier.ts';
import { limits } from '../limits.ts';
import { exampleDigest, exampleEvents, exampleGtin, exampleParty } from '../testing.ts';
import { type ActName, parseEvent } from './index.ts';

const parse = (act: ActName, fields: object) => () =>
  parseEvent(canonicalize({ ...exampleEvents[act], ...fields }));
const refusal = (pointer: string, detail?: string) =>
  expect.objectContaining({
    code: 'EVENT_INVALID',
    pointer,
    ...(detail === undefined ? {} : { detail: `does not hold: ${detail}` }),
  });

const lotAt = (number: number): string => `${exampleGtin(1)}/L${number}`;
const lot = lotAt(1);
const unitAt = (number: number): string => {
  const digits = `0690000000${String(number).padStart(7, '0')}`;
  return digits + gs1CheckDigit(digits);
};
const unit = unitAt(1);
const amount = { count: 1, massG: 500 };
const line = { lot, amount };
const paper = { kind: 'quarantine', number: exampleDigest(1), digest: exampleDigest(2) };
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('lines that are taken', () => {
  it.each(['move', 'dispatch', 'sell', 'dispose'] as const)(
    'of %s may come from what was given back',
    (act) => {
      expect(parse(act, { lines: [{ ...line, returned: true }] })()).toMatchObject({ act });
      expect(parse(act, { lines: [{ ...line, returned: false }] })).toThrow(refusal('/lines/0/returned'));
    },
  );

  it.each(['load', 'unload', 'takeBack'] as const)('of %s may not', (act) => {
    expect(parse(act, { lines: [{ ...line, returned: true }] })).toThrow(refusal('/lines/0/returned'));
  });

  it.each(['move', 'load', 'unload', 'sell', 'takeBack', 'dispose'] as const)(
    'of %s name 1–100 lots, each once, and something of each',
    (act) => {
      const lines = many(limits.linesMax, (index) => ({ lot: lotAt(index), amount }));
      expect(parse(act, { lines })()).toMatchObject({ act });
      expect(parse(act, { lines: [...lines, { ...line, lot: lotAt(100) }] })).toThrow(refusal('/lines'));
      expect(parse(act, { lines: [] })).toThrow(refusal('/lines'));
      expect(parse(act, { lines: [line, line] })).toThrow(refusal('/lines', 'a lot twice'));
      expect(parse(act, { lines: [{ lot, amount: { count: 0, massG: 0 } }] })).toThrow(
        refusal('/lines/0/amount', 'nothing'),
      );
      expect(parse(act, { lines: [{ lot, amount: {} }] })).toThrow(refusal('/lines/0/amount'));
      expect(parse(act, { lines: [{ lot, amount: { count: -1, massG: 5 } }] })).toThrow(
        refusal('/lines/0/amount/count'),
      );
    },
  );
});

describe('a logistic unit', () => {
  it.each(['load', 'unload'] as const)('of %s is an SSCC of 18 digits with its check digit', (act) => {
    expect(parse(act, { unit })()).toMatchObject({ unit });
    const wrong = unit.slice(0, -1) + ((Number(unit.at(-1)) + 1) % 10);
    for (const text of [wrong, unit.slice(1), `0${unit}`, `${unit.slice(0, -1)}X`, '']) {
      expect(parse(act, { unit: text })).toThrow(refusal('/unit'));
    }
  });

  it('is named beside a lot that may stand loose, and once on each unit', () => {
    const lines = [line, { ...line, unit }, { ...line, unit: unitAt(2) }];
    expect(parse('dispatch', { lines })()).toMatchObject({ lines });
    expect(parse('dispatch', { lines: [...lines, line] })).toThrow(refusal('/lines', 'a lot twice'));
    expect(parse('dispatch', { lines: [...lines, { ...line, unit }] })).toThrow(
      refusal('/lines', 'a lot twice'),
    );
  });

  it('carries nothing that was given back, and a lot is given back in all its lines or in none', () => {
    const returned = { ...line, returned: true };
    expect(parse('dispatch', { lines: [{ ...returned, unit }] })).toThrow(
      refusal('/lines/0/unit', 'returned goods on a unit'),
    );
    expect(parse('dispatch', { lines: [returned, { ...line, unit }] })).toThrow(
      refusal('/lines', 'a lot returned and not'),
    );
    expect(parse('dispatch', { lines: [returned, { lot: lotAt(2), amount, unit }] })()).toBeDefined();
  });

  it('is one of at most 20 in a shipment', () => {
    const lines = many(limits.unitsMax, (index) => ({ ...line, unit: unitAt(index) }));
    expect(parse('dispatch', { lines })()).toMatchObject({ lines });
    const more = [...lines, { ...line, unit: unitAt(limits.unitsMax) }];
    expect(parse('dispatch', { lines: more })).toThrow(refusal('/lines', 'too many units'));
    const another = [...lines, { lot: lotAt(2), amount, unit: unitAt(0) }];
    expect(parse('dispatch', { lines: another })()).toMatchObject({ lines: another });
  });
});

describe('a shipment', () => {
  it('goes to another, and departs at most 30 days after it is said', () => {
    expect(parse('dispatch', { to: exampleParty(1) })).toThrow(refusal('/to', 'to oneself'));
    expect(parse('dispatch', { departure: '2026-10-01T03:30:00.000Z' })()).toBeDefined();
    expect(parse('dispatch', { departure: '2026-10-01T03:30:00.001Z' })).toThrow(
      refusal('/departure', 'departs too late'),
    );
  });

  it('is received and settled line by line, each lot once and each line saying something', () => {
    const received = { lot, accepted: amount };
    expect(parse('receive', { lines: [received, received] })).toThrow(refusal('/lines', 'a lot twice'));
    expect(parse('receive', { lines: [{ lot, collected: 'other' }] })).toThrow(
      refusal('/lines/0', 'nothing'),
    );
    expect(parse('settle', { lines: [{ lot }] })).toThrow(refusal('/lines/0', 'nothing'));
    const nothing = { count: 0, massG: 0 };
    expect(parse('receive', { lines: [{ lot, accepted: nothing }] })).toThrow(refusal('/lines/0/accepted'));
    expect(parse('settle', { lines: [{ lot, writtenOff: nothing }] })).toThrow(
      refusal('/lines/0/writtenOff'),
    );
  });

  it.each(['declaration', 'other', 'none'])('may say that %s was collected', (collected) => {
    expect(parse('receive', { lines: [{ lot, accepted: amount, collected }] })()).toBeDefined();
    expect(parse('receive', { lines: [{ lot, accepted: amount, collected: 'maybe' }] })).toThrow(
      refusal('/lines/0/collected'),
    );
  });

  it.each(['dispatch', 'receive', 'sell'] as const)('%s shows 1–8 papers, each once', (act) => {
    const papers = many(limits.papersMax, (index) => ({ ...paper, number: exampleDigest(index) }));
    expect(parse(act, { papers })()).toMatchObject({ papers });
    expect(parse(act, { papers: undefined })()).not.toHaveProperty('papers');
    expect(parse(act, { papers: [] })).toThrow(refusal('/papers'));
    expect(parse(act, { papers: [...papers, { ...paper, number: exampleDigest(99) }] })).toThrow(
      refusal('/papers'),
    );
    expect(parse(act, { papers: [paper, paper] })).toThrow(refusal('/papers', 'a paper twice'));
    const backwards = { ...paper, validFrom: '2026-09-02', validUntil: '2026-09-01' };
    expect(parse(act, { papers: [backwards] })).toThrow(
      refusal('/papers/0/validUntil', 'ends before it begins'),
    );
  });
});

describe('a sale', () => {
  it('names its buyer where that is a business, and nowhere else', () => {
    expect(parse('sell', { buyer: undefined })).toThrow(refusal('/buyer', 'buyer'));
    for (const to of ['consumer', 'parcel', 'export']) {
      expect(parse('sell', { to })).toThrow(refusal('/buyer', 'buyer'));
      expect(parse('sell', { to, buyer: undefined })()).toMatchObject({ to });
    }
    expect(parse('sell', { to: 'nobody' })).toThrow(refusal('/to'));
  });
});

describe('a recount', () => {
  it('may count nothing, of each lot once, in one or two measures', () => {
    const none = { lot, counted: { count: 0, massG: 0 } };
    expect(parse('recount', { lines: [none] })()).toMatchObject({ lines: [none] });
    expect(parse('recount', { lines: [none, none] })).toThrow(refusal('/lines', 'a lot twice'));
    expect(parse('recount', { lines: [{ lot, counted: {} }] })).toThrow(refusal('/lines/0/counted'));
    expect(parse('recount', { lines: [{ lot, counted: { count: 1, massG: 1, volumeMl: 1 } }] })).toThrow(
      refusal('/lines/0/counted', 'one or two measures'),
    );
    expect(parse('recount', { lines: [{ lot, counted: { count: -1 } }] })).toThrow(
      refusal('/lines/0/counted/count'),
    );
    expect(parse('recount', { lines: [{ ...none, returned: true }] })).toThrow(refusal('/lines/0/returned'));
    expect(parse('recount', { reason: 'because' })).toThrow(refusal('/reason'));
  });
});

it.each(['loss', 'sample', 'destruction', 'ownUse', 'gift'])(
  'goods may end by %s, by nothing else',
  (reason) => {
    expect(parse('dispose', { reason })()).toMatchObject({ reason });
    expect(parse('dispose', { reason: `${reason}s` })).toThrow(refusal('/reason'));
  },
);
