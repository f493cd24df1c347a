import { rm } from 'node:fs/promises';
import { FabricError } from '../fabric-error.ts';
import { stopKeepers } from '../keeper/keepers.ts';
import { readMade } from '../made.ts';
import type { Places } from '../places.ts';

/** Stops what was started in the folder, and nothing else; the data stay. With `purge` the folder is removed. @throws FabricError */
export async function down(places: Places, purge: boolean, say: (line: string) => void): Promise<void> {
  const stopped = await stopKeepers(places);
  say(stopped.length === 0 ? 'nothing was running' : `stopped ${stopped.sort().join(', ')}`);
  if (!purge) return;
  if (!readMade(places)) throw new FabricError(`${places.root} holds no network: nothing is removed`);
  await rm(places.root, { recursive: true });
  say(`removed ${places.root}`);
}
