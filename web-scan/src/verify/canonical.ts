import { ProofError } from './proof-error.ts';

/** A JSON value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json;
}

/**
 * The value of a text that is its own canonical form (RFC 8785), nested `depthMax` deep at most. Throws BUNDLE_INVALID at `pointer`.
 * Spaces, two members of one name, other spellings of numbers and texts, lone surrogates and the name `__proto__` are refused.
 */
export function parseCanonical(text: string, depthMax: number, pointer = ''): Json {
  // Before anything is built: not every engine's own reader bears what is nested deep.
  if (depthOf(text) > depthMax) throw new ProofError('BUNDLE_INVALID', 'is nested too deep', pointer);
  if (/\p{Surrogate}/u.test(text)) throw new ProofError('BUNDLE_INVALID', 'holds a lone surrogate', pointer);
  const value = parseJson(text);
  if (value === undefined) throw new ProofError('BUNDLE_INVALID', 'is not JSON', pointer);
  if (canonicalize(value) !== text)
    throw new ProofError('BUNDLE_INVALID', 'is not in canonical form (RFC 8785)', pointer);
  return value;
}

/** The canonical text of a JSON value (RFC 8785); undefined for what has none. */
export function canonicalize(value: Json): string | undefined {
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value) ? undefined : JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined;
  if (typeof value === 'boolean' || value === null) return String(value);
  return isList(value) ? listText(value) : objectText(value);
}

export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function listText(list: readonly Json[]): string | undefined {
  const items = list.map(canonicalize);
  return items.includes(undefined) ? undefined : `[${items.join(',')}]`;
}

function objectText(object: JsonObject): string | undefined {
  const members: string[] = [];
  // Sorted as ECMAScript does: by UTF-16 code units.
  for (const name of Object.keys(object).sort()) {
    const [key, member] = [canonicalize(name), canonicalize(object[name] as Json)];
    if (name === '__proto__' || key === undefined || member === undefined) return undefined;
    members.push(`${key}:${member}`);
  }
  return `{${members.join(',')}}`;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** How deep lists and objects are nested, without reading further than the brackets. Of a text that is no JSON it may be anything. */
function depthOf(text: string): number {
  let [depth, deepest, isInString] = [0, 0, false];
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (isInString && character === '\\') index += 1;
    else if (character === '"') isInString = !isInString;
    else if (!isInString) depth += '[{'.includes(character) ? 1 : ']}'.includes(character) ? -1 : 0;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
