import { randomFillSync } from 'node:crypto';
import { type CheckKey, lineFeed, lineLength, writeForty } from './serial.ts';
import { blockCodes } from './tree.ts';

const fillBytesMax = 65_536;

/** So many new serials in the order of their bytes, as blocks of lines. Takes 8 bytes of memory a code: the first 64 bits are drawn and sorted, the other 16 drawn on the way. */
export function* drawSerials(count: number, key: CheckKey): Generator<Buffer> {
  const tops = drawTops(count);
  const lows = new Uint16Array(blockCodes);
  for (let from = 0; from < count; from += blockCodes) {
    const size = Math.min(blockCodes, count - from);
    const lines = Buffer.alloc(size * lineLength, lineFeed);
    randomFillSync(lows);
    for (let index = 0; index < size; index++) {
      const top = tops[from + index] ?? 0n;
      const at = index * lineLength;
      writeForty(lines, at, Number(top >> 24n));
      writeForty(lines, at + 8, Number(top & 0xff_ffffn) * 65_536 + (lows[index] ?? 0));
      key.writeChecks(lines, at);
    }
    yield lines;
  }
}

/** Distinct, so that serials are. Ten million of 2^64 meet once in 400,000 draws; then all are drawn anew. */
function drawTops(count: number): BigUint64Array {
  const tops = new BigUint64Array(count);
  do {
    const bytes = new Uint8Array(tops.buffer);
    for (let from = 0; from < bytes.length; from += fillBytesMax)
      randomFillSync(bytes.subarray(from, from + fillBytesMax));
    tops.sort();
  } while (tops.some((top, index) => index > 0 && top === tops[index - 1]));
  return tops;
}
