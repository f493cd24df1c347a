import { hash, timingSafeEqual } from 'node:crypto';

/**
 * An item's serial (AI 21): 80 random bits as 16 characters of Crockford base 32 and 4 check characters, 20 in all, the longest that AI 21 allows.
 * The characters ascend in ASCII, so serials sort as their bits do.
 */
export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const serialLength = 20;
const randomLength = 16;
const checkLength = serialLength - randomLength;
/** A serial and a line feed: what a set file is made of. */
export const lineLength = serialLength + 1;
export const lineFeed = 10;
export const keyBytes = 32;
const blockBytes = 64;

const symbols = Buffer.from(alphabet, 'latin1');
export const isSymbol: readonly boolean[] = Array.from({ length: 256 }, (_, code) => symbols.includes(code));

/**
 * Check characters: the first 20 bits of HMAC-SHA-256 (RFC 2104) over the 16 characters. They tell guesses from serials without any look-up;
 * one guess in 2^20 passes. Written out over two hashes, because a set needs millions of them and an Hmac object costs ten times as much.
 */
export class CheckKey {
  readonly #inner = Buffer.alloc(blockBytes + randomLength, 0x36);
  readonly #outer = Buffer.alloc(blockBytes + 32, 0x5c);
  readonly #checks = Buffer.alloc(checkLength);

  /** Throws RangeError where the secret has not 32 bytes. */
  constructor(secret: Uint8Array) {
    if (secret.length !== keyBytes)
      throw new RangeError(`a code key has ${keyBytes} bytes, not ${secret.length}`);
    for (const [index, byte] of secret.entries()) {
      this.#inner[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
  }

  /** Writes the check characters behind the 16 characters that begin at `at`. */
  writeChecks(line: Buffer, at: number): void {
    this.#makeChecks(line, at).copy(line, at + randomLength);
  }

  /** Whether the 20 characters that begin at `at` end with the check characters of the first 16. */
  hasChecks(line: Buffer, at: number): boolean {
    const given = line.subarray(at + randomLength, at + serialLength);
    return timingSafeEqual(given, this.#makeChecks(line, at));
  }

  /** Whether a text is a serial under this key: the right characters, the right check characters. Looks nothing up. */
  accepts(serial: string): boolean {
    if (serial.length !== serialLength) return false;
    const line = Buffer.from(serial, 'latin1');
    return (
      line.every((code) => isSymbol[code]) && line.toString('latin1') === serial && this.hasChecks(line, 0)
    );
  }

  /** In one buffer of our own, valid until the next call. */
  #makeChecks(line: Buffer, at: number): Buffer {
    line.copy(this.#inner, blockBytes, at, at + randomLength);
    hash('sha256', this.#inner, 'buffer').copy(this.#outer, blockBytes);
    const bits = hash('sha256', this.#outer, 'buffer').readUInt32BE(0) >>> 12;
    for (let place = 0; place < checkLength; place++)
      this.#checks[place] = symbolAt(bits >>> (15 - 5 * place));
    return this.#checks;
  }
}

const symbolAt = (bits: number): number => symbols[bits & 31] ?? 0;

/** Writes 40 bits, given as a whole number, as 8 characters. */
export function writeForty(line: Buffer, at: number, bits: number): void {
  let left = bits;
  for (let place = 7; place >= 0; place--) {
    line[at + place] = symbolAt(left % 32);
    left = Math.floor(left / 32);
  }
}
