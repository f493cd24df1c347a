import { X509Certificate } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { authorityPaths, makeRevocationList } from '../../../identities/src/index.ts';
import { FabricError } from '../fabric-error.ts';
import type { Ground } from '../ground.ts';
import { writeWhole } from '../prepare.ts';
import { addRevocationList } from '../revoke/config-update.ts';
import { ordererAddress, runPeer, tlsAuthority } from '../tools.ts';
import type { Organisation } from '../topology.ts';

/**
 * Revokes a certificate of an organisation: its admin puts a revocation list into its MSP in the channel's configuration. All peers refuse the
 * certificate as soon as they have that block. @throws FabricError
 */
export async function revoke(ground: Ground, name: string, certificateFile: string): Promise<void> {
  const { topology, places, say } = ground;
  const organisation = topology.organisations.find((one) => one.name === name);
  if (!organisation) throw new FabricError(`there is no organisation ${name}`);
  const certificate = await readFile(certificateFile, 'utf8').catch((error: unknown) => {
    throw new FabricError(
      `${certificateFile} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  });
  const list = await makeRevocationList(await readAuthorityPair(ground, organisation), certificate);
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
  say(`revoked ${new X509Certificate(certificate).serialNumber} of ${name}`);
}

async function readAuthorityPair({ places }: Ground, { name }: Organisation) {
  const files = authorityPaths(path.join(places.identities, name), 'ca');
  const [certificatePem, privateKeyPem] = await Promise.all(
    [files.certificate, files.privateKey].map((file) => readFile(file, 'utf8')),
  );
  return { certificatePem: certificatePem ?? '', privateKeyPem: privateKeyPem ?? '' };
}

function orderingArguments(ground: Ground, organisation: Organisation): string[] {
  return [
    ...['-c', ground.topology.channel, '--orderer', ordererAddress(organisation)],
    ...['--tls', '--cafile', tlsAuthority(ground, organisation)],
  ];
}
