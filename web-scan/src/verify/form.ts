import { isList, type Json, type JsonObject } from './canonical.ts';
import { type Bytes, fromBase64url } from './encodings.ts';
import { type ProofCode, ProofError } from './proof-error.ts';

/** A JSON value and where it stands: every reader below answers what it promises or throws `code` there. */
export class Reader {
  readonly value: Json;
  readonly pointer: string;
  readonly code: ProofCode;

  constructor(value: Json, pointer = '', code: ProofCode = 'BUNDLE_INVALID') {
    this.value = value;
    this.pointer = pointer;
    this.code = code;
  }

  refusal(detail: string): ProofError {
    return new ProofError(this.code, detail, this.pointer);
  }

  /** The members of an object that has exactly these: `'block tx of?'`, a question mark where one may lack. */
  members(names: string): (name: string) => Reader {
    const wanted = names.split(' ');
    const object = this.object();
    const unknown = Object.keys(object).find(
      (name) => !wanted.includes(name) && !wanted.includes(`${name}?`),
    );
    if (unknown !== undefined) throw this.refusal('has a member that is not known');
    const missing = wanted.find((name) => !name.endsWith('?') && !Object.hasOwn(object, name));
    if (missing !== undefined) throw this.refusal(`lacks ${missing}`);
    return (name) => this.at(name);
  }

  object(): JsonObject {
    const { value } = this;
    if (typeof value !== 'object' || value === null || isList(value)) throw this.refusal('is no object');
    return value;
  }

  /** A member of an object; undefined is read as null, which no reader takes. */
  at(name: string): Reader {
    const object = this.object();
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    return new Reader(value ?? null, `${this.pointer}/${name}`, this.code);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object(), name);
  }

  list(max: number): readonly Reader[] {
    const { value } = this;
    if (typeof value !== 'object' || value === null || !isList(value)) throw this.refusal('is no list');
    if (value.length > max) throw this.refusal(`has over ${max} items`);
    return value.map((item, index) => new Reader(item, `${this.pointer}/${index}`, this.code));
  }

  /** A whole number from `min` to `max`. */
  whole(min = 0, max: number = Number.MAX_SAFE_INTEGER): number {
    const { value } = this;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max)
      throw this.refusal(`is no whole number from ${min} to ${max}`);
    return value;
  }

  text(pattern: RegExp): string {
    const { value } = this;
    if (typeof value !== 'string' || !pattern.test(value)) throw this.refusal('has the wrong form');
    return value;
  }

  oneOf<T extends string>(words: readonly T[]): T {
    const word = words.find((one) => one === this.value);
    if (word === undefined) throw this.refusal('is not one of the allowed words');
    return word;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw this.refusal('is neither true nor false');
    return this.value;
  }

  /** base64url of exactly so many bytes. */
  bytes(length: number): Bytes {
    const bytes = typeof this.value === 'string' ? fromBase64url(this.value) : undefined;
    if (bytes?.length !== length) throw this.refusal(`is not base64url of ${length} bytes`);
    return bytes;
  }

  /** base64url of 32 bytes, as text. */
  digest(): string {
    this.bytes(32);
    return this.value as string;
  }

  /** Digests, none twice. */
  digests(max: number): readonly string[] {
    const digests = this.list(max).map((item) => item.digest());
    if (new Set(digests).size !== digests.length) throw this.refusal('names one twice');
    return digests;
  }

  instant(): string {
    const text = this.text(/^/);
    if (!isInstant(text)) throw this.refusal('is no time (RFC 3339, UTC, milliseconds)');
    return text;
  }
}

/** RFC 3339 in UTC with milliseconds, of this century: one spelling for one instant. */
export function isInstant(text: string): boolean {
  if (!/^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)) return false;
  const timeMs = Date.parse(text);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString() === text;
}
