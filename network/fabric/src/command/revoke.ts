import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { FabricError } from '../fabric-error.ts';
import type { Ground } from '../ground.ts';
import { writeWhole } from '../prepare.ts';
import { addRevocationList } from '../revoke/config-update.ts';
import { ordererAddress, runPeer, tlsAuthority } from '../tools.ts';
import type { Organisation } from '../topology.ts';
import { makeRevocationList, type Revoked } from './certificates.ts';

/**
 * Revokes a certificate of an organisation: its admin puts a revocation list into its MSP in the channel's configuration. All peers refuse the
 * certificate as soon as they have that block. @throws FabricError, IdentityFolderError
 */
export async function revoke(ground: Ground, revoked: Revoked): Promise<void> {
  const { topology, places, say } = ground;
  const { name, list } = await makeRevocationList(places, revoked);
  const organisation = topology.organisations.find((one) => one.name === name);
  if (!organisation) throw new FabricError(`there is no organisation ${name}`);
  const block = path.join(places.root, 'channel', 'now.block');
  const update = path.join(places.root, 'channel', 'revoke.update');
  const ordering = orderingArguments(ground, organisation);
  try {
    await runPeer(ground, organisation, ['channel', 'fetch', 'config', block, ...ordering]);
    const { channel } = topology;
    const { mspId } = organisation;
    await writeWhole(update, addRevocationList(await readFile(block), { channel, mspId, list }));
    await runPeer(ground, organisation, ['channel', 'update', '-f', update, ...ordering]);
  } finally {
    await Promise.all([block, update].map((file) => rm(file, { force: true })));
  }
  say(`revoked ${revoked.certificate} of ${name}`);
}

function orderingArguments(ground: Ground, organisation: Organisation): string[] {
  return [
    ...['-c', ground.topology.channel, '--orderer', ordererAddress(organisation)],
    ...['--tls', '--cafile', tlsAuthority(ground, organisation)],
  ];
}
