import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CodeRange } from '@mengsu/chaincode/model';
import { lineLength, serialLength } from './serial.ts';
import { blockCodes } from './tree.ts';

/** The serials at these places of a set file (both counted), but for those in `without`. Rests between serials, so that others are served while labels are drawn. */
export async function* readSerials(
  file: string,
  [from, to]: CodeRange,
  without: readonly CodeRange[] = [],
): AsyncGenerator<string> {
  const handle = await open(file, 'r');
  try {
    for (let at = from; at <= to; at += blockCodes) {
      const size = Math.min(blockCodes, to - at + 1);
      const lines = Buffer.alloc(size * lineLength);
      await handle.read(lines, 0, lines.length, at * lineLength);
      for (let index = 0; index < size; index++) {
        if (without.some(([first, last]) => first <= at + index && at + index <= last)) continue;
        await nextTurn();
        yield lines.toString('latin1', index * lineLength, index * lineLength + serialLength);
      }
    }
  } finally {
    await handle.close();
  }
}
