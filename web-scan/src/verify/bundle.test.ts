import { describe, expect, it } from 'vitest';
import { parseBundle } from './bundle.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { digestOf } from './testing-key.ts';
import { jcs } from './testing-prover.ts';
import { cheese, codeOf, tellStory } from './testing-story.ts';

type Part = { [member: string]: Part } & Part[];
const { log, lots, marks } = tellStory();
const bundle = log.bundle({
  lot: cheese,
  lots,
  named: marks,
  codes: codeOf(2, cheese),
  from: 3,
}) as unknown as Part;
const subjects = bundle.subjects as unknown as { kind: string }[];
const placeOf = (kind: string): string => `subjects/${subjects.findIndex((one) => one.kind === kind)}`;
const digest = (text: unknown): string => digestOf(String(text)).toString('base64url');
const many = <T>(length: number, item: (at: number) => T): T[] => Array.from({ length }, (_, at) => item(at));

/** The bundle's text with a value at a way of members, `events/0/tx`; within `payload` that of its own text. */
function changed(way: string, value: unknown): string {
  const copy = structuredClone(bundle);
  const [outer = '', inner] = way.split('/payload/');
  const steps = (inner === undefined ? outer : `${outer}/payload`).split('/');
  const last = steps.pop() ?? '';
  const at = steps.reduce((part, step) => part[step] as Part, copy) as unknown as {
    [member: string]: unknown;
  };
  at[last] = inner === undefined ? value : jcs({ ...JSON.parse(String(at[last])), [inner]: value });
  return jcs(copy);
}

const refuses = (text: string) => expect(() => parseBundle(text)).toThrow(/^BUNDLE_INVALID: /);
const signature = { protected: 'A', signature: 'A'.repeat(86) };
const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)]);
const path = (length: number): string[] => many(length, digest);

describe('a bundle has its limits', () => {
  it.each([
    ['events/3/breaches', many(64, () => 'LATE'), many(65, () => 'LATE')],
    ['events/3/signatures', many(8, () => signature), many(9, () => signature)],
    ['events/3/tx', Number.MAX_SAFE_INTEGER, 2 ** 53],
    ['events/3/place', 0, -1],
    ['events/3/time', '2099-12-31T23:59:59.999Z', '2100-01-01T00:00:00.000Z'],
    ['events/3/payload/cosigners', path(7), path(8)],
    ['events/3/payload/party', 'P'.repeat(128), 'P'.repeat(129)],
    ['events/3/payload/network', 'n', ''],
    ['events/3/payload/act', 'a'.repeat(40), 'a'.repeat(41)],
    ['events/3/payload/deep', nested(7), nested(8)],
    ['events/3/payload/eventTime', '2026-02-28T00:00:00.000Z', '2026-02-29T00:00:00.000Z'],
    ['consistency/path', path(106), path(107)],
    ['consistency/from', 0, -1],
    ['codes/path', path(24), path(25)],
    ['codes/index', 4, 5],
    ['codes/count', 10_000_000, 10_000_001],
    ['codes/set', 99, 100],
    ['codes/set', 1, 0],
    ['codes/serial', 'S'.repeat(20), 'S'.repeat(21)],
    ['codes/serial', '~'.replace('~', '_'), '~'],
    ['version', 1, 2],
    ['lot', cheese, cheese.slice(1)],
    [`${placeOf('lot')}/of`, many(400, () => 0), many(401, () => 0)],
    [`${placeOf('lot')}/events`, 1, 0],
    [`${placeOf('lot')}/state/holds`, path(400), path(401)],
    [`${placeOf('lot')}/state/recalls`, path(400), path(401)],
    [`${placeOf('lot')}/state/claims`, many(64, (at) => `a${at + 10}`), many(65, (at) => `a${at + 10}`)],
    [`${placeOf('lot')}/state/bestBefore`, '2026-12-31', '2026-12-31Z'],
    [`${placeOf('lot')}/state/reversed`, true, false],
    [`${placeOf('recall')}/state/level`, 3, 4],
    [`${placeOf('recall')}/state/level`, 1, 0],
    [`${placeOf('recall')}/state/drill`, true, null],
    [`${placeOf('recall')}/state/closed`, true, 1],
    [`${placeOf('hold')}/state/scope`, 'goods', 'lot'],
    [`${placeOf('hold')}/state/released`, true, 'true'],
    [`${placeOf('device')}/state/role`, 'service', 'admin'],
    [`${placeOf('device')}/state/revoked`, true, 0],
    [`${placeOf('device')}/state/validUntil`, '2026-12-31T00:00:00.000Z', '2026-12-31'],
  ])('%s', (way, good, bad) => {
    expect(parseBundle(changed(way, good)).lot).toBe(cheese);
    refuses(changed(way, bad));
  });

  it('of bytes, whatever they are', () => {
    const long = (length: number): string => changed('tree', '\u8349'.repeat(length));
    const room = Math.floor((512 * 1024 - Buffer.byteLength(long(0))) / 3);
    expect(parseBundle(long(room)).lot).toBe(cheese);
    refuses(long(room + 1));
    const payload = (length: number): string => changed('events/3/payload/note', '\u8349'.repeat(length));
    const { note: _, ...said } = JSON.parse(String((bundle.events as Part)[3]?.payload));
    const left = Math.floor((64 * 1024 - Buffer.byteLength(jcs({ ...said, note: '' }))) / 3);
    expect(parseBundle(payload(left)).lot).toBe(cheese);
    refuses(payload(left + 1));
  });
});

describe('a bundle has one order', () => {
  const ways = ['block', 'tx', 'place'] as const;
  const event = (bundle.events as Part)[3] as unknown as Record<(typeof ways)[number], number>;
  const next = (bundle.events as Part)[4] as unknown as object;
  const followed = (by: Partial<Record<(typeof ways)[number], number>>): string =>
    changed('events', [event, { ...next, block: event.block, tx: event.tx, place: event.place, ...by }]);

  it.each([
    ['a later block', { block: event.block + 1, tx: 0, place: 0 }],
    ['a later transaction', { tx: event.tx + 1, place: 0 }],
    ['a later place', { place: event.place + 1 }],
  ])('of events: %s follows', (_, by) => expect(parseBundle(followed(by)).events).toHaveLength(2));

  it.each([
    ['the same place', {}],
    ['an earlier block', { block: event.block - 1, tx: 9, place: 9 }],
  ])('of events: %s does not', (_, by) => refuses(followed(by)));

  it.each([
    ['transaction', { tx: 1, place: 9 }],
    ['place', { tx: 2, place: 1 }],
  ])('of events: an earlier %s does not', (_, by) => {
    const first = { ...event, tx: 2, place: 2 };
    refuses(changed('events', [first, { ...next, block: event.block, ...by }]));
  });

  it('of ordinals', () => {
    const { ordinal } = event as unknown as { ordinal: number };
    refuses(changed('events', [event, { ...next, ordinal }]));
  });

  it('of subjects, by kind and then by id', () => {
    for (const [at, one] of subjects.entries()) {
      const after = subjects[at + 1];
      if (after) refuses(changed('subjects', [after, one]));
      refuses(changed('subjects', [one, one]));
    }
    const [lot, device] = [
      subjects.find(({ kind }) => kind === 'lot'),
      subjects.find(({ kind }) => kind === 'device'),
    ];
    refuses(changed('subjects', [lot, device]));
    expect(parseBundle(changed('subjects', [device, lot])).subjects).toHaveLength(2);
  });

  it('of claims', () => refuses(changed(`${placeOf('lot')}/state/claims`, ['b', 'a'])));
});

describe('a subject has the form of its kind', () => {
  const subject = (kind: string, id: string, state: object): string =>
    changed('subjects', [{ digest: digest('d'), events: 1, id, kind, state }]);
  const party = { holds: [digest('h')], organisation: 'TradeMSP', state: 'suspended' };

  it('which certificates and parties have, too', () => {
    expect(parseBundle(subject('certificate', 'A/1', { state: 'withdrawn' })).subjects[0]?.kind).toBe(
      'certificate',
    );
    expect(parseBundle(subject('party', 'A', party)).subjects[0]?.state).toEqual(party);
  });

  it.each([
    ['certificate', 'A/1', { state: 'lost' }],
    ['certificate', 'A 1', { state: 'active' }],
    ['certificate', 'A/1', { state: 'active', more: 1 }],
    ['party', 'A', { ...party, holds: 0 }],
    ['party', 'A', { ...party, organisation: '' }],
    ['party', 'A', { ...party, state: 'closed' }],
    ['party', '', party],
    ['hold', 'A', { released: true, scope: 'lots' }],
    ['lot', digest('h'), { released: true, scope: 'lots' }],
    ['lot', digest('l'), { claims: [], holds: [], recalls: [] }],
    ['shipment', 'A/1', {}],
  ])('%s %s is refused', (kind, id, state) => refuses(subject(kind, id, state)));
});

it('a note has its limits, too', () => {
  const note = String(bundle.checkpoint);
  const [text = '', lines = ''] = note.split('\n\n');
  const line = lines.split('\n')[0] ?? '';
  const signedBy = (count: number): string =>
    `${text}\n\n${many(count, (at) => `${line.replace('BrandMSP', `M${at + 10}`)}\n`).join('')}`;
  expect(parseCheckpoint(signedBy(16)).signatures).toHaveLength(16);
  expect(() => parseCheckpoint(signedBy(17))).toThrow(/^CHECKPOINT_INVALID: /);
  for (const bad of [
    '',
    text,
    `${text}\n`,
    note.slice(0, -1),
    `${note}\n`,
    note.replace('block ', 'block 0'),
  ])
    expect(() => parseCheckpoint(bad)).toThrow(/^CHECKPOINT_INVALID: /);
  const sized = (size: string): string => note.replace(/\n\d+\n/, `\n${size}\n`);
  expect(parseCheckpoint(sized('9007199254740991')).size).toBe(2 ** 53 - 1);
  expect(() => parseCheckpoint(sized('9007199254740992'))).toThrow(/^CHECKPOINT_INVALID: /);
});
