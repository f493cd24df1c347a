import path from 'node:path';
import type { NetworkIdentities, OrganisationIdentities } from '../../identities/src/index.ts';
import { domainOf } from '../../identities/src/index.ts';
import type { Ground } from './ground.ts';
import { writeWhole } from './prepare.ts';
import { peerAddress } from './tools.ts';
import { isLoopback, type Organisation } from './topology.ts';

/**
 * What an organisation's gateway needs to reach its own peer, and the others whose authorities are in this folder, in the form of devnet's `connection.json`: endpoint, TLS authority, and the files of
 * the identities that are in this folder. Paths are absolute.
 */
export function describeConnection(
  { topology }: Pick<Ground, 'topology'>,
  organisation: Organisation,
  identities: readonly OrganisationIdentities[],
) {
  const addressOf = (of: Organisation) => {
    const found = identities.find(({ name }) => name === of.name);
    if (!found) throw new RangeError(`there are no identities of ${of.name}`);
    return {
      endpoint: peerAddress(of),
      tlsCaFile: path.resolve(found.tls.peer.paths.ca),
      tlsServerName: `peer.${domainOf(of.name)}`,
      mspId: of.mspId,
    };
  };
  return {
    channel: topology.channel,
    chaincode: topology.chaincode,
    gateway: addressOf(organisation),
    // Asked while its own peer, or the chaincode beside that, is away.
    others: topology.organisations
      .filter(({ name }) => name !== organisation.name && identities.some((one) => one.name === name))
      .map(addressOf),
    organisations: identities.map(({ mspId, name, identities: { gateway, admin } }) => ({
      mspId,
      name,
      gateway: filesOf(gateway.paths),
      admin: filesOf(admin.paths),
    })),
    ground: 'fabric',
    // One machine holds every organisation's keys.
    demonstration: topology.organisations.every(({ host }) => isLoopback(host)),
  };
}

/** One file for each organisation's gateway, and `connection.json`, which is the first organisation's. */
export async function writeConnections(ground: Ground, identities: NetworkIdentities): Promise<void> {
  const { places, topology } = ground;
  for (const [index, organisation] of topology.organisations.entries()) {
    const connection = describeConnection(ground, organisation, identities.organisations);
    const text = `${JSON.stringify(connection, undefined, 2)}\n`;
    await writeWhole(path.join(places.connections, `${organisation.name}.json`), text);
    if (index === 0) await writeWhole(places.connection, text);
  }
}

const filesOf = (paths: { readonly certificate: string; readonly privateKey: string }) => ({
  certificateFile: path.resolve(paths.certificate),
  privateKeyFile: path.resolve(paths.privateKey),
});
