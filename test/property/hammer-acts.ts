import { type ActName, actNames, canonicalize } from '@mengsu/chaincode/model';
import { exampleEvents } from '@mengsu/chaincode/model/testing';
import type { SeededRandom } from '../system/seeded-random.ts';
import { type Ammunition, type Fields, instant, postEnvelope } from './hammer-ammunition.ts';
import { isEvent } from './hammer-mutations.ts';
import type { Shot } from './hammer-shot.ts';

/** Everybody with a device may say these of what nobody has heard of. */
const free: ReadonlySet<ActName> = new Set(['withdraw', 'registerSite']);

/** The example of an act as the producer's own event: right in form, about things that no ledger has. */
function exampleOf(act: ActName, ammunition: Ammunition, changes: Fields = {}): Fields {
  const { party, device, cosigners, network, sequence, eventTime, notAfter } = ammunition.fields();
  const frame = { party, device, cosigners, network, sequence, eventTime, notAfter };
  const all = { ...exampleEvents[act], ...frame, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const shot = async (
  name: string,
  fields: Fields,
  ammunition: Ammunition,
  expected: Shot['expected'] = {},
): Promise<Shot> =>
  postEnvelope(name, await ammunition.sign(canonicalize(fields, Number.POSITIVE_INFINITY)), expected);

/** Each act by a producer who has no right to it, or about what is not there; and each for another network, too late, too early, for somebody else. */
export async function wrongActs(ammunition: Ammunition): Promise<Shot[]> {
  const { party } = ammunition.other;
  const every = actNames.map(async (act) => {
    const cases: readonly (readonly [string, Fields, Shot['expected']])[] = [
      ...(free.has(act) ? [] : ([['about what is not there', {}, {}]] as const)),
      ['with an unknown key', { zz: 1 }, { codes: ['EVENT_INVALID'] }],
      ['for another network', { network: 'another-network' }, {}],
      ['after its last moment', { notAfter: instant(-0.5) }, {}],
      ['said next week', { eventTime: instant(7), notAfter: instant(8) }, {}],
      ['good for too long', { notAfter: instant(31) }, {}],
      ['for somebody else', { party }, {}],
      ['of another version', { version: 2 }, { codes: ['EVENT_INVALID'] }],
    ];
    return Promise.all(
      cases.map(([name, changes, expected]) =>
        shot(`${act} ${name}`, exampleOf(act, ammunition, changes), ammunition, expected),
      ),
    );
  });
  return (await Promise.all(every)).flat();
}

const wrongValues = [
  null,
  '',
  'x',
  -1,
  0,
  1.5,
  2 ** 53,
  true,
  [],
  {},
  [null],
  '2026-02-30',
  '０９５２',
] as const;

/** Each field of each act left out, and with two values that it cannot have; what is still right in form is left out. */
export async function wrongFields(ammunition: Ammunition, random: SeededRandom): Promise<Shot[]> {
  const shots: Promise<Shot>[] = [];
  for (const act of actNames) {
    const example = exampleOf(act, ammunition);
    for (const path of pathsIn(example)) {
      for (const value of [undefined, random.pick(wrongValues), random.pick(wrongValues)]) {
        const fields = withAt(example, path, value) as Fields;
        if (path[0] === 'device' || isEvent(canonicalize(fields, Number.POSITIVE_INFINITY))) continue;
        const name = `${act} with ${path.join('.')} ${JSON.stringify(value) ?? 'left out'}`;
        const codes = path[0] === 'cosigners' ? ['EVENT_INVALID', 'SIGNATURE_INVALID'] : ['EVENT_INVALID'];
        shots.push(shot(name, fields, ammunition, { codes }));
      }
    }
  }
  return Promise.all(shots);
}

type Path = readonly (string | number)[];

/** Every member, at every depth; of lists the first item. */
function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys: readonly (string | number)[] = Array.isArray(value)
    ? [0].slice(0, value.length)
    : Object.keys(value);
  return keys.flatMap((key) => {
    const member = (value as { readonly [key: string | number]: unknown })[key];
    return [[...at, key], ...pathsIn(member, [...at, key])];
  });
}

function withAt(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  const member = withAt(copy[key], rest, to);
  if (member !== undefined) copy[key] = member;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy;
}
