import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { FabricError } from '../fabric-error.ts';
import type { Places } from '../places.ts';

const tailBytesMax = 1024 * 1024;

/** The last lines of the logs whose name begins with `name`; of all, when it is empty. @throws FabricError when there is none. */
function tailLogs(
  { logs }: Places,
  name: string,
  linesMax: number,
): { readonly file: string; readonly lines: readonly string[] }[] {
  const files = listLogs(logs).filter((file) => file.startsWith(name));
  if (files.length === 0)
    throw new FabricError(`there is no log ${name ? `that begins with ${name} ` : ''}in ${logs}`);
  return files.map((file) => ({ file, lines: tail(path.join(logs, file), linesMax) }));
}

/** @throws FabricError */
export function printLogs(places: Places, name: string, lines: string): void {
  if (!/^[1-9]\d{0,4}$/.test(lines)) throw new FabricError(`--lines is ${lines}, 1 to 99999 was expected`);
  for (const log of tailLogs(places, name, Number(lines))) {
    console.log(`==> ${log.file}`);
    for (const line of log.lines) console.log(line);
  }
}

function listLogs(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.log'))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Of its last MiB. */
function tail(file: string, linesMax: number): string[] {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, tailBytesMax));
    const read = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, read).split('\n').slice(0, -1).slice(-linesMax);
  } finally {
    closeSync(descriptor);
  }
}
