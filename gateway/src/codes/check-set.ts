import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CheckKey, isSymbol, lineFeed, lineLength, serialLength } from './serial.ts';
import { blockCodes, TreeBuilder } from './tree.ts';

/** A set file is not what it should be; the message says which line and why, and repeats no serial. */
export class SetFileError extends Error {
  override readonly name = 'SetFileError';
}

/** Lines that come one after the other: the right characters, the right check characters, each above the one before. */
export class LineCheck {
  readonly #key: CheckKey;
  #last: Buffer = Buffer.alloc(0);
  #line = 0;

  constructor(key: CheckKey) {
    this.#key = key;
  }

  /** Throws SetFileError for the first line that is wrong. */
  check(lines: Buffer): void {
    for (let at = 0; at < lines.length; at += lineLength) {
      this.#line += 1;
      const serial = lines.subarray(at, at + serialLength);
      if (lines[at + serialLength] !== lineFeed || !serial.every((code) => isSymbol[code]))
        this.#refuse('is no serial and a line feed');
      if (!this.#key.hasChecks(lines, at)) this.#refuse('has other check characters than this gateway gives');
      if (Buffer.compare(this.#last, serial) >= 0) this.#refuse('is not above the line before it');
      this.#last = serial;
    }
    // What is kept must not change with the reader's buffer.
    this.#last = Buffer.from(this.#last);
  }

  #refuse(why: string): never {
    throw new SetFileError(`line ${this.#line} ${why}`);
  }
}

const blocksAtOnce = 8;

/** Reads a whole set file, checks each line, and answers its count, root and tree. Rests between blocks, so that others are served. Throws SetFileError. */
export async function checkSet(
  file: string,
  key: CheckKey,
): Promise<{ readonly count: number; readonly root: Buffer; readonly kept: Buffer }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0 || size % lineLength !== 0)
      throw new SetFileError(`has ${size} bytes, which is no number of lines of ${lineLength}`);
    const lines = new LineCheck(key);
    const tree = new TreeBuilder();
    const buffer = Buffer.alloc(blocksAtOnce * blockCodes * lineLength);
    for (let at = 0; at < size; at += buffer.length) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size - at), at);
      const read = buffer.subarray(0, bytesRead);
      lines.check(read);
      for (let from = 0; from < read.length; from += blockCodes * lineLength)
        tree.add(read.subarray(from, from + blockCodes * lineLength));
      await nextTurn();
    }
    return { count: size / lineLength, ...tree.finish() };
  } finally {
    await handle.close();
  }
}
