import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DigestSchema } from '@mengsu/chaincode/model';
import * as z from 'zod';
import type { DeviceMemory, DevicePlace } from './device.ts';

const PlaceSchema = z.strictObject({ sequence: z.int().min(1), previous: DigestSchema });

/** A device's place in a file (Node only), replaced whole and flushed to disk. Throws where the file is damaged: starting at 1 again would be a fork. */
export function fileMemory(path: string): DeviceMemory {
  return {
    load: () => loadPlace(path),
    save: (place) => savePlace(path, place),
  };
}

async function loadPlace(path: string): Promise<DevicePlace | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return PlaceSchema.parse(JSON.parse(text));
}

async function savePlace(path: string, place: DevicePlace): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(place));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  // The new name is durable only when its folder is.
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
