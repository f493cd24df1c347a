import { digestOf } from './testing-key.ts';
import { nodeOf, type Part, prunedTree } from './testing-merkle.ts';
import { jcs } from './testing-prover.ts';
import { lot, sold, type TrickRow, type World } from './testing-tricks.ts';

/** Expands the first part of the tree that was left out. */
function expanded(part: Part, leaves: readonly Buffer[]): Part {
  if (typeof part === 'number') return part;
  if (typeof part === 'string') {
    const left = 2 ** Math.floor(Math.log2(leaves.length - 0.5));
    const sides = [leaves.slice(0, left), leaves.slice(left)].map((side) =>
      prunedTree(side, new Map()).hash.toString('base64url'),
    );
    return leaves.length < 2 ? part : [sides[0] ?? '', sides[1] ?? ''];
  }
  const left = 2 ** Math.floor(Math.log2(leaves.length - 0.5));
  const first = expanded(part[0], leaves.slice(0, left));
  return first === part[0] || jcs(first) === jcs(part[0])
    ? [part[0], expanded(part[1], leaves.slice(left))]
    : [first, part[1]];
}

/** The map of one subject, spelt as one likes, under a root that all have signed. */
function oneSubject(
  world: World,
  shape: (entry: Buffer) => { readonly root: Buffer; readonly states: Part },
): object {
  const bundle = sold(world);
  const subject = bundle.subjects.find(({ kind }) => kind === 'lot') as Record<string, unknown>;
  const key = digestOf(`lot/${lot}`);
  const { digest, events, state } = subject;
  const leaf = digestOf(Uint8Array.of(0), key, digestOf(jcs({ digest, events, state })));
  const { root, states } = shape(leaf);
  const { of: _, ...rest } = subject;
  const tree = prunedTree(
    world.log.leaves,
    new Map(bundle.events.map(({ ordinal }, place) => [ordinal, place])),
  );
  return {
    ...bundle,
    subjects: [rest],
    states,
    checkpoint: world.log.note({ root: tree.hash, states: root }),
  };
}

const isHigh = (): boolean => ((digestOf(`lot/${lot}`)[0] ?? 0) & 0x80) > 0;
const zero = Buffer.alloc(32);

export const proofTricks: readonly TrickRow[] = [
  [
    'a lot that stands otherwise',
    'NOT_IN_STATES',
    (world) => {
      const bundle = sold(world);
      const subjects = bundle.subjects.map((one) =>
        one.kind === 'lot' ? { ...one, state: { claims: ['green'], holds: [], recalls: [] } } : one,
      );
      return { bundle: { ...bundle, subjects } };
    },
  ],
  [
    'a tree that is expanded where it leads to nothing',
    'NOT_IN_LOG',
    (world) => {
      world.log.fill(8);
      const bundle = sold(world);
      return { bundle: { ...bundle, tree: expanded(bundle.tree, world.log.leaves) } };
    },
  ],
  [
    'a log that lacks an event',
    'NOT_IN_LOG',
    (world) => {
      const bundle = sold(world);
      return {
        bundle: { ...bundle, tree: prunedTree(world.log.leaves, new Map()).hash.toString('base64url') },
      };
    },
  ],
  [
    'an event at another ordinal',
    'NOT_IN_LOG',
    (world) => {
      world.log.fill(3);
      const bundle = sold(world);
      const events = bundle.events.map((event, at) =>
        at === bundle.events.length - 1 ? { ...event, ordinal: event.ordinal - 1 } : event,
      );
      return { bundle: { ...bundle, events } };
    },
  ],
  [
    'an event after the block of the checkpoint',
    'NOT_IN_LOG',
    (world) => {
      const bundle = sold(world);
      const root = prunedTree(world.log.leaves, new Map()).hash;
      const states = Buffer.from(/\nstates (\S+)/.exec(bundle.checkpoint)?.[1] ?? '', 'base64');
      return { bundle: { ...bundle, checkpoint: world.log.note({ root, states, block: 7 }) } };
    },
  ],
  [
    'a map with a node for one key',
    'NOT_IN_STATES',
    (world) => ({
      bundle: oneSubject(world, (leaf) => {
        const sides: [Buffer, Buffer] = isHigh() ? [zero, leaf] : [leaf, zero];
        return { root: nodeOf(...sides), states: isHigh() ? ['', 0] : [0, ''] };
      }),
    }),
  ],
  [
    'a map with a subject on the other side',
    'NOT_IN_STATES',
    (world) => ({
      bundle: oneSubject(world, (leaf) => {
        const other = digestOf('other');
        const sides: [Buffer, Buffer] = isHigh() ? [leaf, other] : [other, leaf];
        const text = other.toString('base64url');
        return { root: nodeOf(...sides), states: isHigh() ? [0, text] : [text, 0] };
      }),
    }),
  ],
  [
    'a map with an empty side in another spelling',
    'NOT_IN_STATES',
    (world) => ({
      bundle: oneSubject(world, (leaf) => {
        const other = digestOf('other');
        const mine: [Buffer, Buffer] = isHigh() ? [other, leaf] : [leaf, other];
        const inner = nodeOf(...mine);
        const spelt = zero.toString('base64url');
        const part: Part = isHigh() ? [other.toString('base64url'), 0] : [0, other.toString('base64url')];
        return isHigh()
          ? { root: nodeOf(zero, inner), states: [spelt, part] }
          : { root: nodeOf(inner, zero), states: [part, spelt] };
      }),
    }),
  ],
  [
    'a map that is expanded where it leads to nothing',
    'NOT_IN_STATES',
    (world) => ({
      bundle: oneSubject(world, (leaf) => {
        const other = nodeOf(digestOf('left'), digestOf('right'));
        const part: Part = [digestOf('left').toString('base64url'), digestOf('right').toString('base64url')];
        return isHigh()
          ? { root: nodeOf(other, leaf), states: [part, 0] }
          : { root: nodeOf(leaf, other), states: [0, part] };
      }),
    }),
  ],
  [
    'a map that lacks a subject',
    'NOT_IN_STATES',
    (world) => ({
      bundle: oneSubject(world, (leaf) => ({ root: leaf, states: leaf.toString('base64url') })),
    }),
  ],
  [
    'a subject that nothing touched',
    'NOT_IN_STATES',
    (world) => {
      const bundle = sold(world);
      const added = {
        digest: zero.toString('base64url'),
        events: 1,
        id: 'ZZ',
        kind: 'party',
        state: { holds: [], organisation: 'A', state: 'active' },
      };
      return {
        bundle: {
          ...bundle,
          subjects: [...bundle.subjects, added],
          states: [bundle.states, bundle.subjects.length],
        },
      };
    },
  ],
];
