import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeNetworkIdentities, type NetworkIdentities } from '../../identities/src/index.ts';
import { channelConfig, profile } from './config/channel-config.ts';
import { ordererConfig } from './config/orderer-config.ts';
import { peerConfig } from './config/peer-config.ts';
import type { Ground } from './ground.ts';
import { describeMade, readMade, requireSameAuthorities } from './made.ts';
import type { NodeKind, Places } from './places.ts';
import { runTool } from './run-tool.ts';
import type { Organisation, Topology } from './topology.ts';
import { renderYaml, type Yaml } from './yaml.ts';

/** The external builder, as it lies in the project. */
export const builderFolder = fileURLToPath(new URL('../builder', import.meta.url));

/**
 * Certificates, channel block and the nodes' configuration in the network's folder. What is there is kept, but the configuration of the nodes, which
 * follows the topology and this program, is written anew. @throws FabricError, IdentityFolderError
 */
export async function prepareNetwork(ground: Ground): Promise<NetworkIdentities> {
  const { topology, places } = ground;
  const earlier = readMade(places);
  const identities = await makeIdentities(topology, places);
  const made = describeMade(topology, identities);
  requireSameAuthorities(earlier, made, places);
  for (const organisation of topology.organisations) await writeNodeConfigs(ground, organisation);
  if (!earlier) await rm(places.channelBlock, { force: true });
  if (!existsSync(places.channelBlock)) await makeChannelBlock(ground);
  await writeWhole(places.made, `${JSON.stringify(made, undefined, 2)}\n`);
  return identities;
}

export function makeIdentities(topology: Topology, places: Places): Promise<NetworkIdentities> {
  const hosts = new Map(topology.organisations.map(({ name, host }) => [name, host]));
  return makeNetworkIdentities(places.identities, {
    hosts: (name) => [...new Set([hosts.get(name) ?? 'localhost', 'localhost', '127.0.0.1'])],
  });
}

async function writeNodeConfigs({ topology, places }: Ground, organisation: Organisation): Promise<void> {
  const peer = peerConfig(topology, organisation, { places, builder: builderFolder });
  await writeNodeConfig(places, organisation, 'peer', peer);
  await writeNodeConfig(places, organisation, 'orderer', ordererConfig(organisation, places));
}

async function writeNodeConfig(
  places: Places,
  { name }: Organisation,
  ...[kind, config]: [NodeKind, { readonly [key: string]: Yaml }]
): Promise<void> {
  const { folder, data } = places.node(name, kind);
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeWhole(path.join(folder, kind === 'peer' ? 'core.yaml' : 'orderer.yaml'), renderYaml(config));
}

/** The first block of the channel. @throws FabricError with what configtxgen says. */
export async function makeChannelBlock({ topology, places, binaries }: Ground): Promise<void> {
  const folder = path.dirname(places.configtx);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(places.configtx, renderYaml(channelConfig(topology, places)));
  const making = `${places.channelBlock}.making`;
  await runTool({
    file: binaries.configtxgen,
    arguments: ['-profile', profile, '-channelID', topology.channel, '-outputBlock', making],
    environment: { FABRIC_CFG_PATH: folder, FABRIC_LOGGING_SPEC: 'error' },
  });
  await chmod(making, 0o600);
  await rename(making, places.channelBlock);
}

export async function writeWhole(file: string, text: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.making`, text, { mode: 0o600 });
  await rename(`${file}.making`, file);
}
