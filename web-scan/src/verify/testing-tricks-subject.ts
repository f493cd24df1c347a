import { digestOf } from './testing-key.ts';
import { lotOf, startMs } from './testing-prover.ts';
import { bare, lot, type Shape, sold, type TrickRow, type World } from './testing-tricks.ts';

const withOf = (change: (of: readonly number[], bundle: Shape) => readonly number[]) => (world: World) => {
  world.say([world.operator], { act: 'commission' });
  world.say([world.registrar], { act: 'hold' });
  const bundle = sold(world);
  const subjects = bundle.subjects.map((one) =>
    one.kind === 'lot' ? { ...one, of: change(one.of ?? [], bundle) } : one,
  );
  return { bundle: { ...bundle, subjects } };
};
const code = 'SUBJECT_INCOMPLETE';
export const subjectTricks: readonly TrickRow[] = [
  ['a lot with an event left out', code, withOf((of) => of.slice(1))],
  ['a lot with an event more', code, withOf((of) => [0, ...of])],
  ['a lot with another event', code, withOf((of) => [0, ...of.slice(1)])],
  ['a lot with events in another order', code, withOf(([a = 0, b = 0, ...rest]) => [b, a, ...rest])],
  ['a lot with an event twice', code, withOf(([a = 0, , ...rest]) => [a, a, ...rest])],
  [
    'a lot with an event that is not there',
    code,
    withOf((of, { events }) => [...of.slice(0, -1), events.length]),
  ],
  [
    'a lot with the events of a device',
    code,
    withOf((_, { subjects }) => subjects.find(({ kind }) => kind === 'device')?.of ?? []),
  ],
  [
    'a device without its events',
    'SIGNER_UNKNOWN',
    (world) => {
      const bundle = sold(world);
      const subjects = bundle.subjects.map(({ of, ...rest }) =>
        rest.id === world.operator.kid ? rest : { ...rest, of },
      );
      return { bundle: { ...bundle, subjects } };
    },
  ],
  [
    'a lot that was asked for and is not there',
    'SUBJECT_MISSING',
    (world) => ({ bundle: { ...sold(world), lot: lotOf('OTHER') } }),
  ],
  [
    'a lot whose hold is not there',
    'SUBJECT_MISSING',
    (world) => {
      const state = { ...bare, holds: [digestOf('hold').toString('base64url')] };
      world.say([world.operator], {}, { touches: () => [['lot', lot, state]] });
      return undefined;
    },
  ],
  [
    'a lot whose recall is not there',
    'SUBJECT_MISSING',
    (world) => {
      const id = digestOf('recall').toString('base64url');
      const touches = (): [string, string, object][] => [
        ['lot', lot, { ...bare, recalls: [id] }],
        ['hold', id, { released: true, scope: 'lots' }],
      ];
      world.say([world.operator], {}, { touches });
      return { wanted: { named: [`hold/${id}`] } };
    },
  ],
  [
    'an event that is recorded twice',
    'BUNDLE_INVALID',
    (world) => {
      const said = { eventTime: new Date(startMs).toISOString(), sequence: 1 };
      world.say([world.operator], said);
      world.say([world.operator], said);
      return undefined;
    },
  ],
];
