import { expect, it } from 'vitest';
import type { Json } from './canonical.ts';
import { verifyBundle } from './index.ts';
import { rootOfPrunedMap } from './states.ts';
import { digestOf } from './testing-key.ts';
import { jcs } from './testing-prover.ts';
import { bare, lot, World } from './testing-tricks.ts';
import { rootOfPruned } from './tree.ts';

const idOf = (text: string): string => digestOf(text).toString('base64url');

it('a lot bears recalls that are open and no drill, and its own holds of every scope that are not released', async () => {
  const world = new World();
  const recalls = ['open', 'closed', 'drill'].map(idOf);
  const holds = ['holding', 'released'].map(idOf);
  const [open = '', closed = '', drill = '', holding = '', released = ''] = [...recalls, ...holds];
  world.say(
    [world.operator],
    {},
    {
      touches: () => [
        ['lot', lot, { ...bare, recalls, holds }],
        ['recall', open, { closed: false, drill: false, level: 1 }],
        ['recall', closed, { closed: true, drill: false, level: 1 }],
        ['recall', drill, { closed: false, drill: true, level: 1 }],
        ['hold', holding, { released: false, scope: 'holding' }],
        ['hold', released, { released: true, scope: 'lots' }],
      ],
    },
  );
  const named = [...recalls.map((id) => `recall/${id}`), ...holds.map((id) => `hold/${id}`)];
  const given = { pins: world.log.pins(), nowMs: Date.parse(world.log.time) };
  const standing = (await verifyBundle(jcs(world.bundle({ named })), given)).lots.get(lot);
  expect(standing?.recalls).toEqual([{ id: open, lot }]);
  expect(standing?.holds).toEqual([{ id: holding, lot, scope: 'holding' }]);
  expect(standing?.parents).toEqual([]);
});

const key = new Uint8Array(32);
const malformed: readonly Json[] = [
  null,
  true,
  {},
  [],
  [0],
  [0, 'A', 'A'],
  'A',
  1,
  -1,
  0.5,
  [null, 0],
  [[0, 0], 0],
  ['A', 0],
];

it.each(malformed.map((part) => [part] as const))('a pruned part %j is refused', (part) => {
  const hash = new Uint8Array(32);
  expect(() => rootOfPruned(part, 2, [{ ordinal: 0, hash }])).toThrow(/^NOT_IN_LOG: /);
  expect(() => rootOfPrunedMap(part, [{ key, hash }])).toThrow(/^NOT_IN_STATES: /);
});
