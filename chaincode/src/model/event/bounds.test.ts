import { describe, expect, it } from 'vitest';
import { canonicalize } from '../canonical.ts';
import { limits } from '../limits.ts';
import { exampleEvents, exampleGtin } from '../testing.ts';
import { type ActName, parseEvent } from './index.ts';

const parse = (act: ActName, fields: object) => () =>
  parseEvent(canonicalize({ ...exampleEvents[act], ...fields }));
const band = (more: object) => ({ from: 'massG', to: 'massG', maxPermille: 540, ...more });
const processOf = (...bands: object[]) => ({
  outputs: [{ category: 'lamb-carcass', bands }],
});
/** Every pair of two measures, each once. */
const pairs = (['count', 'massG', 'volumeMl'] as const).flatMap((from) =>
  (['count', 'massG', 'volumeMl'] as const).map((to) => band({ from, to })),
);
const packsOf = (count: number) => ({ contains: { gtin: exampleGtin(2), count } });

const parametersOf = (count: number) => ({
  parameters: Array.from({ length: count }, (_, index) => ({ method: `GB ${index + 1}`, verdict: 'passed' })),
});
const countedOf = (count: number) => ({
  lines: Array.from({ length: count }, (_, index) => ({
    lot: `${exampleGtin(1)}/${index}`,
    counted: { count: 1 },
  })),
});

const doseOf = (milli: number) => ({ dose: { milli, unit: 'mL' } });

/** The last that is taken, and the first that is not. */
describe('a bound of an event', () => {
  it.each<[string, ActName, object, object]>([
    ['on its sequence', 'sell', { sequence: limits.sequenceMax }, { sequence: limits.sequenceMax + 1 }],
    ['on the pieces of a case', 'registerProduct', packsOf(100_000), packsOf(100_001)],
    [
      'on the most of a band',
      'registerProcess',
      processOf(band({ maxPermille: limits.bandPermilleMax })),
      processOf(band({ maxPermille: limits.bandPermilleMax + 1 })),
    ],
    [
      'on the number of bands',
      'registerProcess',
      processOf(...pairs.slice(0, limits.bandsMax)),
      processOf(...pairs.slice(0, limits.bandsMax + 1)),
    ],
    ['on a reading', 'observe', { maxMilli: 1_000_000_000 }, { maxMilli: 1_000_000_001 }],
    ['on a reading below', 'observe', { minMilli: -1_000_000_000 }, { minMilli: -1_000_000_001 }],
    ['on the number of readings', 'observe', { count: 10_000_000 }, { count: 10_000_001 }],
    [
      'on the parameters of a test',
      'inspect',
      parametersOf(limits.inspectionParametersMax),
      parametersOf(limits.inspectionParametersMax + 1),
    ],
    [
      'on the least of a band',
      'registerProcess',
      processOf(band({ minPermille: limits.bandPermilleMax, maxPermille: limits.bandPermilleMax })),
      processOf(band({ minPermille: limits.bandPermilleMax + 1, maxPermille: limits.bandPermilleMax + 1 })),
    ],
    ['on a dose', 'treat', doseOf(limits.amountMax), doseOf(limits.amountMax + 1)],
    ['on the first code of a set', 'voidCodes', { from: 0, to: 0 }, { from: -1, to: 0 }],
    [
      'on the last code of a set',
      'activateCodes',
      { from: limits.codesPerSetMax - 1, to: limits.codesPerSetMax - 1 },
      { from: limits.codesPerSetMax, to: limits.codesPerSetMax },
    ],
    ['on the number of a code set', 'issueCodes', { set: 99 }, { set: 100 }],
    ['on the lines of a recount', 'recount', countedOf(limits.linesMax), countedOf(limits.linesMax + 1)],
  ])('%s', (_, act, last, first) => {
    expect(parse(act, last)).not.toThrow();
    expect(parse(act, first)).toThrow(expect.objectContaining({ code: 'EVENT_INVALID' }));
  });
});

it('says of an empty name that it is too short', () => {
  expect(parse('registerProduct', { names: { zh: '' } })).toThrow('is too small or too short');
});

it('counts the bytes of a payload, not its characters', () => {
  const text = '羊'.repeat(limits.longEventBytesMax);
  for (const payload of [text, text.slice(0, limits.longEventBytesMax / 3 + 1)])
    expect(() => parseEvent(payload)).toThrow(`has over ${limits.longEventBytesMax} bytes`);
});

it.each([[['sell']], [{}], [null], [1], ['toString'], [undefined]])('takes %j for no act', (act) => {
  expect(() => parseEvent(canonicalize({ ...exampleEvents.sell, act }))).toThrow('is not an act');
});

it.each(['"sell"', '[]', 'null', '1'])('takes %s for no event', (payload) => {
  expect(() => parseEvent(payload)).toThrow('is not an act');
});

const [noBannedInputs, residues] = ['noBannedInputs', 'residuesWithinLimits'];
const [collected, noAdditives] = ['certificateCollected', 'noForbiddenAdditives'];

it.each([
  [1, [noBannedInputs, noAdditives]],
  [1, [collected, residues]],
  [1, [residues, noBannedInputs]],
  [1, [collected, noAdditives]],
  [1, [noBannedInputs, residues, collected]],
  [2, [noBannedInputs, noAdditives]],
  [2, [collected, residues]],
  [2, [noBannedInputs, residues]],
])('takes of form %j no other statements than its own: %j', (form, statements) => {
  expect(parse('declare', { form, statements })).toThrow('/statements');
});
