import { describe, expect, it } from 'vitest';
import { canonicalize } from '../canonical.ts';
import { limits } from '../limits.ts';
import { exampleDigest, exampleEvents, exampleGtin, exampleParty, exampleTime } from '../testing.ts';
import { type ActName, parseEvent } from './index.ts';

const parse = (act: ActName, fields: object) => () =>
  parseEvent(canonicalize({ ...exampleEvents[act], ...fields }));
const refusal = (pointer: string, detail?: string) =>
  expect.objectContaining({ code: 'EVENT_INVALID', pointer, ...(detail === undefined ? {} : { detail }) });
const lot = `${exampleGtin(1)}/L1`;
const lotsOf = (count: number) => Array.from({ length: count }, (_, index) => `${exampleGtin(1)}/${index}`);
const after = '2026-09-01T03:30:00.001Z';
const before = '2026-09-01T03:29:59.999Z';
const party = exampleParty(2);

describe('what holds between the fields of an event of oversight', () => {
  it.each([
    [
      'a lot twice in a hold',
      'hold',
      { subject: { kind: 'lots', lots: [lot, lot] } },
      '/subject/lots',
      'a lot twice',
    ],
    [
      'a lot twice in a holding',
      'hold',
      { subject: { kind: 'holding', party, site: 'S-01', lots: [lot, lot] } },
      '/subject/lots',
      'a lot twice',
    ],
    ['a hold on a site', 'hold', { subject: { kind: 'site', party, site: 'S-01' } }, '/subject', undefined],
    [
      'a hold on a party’s lots',
      'hold',
      { subject: { kind: 'party', party, lots: [lot] } },
      '/subject',
      undefined,
    ],
    ['a hold for no reason of the list', 'hold', { reason: 'envy' }, '/reason', undefined],
    ['a release of something else than a digest', 'release', { hold: lot }, '/hold', undefined],
    ['a lot twice in a recall', 'recall', { lots: [lot, lot] }, '/lots', 'a lot twice'],
    ['a recall of what will be known', 'recall', { knownAt: after }, '/knownAt', 'known in the future'],
    ['a recall of level 4', 'recall', { level: 4 }, '/level', undefined],
    ['a drill that is false', 'recall', { drill: false }, '/drill', undefined],
    [
      'a lot twice in a remedy',
      'remedy',
      { lines: [1, 2].map(() => ({ lot, found: { count: 1 } })) },
      '/lines',
      'a lot twice',
    ],
    [
      'a remedy that found nothing',
      'remedy',
      { lines: [{ lot, found: { count: 0 } }] },
      '/lines/0/found',
      undefined,
    ],
    ['a lot twice in a spread', 'spread', { children: [lot, lot] }, '/children', 'a lot twice'],
    ['a spread of a party', 'spread', { source: { kind: 'party', party } }, '/source', undefined],
    ['an order that was due before', 'order', { due: before }, '/due', 'due before it was said'],
    ['a correction that does not undo, at length', 'correct', { reverse: false }, '/reverse', undefined],
    ['a note without a tree head', 'cosign', { note: 'mengsu.example/log\n' }, '/note', undefined],
    ['a signature in base64url', 'cosign', { signature: '_'.repeat(40) }, '/signature', undefined],
  ] as const)('refuses %s (%s)', (_, act, fields, pointer, detail) => {
    expect(parse(act, fields)).toThrow(
      detail === undefined
        ? refusal(expect.stringContaining(pointer))
        : refusal(pointer, `does not hold: ${detail}`),
    );
  });

  it.each([
    ['a hold on a holding', 'hold', { subject: { kind: 'holding', party, site: 'S-01', lots: [lot] } }],
    ['a hold on a party', 'hold', { subject: { kind: 'party', party } }],
    ['a recall of what is known now', 'recall', { knownAt: exampleTime, drill: undefined, plan: undefined }],
    ['an order that is due at once', 'order', { due: exampleTime }],
    ['a spread of a site', 'spread', { source: { kind: 'site', party, site: 'S-01' } }],
    ['a correction that annotates', 'correct', { reverse: undefined, event: exampleDigest(9) }],
  ] as const)('accepts %s', (_, act, fields) => {
    expect(parse(act, fields)()).toMatchObject({ act });
  });

  it.each([
    ['recall', limits.recallLotsMax, (lots: string[]) => ({ lots }), '/lots'],
    ['hold', limits.holdLotsMax, (lots: string[]) => ({ subject: { kind: 'lots', lots } }), '/subject/lots'],
    ['spread', limits.spreadChildrenMax, (children: string[]) => ({ children }), '/children'],
    [
      'remedy',
      limits.linesMax,
      (lots: string[]) => ({ lines: lots.map((each) => ({ lot: each, found: { count: 1 } })) }),
      '/lines',
    ],
  ] as const)('%s names 1 to %d lots, not one more', (act, most, of, pointer) => {
    expect(parse(act, of(lotsOf(most)))()).toMatchObject({ act });
    expect(parse(act, of(lotsOf(most + 1)))).toThrow(refusal(pointer, 'is too large or too long'));
    expect(parse(act, of([]))).toThrow(refusal(pointer, 'is too small or too short'));
  });
});
