import { digestOf, TestKey } from './testing-key.ts';
import { prunedTree } from './testing-merkle.ts';
import { jcs, lotOf } from './testing-prover.ts';
import { codeOf, serials } from './testing-story.ts';
import { bare, lot, sold, type TrickRow, type World } from './testing-tricks.ts';

function coded(world: World, issue: object = {}): void {
  const leaves = serials.map((serial) => digestOf(Uint8Array.of(0), serial));
  const root = prunedTree(leaves, new Map()).hash.toString('base64url');
  world.say([world.operator], { act: 'issueCodes', set: 1, count: serials.length, root, ...issue });
}

const withCode =
  (change: object, issue: object = {}) =>
  (world: World) => {
    coded(world, issue);
    return { wanted: { codes: { ...codeOf(2, lot), ...change } } };
  };

export const codeTricks: readonly TrickRow[] = [
  ['a serial that is not in the set', 'CODE_UNPROVEN', withCode({ serial: 'X' })],
  ['a serial at another place', 'CODE_UNPROVEN', withCode({ index: 3 })],
  ['a code of another set', 'CODE_UNPROVEN', withCode({ set: 2 })],
  ['a code of another party', 'CODE_UNPROVEN', withCode({ party: 'SOMEBODY' })],
  ['a code of a set of another count', 'CODE_UNPROVEN', withCode({}, { count: 6 })],
  ['a code with a path too short', 'CODE_UNPROVEN', withCode({ path: [] })],
  ['a code whose set was issued for another lot', 'CODE_UNPROVEN', withCode({}, { lot: lotOf('OTHER') })],
  ['a code of another lot', 'BUNDLE_INVALID', withCode({ lot: lotOf('OTHER') })],
  ['a code beyond its set', 'BUNDLE_INVALID', withCode({ index: 5 })],
];

const told =
  (change: (text: string) => string): TrickRow[2] =>
  (world) => ({ text: change(jcs(sold(world))) });

export const textTricks: readonly TrickRow[] = [
  ['a text nested deep', 'BUNDLE_INVALID', told(() => '['.repeat(500_000))],
  [
    'a tree nested deep',
    'BUNDLE_INVALID',
    told((text) => text.replace(/"tree":\[/, `"tree":${'['.repeat(400)}${']'.repeat(400)},"x":[`)),
  ],
  [
    'a text of too many bytes',
    'BUNDLE_INVALID',
    told((text) => text.replace('"lot":"', `"lot":"${'\u8349'.repeat(180_000)}`)),
  ],
  ['a space', 'BUNDLE_INVALID', told((text) => text.replace(':', ': '))],
  ['a byte order mark', 'BUNDLE_INVALID', told((text) => `\ufeff${text}`)],
  [
    'a member twice',
    'BUNDLE_INVALID',
    told((text) => text.replace('"version":1}', '"version":1,"version":1}')),
  ],
  [
    'a number in another spelling',
    'BUNDLE_INVALID',
    told((text) => text.replace('"version":1}', '"version":1.0}')),
  ],
  [
    'a text in another spelling',
    'BUNDLE_INVALID',
    told((text) => text.replace('"lot":"0', '"lot":"\\u0030')),
  ],
  [
    'members in another order',
    'BUNDLE_INVALID',
    told((text) => `{"version":1,${text.slice(1).replace(',"version":1}', '}')}`),
  ],
  ['a lone surrogate', 'BUNDLE_INVALID', told((text) => text.replace('"lot":"0', '"lot":"\ud800'))],
  [
    'a lone surrogate in letters',
    'BUNDLE_INVALID',
    told((text) => text.replace('"lot":"0', '"lot":"\\ud800')),
  ],
  ['a member that is never allowed', 'BUNDLE_INVALID', told((text) => `{"__proto__":null,${text.slice(1)}`)],
  [
    'a number without end',
    'BUNDLE_INVALID',
    told((text) => text.replace('"version":1}', '"version":1e400}')),
  ],
  ['a list', 'BUNDLE_INVALID', told((text) => `[${text}]`)],
  ['nothing', 'BUNDLE_INVALID', told(() => '')],
  ['null', 'BUNDLE_INVALID', told(() => 'null')],
];

const saying =
  (fields: object): TrickRow[2] =>
  (world) => {
    world.say([world.operator], fields);
    return undefined;
  };
const stating =
  (state: object): TrickRow[2] =>
  (world) => {
    world.say([world.operator], {}, { touches: () => [['lot', lot, { ...bare, ...state }]] });
    return undefined;
  };
const id = digestOf('id').toString('base64url');

/** What even a log that all have signed may not say. */
const unformed: readonly (readonly [string, TrickRow[2]])[] = [
  ['a payload nested deep', saying({ deep: [[[[[[[[1]]]]]]]] })],
  ['a transform without inputs', saying({ act: 'transform' })],
  ['a transform of a lot twice', saying({ act: 'transform', inputs: [{ lot }, { lot }] })],
  ['a transform of no lot', saying({ act: 'transform', inputs: [{ lot: 'x' }] })],
  ['a founding of one key', saying({ act: 'found', organisation: 'A', ...sameKeys() })],
  [
    'an enrolment of a log key',
    saying({ act: 'enrolDevice', subject: 'MAKER', role: 'log', key: { x: id, y: id } }),
  ],
  [
    'an enrolment of a key with more',
    saying({ act: 'enrolDevice', subject: 'MAKER', role: 'operator', key: { d: id, x: id, y: id } }),
  ],
  ['a revocation of nothing', saying({ act: 'revokeDevice', subject: 'x' })],
  ['codes without a set', saying({ act: 'issueCodes', count: 1, root: id })],
  ['codes of set 100', saying({ act: 'issueCodes', set: 100, count: 1, root: id })],
  ['no codes', saying({ act: 'issueCodes', set: 1, count: 0, root: id })],
  ['a range that is turned round', saying({ act: 'voidCodes', set: 1, from: 2, to: 1 })],
  [
    'an event that names its device again',
    (world) => {
      world.say([world.operator, world.operator]);
      return undefined;
    },
  ],
  ['claims out of order', stating({ claims: ['green', 'a2'] })],
  ['a claim twice', stating({ claims: ['green', 'green'] })],
  ['a hold twice', stating({ holds: [id, id] })],
  ['a lot that is reversed: false', stating({ reversed: false })],
  ['a lot that says more', stating({ more: 1 })],
  ['a lot that is made by null', stating({ madeBy: null })],
  ['a day that is none', stating({ bestBefore: '2026-9-1' })],
];

export const formTricks: readonly TrickRow[] = unformed.map(([name, tell]) => [name, 'BUNDLE_INVALID', tell]);

function sameKeys(): object {
  const { key } = new TestKey();
  return { registrarKey: key, logKey: key, serviceKey: key };
}
