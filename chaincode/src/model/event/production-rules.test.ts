import { describe, expect, it } from 'vitest';
import { canonicalize } from '../canonical.ts';
import { limits } from '../limits.ts';
import { exampleDigest, exampleEvents, exampleGtin, exampleParty } from '../testing.ts';
import { type ActName, parseEvent } from './index.ts';

const parse = (act: ActName, fields: object) => () =>
  parseEvent(canonicalize({ ...exampleEvents[act], ...fields }));
const refusal = (pointer: string, detail?: string) =>
  expect.objectContaining({ code: 'EVENT_INVALID', pointer, ...(detail === undefined ? {} : { detail }) });

const said = '2026-09-01T03:30:00.000Z';
const after = '2026-09-01T03:30:00.001Z';
const certificate = `${exampleParty(4)}/C-1`;
const claim = (scheme: string) => ({ scheme, certificate });
const paper = (number: number, members: object = {}) => ({
  kind: 'invoice',
  number: exampleDigest(number),
  digest: exampleDigest(1),
  ...members,
});
const outputs = (...claims: (readonly string[] | undefined)[]) =>
  claims.map((schemes, index) => ({
    lot: `${exampleGtin(2)}/O${index}`,
    amount: { massG: 1 },
    ...(schemes && { claims: schemes }),
  }));
const transforming = (claims: object | undefined, ...of: (readonly string[] | undefined)[]) => ({
  claims,
  process: 'milling@1',
  papers: undefined,
  outputs: outputs(...of),
});
const parameter = (verdict: string, method = 'GB 5009.11') => ({ method, verdict });
const span = { eventTime: said, from: said, to: said };
const form1 = ['noBannedInputs', 'residuesWithinLimits'];
const form2 = ['certificateCollected', 'noForbiddenAdditives'];
const observed = { minMilli: 1, meanMilli: 2, maxMilli: 3, ...span };

/** What a fault is called, the act, the fields that are wrong, where the refusal points, and its word where it is a rule between fields. */
type Fault = readonly [string, ActName, object, string, string?];

const production: Fault[] = [
  [
    'a claim without a season',
    'commission',
    { claims: [claim('a')], season: undefined },
    '/season',
    'a claim without a season',
  ],
  [
    'a scheme twice',
    'commission',
    { claims: [claim('a'), claim('a')], season: '2026' },
    '/claims',
    'a scheme twice',
  ],
  ['no claims, said as a list', 'commission', { claims: [], season: '2026' }, '/claims'],
  ['five claims', 'commission', { claims: [...'abcde'].map(claim), season: '2026' }, '/claims'],
  ['a season of another century', 'commission', { claims: undefined, season: '1999' }, '/season'],
  ['a supplier of opening stock', 'admit', { source: 'opening' }, '/supplier', 'supplier'],
  ['goods from outside without a supplier', 'admit', { supplier: undefined }, '/supplier', 'supplier'],
  ['a claim of goods from outside', 'admit', { claims: [claim('a')] }, '/claims'],
  ['goods from outside without a document', 'admit', { document: undefined }, '/document'],
  ['a dose of nothing', 'treat', { dose: { milli: 0, unit: 'mL' } }, '/dose/milli'],
  ['a dose in spoons', 'treat', { dose: { milli: 1, unit: 'spoon' } }, '/dose/unit'],
  ['a treatment that ends before it begins', 'treat', { ...span, from: after }, '/to', 'span'],
  ['a treatment that ends after it is told', 'treat', { ...span, to: after }, '/to', 'span'],
  [
    'a claim without a process',
    'transform',
    { ...transforming([claim('a')], ['a']), process: undefined },
    '/process',
    'a claim without a process',
  ],
  [
    'an output’s claim that the event does not make',
    'transform',
    transforming([claim('a')], ['a', 'b']),
    '/claims',
    'claims of the outputs',
  ],
  [
    'an output’s claim where the event makes none',
    'transform',
    transforming(undefined, ['a']),
    '/claims',
    'claims of the outputs',
  ],
  [
    'a claim that no output makes',
    'transform',
    transforming([claim('a'), claim('b')], ['a'], undefined),
    '/claims',
    'claims of the outputs',
  ],
  [
    'an output’s scheme twice',
    'transform',
    transforming([claim('a')], ['a', 'a']),
    '/outputs/0/claims',
    'a scheme twice',
  ],
  [
    'a version that is not a number',
    'transform',
    { ...transforming(undefined, undefined), process: 'milling@0' },
    '/process',
  ],
];

const inspection: Fault[] = [
  [
    'a reading of a site and a shipment',
    'observe',
    { ...observed, site: 'P-01' },
    '/site',
    'site or shipment',
  ],
  ['a reading of nothing', 'observe', { ...observed, shipment: undefined }, '/site', 'site or shipment'],
  [
    'a lot in a shipment',
    'observe',
    { ...observed, lot: `${exampleGtin(1)}/L1` },
    '/lot',
    'lot without its site',
  ],
  ['a mean below the least', 'observe', { ...observed, meanMilli: 0 }, '/meanMilli', 'order of readings'],
  ['a mean above the most', 'observe', { ...observed, meanMilli: 4 }, '/meanMilli', 'order of readings'],
  ['readings that end before they begin', 'observe', { ...observed, from: after }, '/to', 'span'],
  ['readings that end after they are told', 'observe', { ...observed, to: after }, '/to', 'span'],
  ['a mean of no readings', 'observe', { ...observed, count: 0 }, '/count'],
  ['a sample of nothing', 'sample', { amount: { count: 0, massG: 0 } }, '/amount', 'nothing'],
  [
    'a pass with a failed parameter',
    'inspect',
    { verdict: 'passed', parameters: [parameter('passed'), parameter('failed')] },
    '/verdict',
    'verdict of the parameters',
  ],
  [
    'a failure without a failed parameter',
    'inspect',
    { verdict: 'failed', parameters: [parameter('passed')] },
    '/verdict',
    'verdict of the parameters',
  ],
  ['a verdict on nothing', 'inspect', { parameters: [] }, '/parameters'],
  [
    'a method that is none',
    'inspect',
    { parameters: [parameter('passed', 'by eye')] },
    '/parameters/0/method',
  ],
  ['a set of no codes', 'issueCodes', { count: 0 }, '/count'],
  ['a set of too many codes', 'issueCodes', { count: limits.codesPerSetMax + 1 }, '/count'],
  ['codes that end before they begin', 'activateCodes', { from: 1, to: 0 }, '/to', 'range'],
  ['void codes that end before they begin', 'voidCodes', { from: 1, to: 0 }, '/to', 'range'],
  ['a code beyond every set', 'activateCodes', { from: 0, to: limits.codesPerSetMax }, '/to'],
  [
    'form 1 with the statements of form 2',
    'declare',
    { form: 1, statements: form2 },
    '/statements',
    'statements of the form',
  ],
  [
    'form 2 with the statements of form 1',
    'declare',
    { form: 2, statements: form1 },
    '/statements',
    'statements of the form',
  ],
  ['one statement', 'declare', { form: 1, statements: form1.slice(1) }, '/statements'],
  [
    'a statement twice',
    'declare',
    { form: 1, statements: [form1[0], form1[0]] },
    '/statements',
    'a statement twice',
  ],
  [
    'statements in the other order',
    'declare',
    { form: 1, statements: [...form1].reverse() },
    '/statements',
    'statements of the form',
  ],
  ['a third form', 'declare', { form: 3 }, '/form'],
];

const papers: Fault[] = [
  ['a paper twice', 'declare', { papers: [paper(1), paper(1)] }, '/papers', 'a paper twice'],
  [
    'a paper that ends before it begins',
    'declare',
    { papers: [paper(1, { validFrom: '2026-09-02', validUntil: '2026-09-01' })] },
    '/papers/0/validUntil',
    'ends before it begins',
  ],
  ['a paper of no kind', 'declare', { papers: [paper(1, { kind: 'letter' })] }, '/papers/0/kind'],
  ['a paper’s number in clear', 'declare', { papers: [paper(1, { number: 'No. 17' })] }, '/papers/0/number'],
  [
    'a day that is none',
    'declare',
    { papers: [paper(1, { validFrom: '2026-02-30' })] },
    '/papers/0/validFrom',
    'no such day',
  ],
  ['no papers, said as a list', 'declare', { papers: [] }, '/papers'],
  [
    'nine papers',
    'declare',
    { papers: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => paper(number)) },
    '/papers',
  ],
];

describe.each([
  ['production', production],
  ['inspection', inspection],
  ['papers', papers],
])('what holds between the fields of %s', (_, faults) => {
  for (const [name, act, fields, pointer, detail] of faults) {
    it(`refuses ${name} (${act})`, () => {
      expect(parse(act, fields)).toThrow(refusal(pointer, detail && `does not hold: ${detail}`));
    });
  }
});

describe('what is just allowed', () => {
  it.each<[string, ActName, object]>([
    ['four claims', 'commission', { claims: [...'abcd'].map(claim), season: '2026-2' }],
    ['a season without a claim', 'commission', { claims: undefined, season: '2026' }],
    ['opening stock', 'admit', { source: 'opening', supplier: undefined }],
    ['a treatment of one instant, told at once', 'treat', span],
    [
      'claims shared out among outputs',
      'transform',
      transforming([claim('a'), claim('b')], ['a'], ['b'], undefined),
    ],
    [
      'a transformation without process and claim',
      'transform',
      { ...transforming(undefined, undefined), process: undefined },
    ],
    ['readings that are all one', 'observe', { ...observed, minMilli: 2, maxMilli: 2, count: 1 }],
    [
      'readings of a lot at a site',
      'observe',
      { ...observed, shipment: undefined, site: 'P-01', lot: `${exampleGtin(1)}/L1` },
    ],
    [
      'a failure by one parameter of two',
      'inspect',
      { verdict: 'failed', parameters: [parameter('passed'), parameter('failed')] },
    ],
    [
      'the last code of the largest set',
      'activateCodes',
      { from: limits.codesPerSetMax - 1, to: limits.codesPerSetMax - 1 },
    ],
    ['form 2', 'declare', { form: 2, statements: form2 }],
    [
      'papers of one number and two kinds',
      'declare',
      { papers: [paper(1), paper(1, { kind: 'testReport' })] },
    ],
    [
      'a paper of one day',
      'declare',
      { papers: [paper(1, { validFrom: '2026-09-01', validUntil: '2026-09-01' })] },
    ],
  ])('accepts %s', (_, act, fields) => {
    expect(parse(act, fields)()).toMatchObject({ act });
  });
});
