import { createHash } from 'node:crypto';
import { jcs } from './testing-prover.ts';

export interface Mutant {
  /** What was done where, as `delete /events/0/tx`. */
  readonly change: string;
  readonly text: () => string;
}

/** Numbers from 0 to below `bound`, the same for one seed. */
export function seeded(seed: string): (bound: number) => number {
  let drawn = 0;
  return (bound) => createHash('sha256').update(`${seed}/${drawn++}`).digest().readUInt32BE() % bound;
}

type Node = null | boolean | number | string | Node[] | { [member: string]: Node };

/** Whatever is there instead, and what it is called. */
function instead(value: Node): readonly (readonly [string, Node])[] {
  const others: [string, Node][] = [
    ['null', null],
    ['empty text', ''],
    ['empty list', []],
    ['empty object', {}],
    ['true', true],
    ['zero', 0],
  ];
  if (typeof value === 'number')
    others.push(
      ['one more', value + 1],
      ['one less', value - 1],
      ['a half more', value + 0.5],
      ['negative', -value - 1],
    );
  if (typeof value === 'string') {
    others.push(['one shorter', value.slice(0, -1)], ['longer', `${value}A`], ['spaced', ` ${value}`]);
    others.push(['turned', `${value.slice(1)}${value.slice(0, 1)}`], ['cased', value.toUpperCase()]);
  }
  if (typeof value === 'boolean') others.push(['negated', !value]);
  return others;
}

/** Every single change of a member or item, all the way down. `way` is the pointer. */
function* changes(value: Node, way: string): Generator<readonly [string, Node]> {
  for (const [what, other] of instead(value)) if (jcs(other) !== jcs(value)) yield [`${what} ${way}`, other];
  if (Array.isArray(value)) yield* listChanges(value, way);
  else if (typeof value === 'object' && value !== null) yield* memberChanges(value, way);
}

function* listChanges(list: Node[], way: string): Generator<readonly [string, Node]> {
  for (const [index, item] of list.entries()) {
    const at = `${way}/${index}`;
    yield [`delete ${at}`, list.toSpliced(index, 1)];
    yield [`duplicate ${at}`, list.toSpliced(index, 0, item)];
    const next = list[index + 1];
    if (next !== undefined && jcs(next) !== jcs(item)) {
      yield [`swap ${at}`, list.toSpliced(index, 2, next, item)];
      yield [`next one's value ${at}`, list.with(index, next)];
    }
    for (const [what, other] of changes(item, at)) yield [what, list.with(index, other)];
    yield* borrowed(list, index, way);
  }
}

/** A member of one item is that of the next. */
function* borrowed(list: Node[], index: number, way: string): Generator<readonly [string, Node]> {
  const [item, next] = [list[index], list[index + 1]];
  if (!isObject(item) || !isObject(next)) return;
  for (const name of Object.keys(next))
    if (jcs(item[name] ?? null) !== jcs(next[name]))
      yield [`next one's ${way}/${index}/${name}`, list.with(index, { ...item, [name]: next[name] ?? null })];
}

const isObject = (value: Node | undefined): value is { [member: string]: Node } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* memberChanges(object: { [member: string]: Node }, way: string): Generator<readonly [string, Node]> {
  for (const [name, member] of Object.entries(object)) {
    const at = `${way}/${name}`;
    const { [name]: _, ...rest } = object;
    yield [`delete ${at}`, rest];
    yield [`rename ${at}`, { ...rest, [`${name}2`]: member }];
    for (const [what, other] of changes(member, at)) yield [what, { ...object, [name]: other }];
    for (const [what, other] of innerChanges(name, member, at)) yield [what, { ...object, [name]: other }];
  }
  yield [`add ${way}/more`, { ...object, more: 1 }];
}

/** Of a payload its members, of a note its lines. */
function* innerChanges(name: string, member: Node, at: string): Generator<readonly [string, string]> {
  if (typeof member !== 'string') return;
  if (name === 'payload')
    for (const [what, other] of changes(JSON.parse(member) as Node, `${at}:`)) yield [what, jcs(other)];
  if (name === 'checkpoint')
    for (const [what, other] of listChanges(member.split('\n'), at))
      if (Array.isArray(other) && other.every((line) => typeof line === 'string'))
        yield [what, other.join('\n')];
}

/** Every single change of a bundle, written in its canonical form again. */
export function* fieldMutants(bundle: object): Generator<Mutant> {
  for (const [change, value] of changes(bundle as Node, '')) yield { change, text: () => jcs(value) };
}

/** Every character, one after another, replaced by others and left out. */
export function* characterMutants(text: string, random: (bound: number) => number): Generator<Mutant> {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const others = [code ^ 1, random(5) > 0 ? 32 + random(95) : random(256)].filter(
      (other) => other !== code,
    );
    for (const other of new Set(others))
      yield {
        change: `character ${at} is ${other}`,
        text: () => text.slice(0, at) + String.fromCharCode(other) + text.slice(at + 1),
      };
    yield { change: `character ${at} is left out`, text: () => text.slice(0, at) + text.slice(at + 1) };
  }
}

const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** The other S of a signature r ‖ s, which verifies as well. */
export function otherS(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  return Buffer.concat([
    bytes.subarray(0, 32),
    Buffer.from(s.toString(16).padStart(64, '0'), 'hex'),
  ]).toString('base64url');
}
