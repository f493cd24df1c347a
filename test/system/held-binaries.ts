import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findBinaries } from '../../network/fabric/src/binaries.ts';

/** A node does not begin while its folder (FABRIC_CFG_PATH) holds a file of this name. */
export const heldFile = 'held';

/**
 * Fabric's programs in a folder, peers and orderers behind a script that waits while they are held: whatever keeps them running
 * starts them again, and they are away all the same. Answers the environment that leads there.
 */
export async function writeHeldBinaries(folder: string): Promise<{ readonly FABRIC_BIN: string }> {
  const binaries = findBinaries(process.env);
  if (!binaries) throw new RangeError('there are no Fabric binaries');
  await mkdir(folder);
  const { peer, orderer, ...tools } = binaries;
  for (const [name, file] of Object.entries(tools)) await symlink(file, path.join(folder, name));
  await writeScript(path.join(folder, 'orderer'), orderer, '');
  // `peer` is an admin's tool too.
  await writeScript(path.join(folder, 'peer'), peer, '[ "$1" = node ] && ');
  return { FABRIC_BIN: folder };
}

async function writeScript(file: string, program: string, condition: string): Promise<void> {
  const wait = `while ${condition}[ -e "$FABRIC_CFG_PATH/${heldFile}" ]; do sleep 0.2; done`;
  await writeFile(file, `#!/bin/sh\n${wait}\nexec '${program}' "$@"\n`);
  await chmod(file, 0o755);
}
