import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits, toBase64url } from '@mengsu/chaincode/model';
import { drawSerials } from './draw-serials.ts';
import { type CheckKey, lineLength } from './serial.ts';
import { TreeBuilder } from './tree.ts';

export interface MadeSet {
  readonly count: number;
  /** As `issueCodes` wants it. */
  readonly root: string;
}

export interface MakeOptions {
  readonly count: number;
  readonly key: CheckKey;
  readonly onProgress?: (done: number) => void;
}

const buffersMax = 64;

/** Draws a set and writes its file (one serial a line, sorted, mode 0600), which must not be there. Throws RangeError for a count that no set may have. */
export async function writeSet(file: string, { count, key, onProgress }: MakeOptions): Promise<MadeSet> {
  if (!Number.isInteger(count) || count < 1 || count > limits.codesPerSetMax)
    throw new RangeError(`a set has 1 to ${limits.codesPerSetMax} codes, not ${count}`);
  const handle = await open(file, 'wx', 0o600);
  try {
    const tree = new TreeBuilder();
    let buffers: Buffer[] = [];
    let done = 0;
    for (const lines of drawSerials(count, key)) {
      tree.add(lines);
      done += lines.length / lineLength;
      if (buffers.push(lines) < buffersMax) continue;
      await handle.writev(buffers);
      buffers = [];
      onProgress?.(done);
      await nextTurn();
    }
    if (buffers.length > 0) await handle.writev(buffers);
    await handle.sync();
    return { count, root: toBase64url(tree.finish().root) };
  } finally {
    await handle.close();
  }
}
