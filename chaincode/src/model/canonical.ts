import { LedgerError } from './errors.ts';
import { limits } from './limits.ts';

/** A JSON value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The JSON Canonicalization Scheme (RFC 8785): one text for one value. Members are sorted by UTF-16 code units, numbers are written as ECMAScript does;
 * a member that is undefined is left out, as JSON.stringify does.
 * Throws EVENT_INVALID with a pointer for a lone surrogate, a number that is not finite, the key `__proto__`, a value that is not JSON, or depth above `depthMax`.
 */
export function canonicalize(value: unknown, depthMax: number = limits.depthMax): string {
  return write(value, '', depthMax);
}

/**
 * The value of a text that is its own canonical form, so that one value has one text (duplicate keys, spaces, other spellings of numbers are refused).
 * Throws EVENT_INVALID.
 */
export function parseCanonical(text: string, depthMax: number = limits.depthMax): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new LedgerError('EVENT_INVALID', 'is not JSON');
  }
  if (canonicalize(value, depthMax) !== text)
    throw new LedgerError('EVENT_INVALID', 'is not in canonical form (RFC 8785)');
  return value;
}

/** One step of a JSON Pointer (RFC 6901 §3), cut to a length that an answer can carry. */
export function pointerStep(key: string | number): string {
  return `/${String(key).slice(0, 64).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1').replace(/\s/g, '_')}`;
}

function write(value: unknown, pointer: string, depthLeft: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value, pointer);
  if (typeof value === 'string') return writeString(value, pointer);
  if (typeof value !== 'object')
    throw new LedgerError('EVENT_INVALID', `is a ${typeof value}, not JSON`, pointer);
  if (depthLeft === 0) throw new LedgerError('EVENT_INVALID', 'is nested too deep', pointer);
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, index) => write(item, pointer + pointerStep(index), depthLeft - 1)).join(',')}]`;
  }
  if (Object.prototype.toString.call(value) !== '[object Object]')
    throw new LedgerError('EVENT_INVALID', 'is not JSON', pointer);
  return writeObject(value as Record<string, unknown>, pointer, depthLeft);
}

function writeObject(value: Record<string, unknown>, pointer: string, depthLeft: number): string {
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    if (value[key] === undefined) continue;
    const at = pointer + pointerStep(key);
    if (key === '__proto__') throw new LedgerError('EVENT_INVALID', 'is a key that is never allowed', at);
    members.push(`${writeString(key, at)}:${write(value[key], at, depthLeft - 1)}`);
  }
  return `{${members.join(',')}}`;
}

function writeNumber(value: number, pointer: string): string {
  if (!Number.isFinite(value)) throw new LedgerError('EVENT_INVALID', 'is not a finite number', pointer);
  return JSON.stringify(value);
}

function writeString(value: string, pointer: string): string {
  if (!value.isWellFormed()) throw new LedgerError('EVENT_INVALID', 'holds a lone surrogate', pointer);
  return JSON.stringify(value);
}
