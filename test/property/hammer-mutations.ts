import { LedgerError, parseEvent } from '@mengsu/chaincode/model';
import * as fc from 'fast-check';
import type { SeededRandom } from '../system/seeded-random.ts';
import { type Ammunition, type Fields, post, postEnvelope } from './hammer-ammunition.ts';
import type { Shot } from './hammer-shot.ts';

const awkward: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    0,
    -1,
    1.5,
    2 ** 53,
    -0,
    1e308,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '０',
    '<b>',
    null,
    [],
    {},
    [[]],
    true,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
);

/** A place in a value, as numbers that are taken modulo what is there. */
const place = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });

const change = fc.record({ place, kind: fc.constantFrom('replace', 'delete', 'add'), value: awkward });

/** Events with arbitrary changes, signed as they should be. Changes that leave the event valid are left out. */
export async function mutatedEvents(ammunition: Ammunition, options: Sampling): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const { place: at, kind, value } of sample(change, options)) {
    const fields = changed(
      ammunition.fields(),
      at,
      kind === 'delete' ? undefined : value,
      kind === 'add',
    ) as Fields;
    const payload = JSON.stringify(sorted(fields));
    if (isEvent(payload)) continue;
    const refusals = { codes: ['EVENT_INVALID', 'SIGNATURE_INVALID', 'DOCUMENT_INVALID'] };
    shots.push(
      postEnvelope(`mutated event ${payload.slice(0, 2_000)}`, await ammunition.sign(payload), refusals),
    );
  }
  return shots;
}

/** Documents with arbitrary changes around a recorded event: refused, or nothing new. */
export function mutatedDocuments(recorded: unknown, options: Sampling): Shot[] {
  return sample(change, options).map(({ place: at, kind, value }) => {
    const document = changed(
      { mode: 'all', events: [recorded] },
      at,
      kind === 'delete' ? undefined : value,
      kind === 'add',
    );
    const text = JSON.stringify(document) ?? '';
    return post(`mutated document ${text.slice(0, 300)}`, text, { mayPass: true });
  });
}

/** The bytes of a document of a recorded event, flipped, cut out and put in. */
export function mutatedBytes(recorded: unknown, random: SeededRandom, count: number): Shot[] {
  const good = Buffer.from(JSON.stringify({ mode: 'all', events: [recorded] }));
  return Array.from({ length: count }, () => {
    const from = random.whole(0, good.length - 1);
    const cut = random.pick([0, 1, 1, 8, 100]);
    const put = Buffer.from(Array.from({ length: random.pick([0, 1, 1, 4]) }, () => random.whole(0, 255)));
    const body = Buffer.concat([good.subarray(0, from), put, good.subarray(from + cut)]);
    return post(`mutated bytes at ${from}: −${cut} +${put.toString('hex')}`, body, { mayPass: true });
  });
}

export interface Sampling {
  readonly seed: number;
  readonly numRuns: number;
}

const sample = <T>(arbitrary: fc.Arbitrary<T>, options: Sampling): T[] => fc.sample(arbitrary, options);

/** A copy of `value` with the member at a place replaced, deleted (undefined) or joined by another one. */
function changed(
  value: unknown,
  [first = 0, ...rest]: readonly number[],
  to: unknown,
  add: boolean,
): unknown {
  if (typeof value !== 'object' || value === null) return to;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(1, keys.length)];
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const member = (name: string): unknown => (copy as Record<string, unknown>)[name];
  if (key === undefined) return to;
  const isDeeper = rest.length > 0 && typeof member(key) === 'object' && member(key) !== null;
  if (isDeeper) return Object.assign(copy, { [key]: changed(member(key), rest, to, add) });
  if (add) return Object.assign(copy, { [`${key}x`]: to });
  if (to === undefined && !Array.isArray(copy)) delete copy[key];
  return to === undefined ? copy : Object.assign(copy, { [key]: to });
}

/** Keys in canonical order; the rest is JSON.stringify's, which may or may not be canonical. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** True where the payload is an event in form. */
export function isEvent(payload: string): boolean {
  try {
    parseEvent(payload);
    return true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}
