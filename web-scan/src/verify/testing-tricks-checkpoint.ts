import { digestOf, TestKey } from './testing-key.ts';
import { prunedMap, prunedTree } from './testing-merkle.ts';
import { network, type TestOrganisation } from './testing-prover.ts';
import { type Shape, sold, type TrickRow, type World } from './testing-tricks.ts';

const linesOf = ({ checkpoint }: Shape): readonly [text: string, lines: string[]] => {
  const [text = '', lines = ''] = checkpoint.split('\n\n');
  return [`${text}\n\n`, lines.split('\n').slice(0, -1)];
};

const withLines = (bundle: Shape, change: (lines: string[]) => string[]): { readonly bundle: object } => {
  const [text, lines] = linesOf(bundle);
  return {
    bundle: {
      ...bundle,
      checkpoint: `${text}${change(lines)
        .map((line) => `${line}\n`)
        .join('')}`,
    },
  };
};

const withText = (bundle: Shape, from: string | RegExp, to: string): { readonly bundle: object } => ({
  bundle: { ...bundle, checkpoint: bundle.checkpoint.replace(from, to) },
});

export const checkpointTricks: readonly TrickRow[] = [
  [
    'a good signature under the id of another key',
    'CHECKPOINT_UNTRUSTED',
    (world) => withLines(sold(world), ([first = '', ...rest]) => [otherId(first), ...rest]),
  ],
  [
    'a note with a line twice',
    'CHECKPOINT_INVALID',
    (world) => withLines(sold(world), ([first = '', ...rest]) => [first, first, ...rest]),
  ],
  [
    'a note with lines out of order',
    'CHECKPOINT_INVALID',
    (world) => withLines(sold(world), (lines) => lines.toReversed()),
  ],
  ['a note without lines', 'CHECKPOINT_INVALID', (world) => withLines(sold(world), () => [])],
  ['a note with a hyphen for a dash', 'CHECKPOINT_INVALID', (world) => withText(sold(world), /\u2014/g, '-')],
  [
    'a note with a size of another spelling',
    'CHECKPOINT_INVALID',
    (world) => withText(sold(world), '\n6\n', '\n06\n'),
  ],
  [
    'a note with a day that there is not',
    'CHECKPOINT_INVALID',
    (world) => withText(sold(world), 'time 2026-09-01', 'time 2026-09-31'),
  ],
  ['a note with a line more', 'CHECKPOINT_INVALID', (world) => withText(sold(world), '\n\n', '\nmore\n\n')],
  [
    'a note with a root of unused bits',
    'CHECKPOINT_INVALID',
    (world) => withText(sold(world), /\n([A-Za-z0-9+/]{42})[A-Za-z0-9+/]=\nstates/, '\n$1B=\nstates'),
  ],
  [
    'a signature in long DER',
    'CHECKPOINT_INVALID',
    (world) => withLines(sold(world), ([first = '', ...rest]) => [longer(first), ...rest]),
  ],
  [
    'a signature with something after it',
    'CHECKPOINT_INVALID',
    (world) => withLines(sold(world), ([first = '', ...rest]) => [followed(first), ...rest]),
  ],
  [
    'a checkpoint that three of four must sign, by two',
    'CHECKPOINT_UNTRUSTED',
    (world) => withLines(sold(world), (lines) => lines.slice(0, 2)),
  ],
  [
    'a checkpoint signed under an unknown name',
    'CHECKPOINT_UNTRUSTED',
    (world) => withLines(sold(world), (lines) => [...lines, lines[0]?.replace('BrandMSP', 'ZebraMSP') ?? '']),
  ],
  [
    'a checkpoint signed by a stranger under a known name',
    'CHECKPOINT_UNTRUSTED',
    (world) => {
      const strange = { ...(world.organisations[1] as TestOrganisation), log: new TestKey() };
      return {
        bundle: sold(world, {
          signedBy: [strange, ...world.organisations.filter(({ msp }) => msp !== strange.msp)],
        }),
      };
    },
  ],
  [
    'a checkpoint whose names are exchanged',
    'CHECKPOINT_UNTRUSTED',
    (world) =>
      withLines(sold(world), ([a = '', b = '', ...rest]) => [exchanged(a, b), exchanged(b, a), ...rest]),
  ],
  [
    'a checkpoint with another time',
    'CHECKPOINT_UNTRUSTED',
    (world) => withText(sold(world), 'time 2026-09-01T00:06', 'time 2026-09-01T00:07'),
  ],
  [
    'a checkpoint of another network',
    'WRONG_NETWORK',
    (world) => withText(sold(world), network, 'other-network'),
  ],
  [
    'a checkpoint from the future',
    'CHECKPOINT_UNTRUSTED',
    (world) => {
      const bundle = sold(world);
      return { bundle, nowMs: Date.parse(world.log.time) - 300_001 };
    },
  ],
  [
    'pins of no organisation',
    'PINS_INVALID',
    (world) => ({ bundle: sold(world), pins: { network, organisations: [], threshold: 0 } }),
  ],
  [
    'pins of more than there are',
    'PINS_INVALID',
    (world) => ({ bundle: sold(world), pins: world.log.pins(5) }),
  ],
  ['pins of nobody', 'PINS_INVALID', (world) => ({ bundle: sold(world), pins: world.log.pins(0) })],
  [
    'pins with a name twice',
    'PINS_INVALID',
    (world) => {
      const pins = world.log.pins(3) as { organisations: object[] };
      return {
        bundle: sold(world),
        pins: { ...pins, organisations: [...pins.organisations, pins.organisations[0]] },
      };
    },
  ],
  [
    'pins with a log key that is none',
    'PINS_INVALID',
    (world) => {
      const pins = world.log.pins(1) as { organisations: { log: { x: string } }[] };
      const [first, ...rest] = pins.organisations;
      const log = { x: first?.log.x, y: first?.log.x };
      return { bundle: sold(world), pins: { ...pins, organisations: [{ ...first, log }, ...rest] } };
    },
  ],
];

const bytesOf = (line: string): Buffer => Buffer.from(line.split(' ')[2] ?? '', 'base64');
const lineOf = (line: string, bytes: Uint8Array): string =>
  `${line.split(' ').slice(0, 2).join(' ')} ${Buffer.from(bytes).toString('base64')}`;
const otherId = (line: string): string =>
  lineOf(line, Buffer.concat([Buffer.from('none'), bytesOf(line).subarray(4)]));
const exchanged = (name: string, bytes: string): string => lineOf(name, bytesOf(bytes));
const followed = (line: string): string => lineOf(line, Buffer.concat([bytesOf(line), Buffer.from([0])]));
const longer = (line: string): string => {
  const bytes = bytesOf(line);
  const der = bytes.subarray(4);
  return lineOf(line, Buffer.concat([bytes.subarray(0, 5), Buffer.from([0x81]), der.subarray(1)]));
};

/** What was seen before, of a world that goes on. */
function seenOf(world: World): { readonly size: number; readonly root: string; readonly states: string } {
  const map = prunedMap([]);
  const root = prunedTree(world.log.leaves, new Map()).hash;
  return {
    size: world.log.leaves.length,
    root: root.toString('base64url'),
    states: map.hash.toString('base64url'),
  };
}

const other = digestOf('another root').toString('base64url');

const statesOf = ({ checkpoint }: Shape): string =>
  Buffer.from(/\nstates (\S+)/.exec(checkpoint)?.[1] ?? '', 'base64').toString('base64url');

export const forkTricks: readonly TrickRow[] = [
  [
    'a checkpoint of the same size and states and another root',
    'FORKED',
    (world) => {
      const bundle = sold(world);
      return { bundle, seen: { ...seenOf(world), root: other, states: statesOf(bundle) } };
    },
  ],
  [
    'a checkpoint of the same size and another root',
    'FORKED',
    (world) => ({ bundle: sold(world), seen: { ...seenOf(world), root: other } }),
  ],
  [
    'a checkpoint of the same size and other states',
    'FORKED',
    (world) => ({ bundle: sold(world), seen: seenOf(world) }),
  ],
  [
    'a larger checkpoint without consistency',
    'FORKED',
    (world) => ({ seen: seenOf(world), bundle: sold(world) }),
  ],
  [
    'a larger checkpoint that continues another one',
    'FORKED',
    (world) => {
      const seen = { ...seenOf(world), root: other };
      return { seen, bundle: sold(world, { from: seen.size }) };
    },
  ],
  [
    'a larger checkpoint that continues a smaller one',
    'FORKED',
    (world) => ({ seen: seenOf(world), bundle: sold(world, { from: 4 }) }),
  ],
  [
    'a path that is too long',
    'FORKED',
    (world) => {
      const seen = seenOf(world);
      const bundle = sold(world, { from: seen.size }) as Shape & { consistency: { path: string[] } };
      return {
        seen,
        bundle: { ...bundle, consistency: { from: seen.size, path: [...bundle.consistency.path, other] } },
      };
    },
  ],
];
