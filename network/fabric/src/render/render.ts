import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { NetworkIdentities } from '../../../identities/src/index.ts';
import { projectRoot } from '../../../programs/src/index.ts';
import { ordererConfig } from '../config/orderer-config.ts';
import { peerConfig } from '../config/peer-config.ts';
import { describeConnection } from '../connections.ts';
import type { Ground } from '../ground.ts';
import { chaincodeEnvironment } from '../lifecycle/serve.ts';
import { describeMade, readMade, requireSameAuthorities, requireSameTopology } from '../made.ts';
import { type ChaincodeCode, labelOf, readCode } from '../package/chaincode-code.ts';
import { makePackage } from '../package/chaincode-package.ts';
import { type Places, placesIn } from '../places.ts';
import { makeChannelBlock, makeIdentities, writeWhole } from '../prepare.ts';
import type { Organisation } from '../topology.ts';
import { renderYaml } from '../yaml.ts';
import { adminEnvironment, tlsAuthorityOf } from './admin-environment.ts';
import { chaincodeEnvironmentFile, unitsOf } from './units.ts';

/** What a host gets of an organisation's identities: all but its authorities' keys. */
const carried = ['msp', 'peer', 'orderer', 'admin', 'gateway', 'chaincode'] as const;

/**
 * Writes the folder of `ground.places` for a network of several hosts: identities and channel block, kept when it is there, and `hosts/<host>` with
 * `data` (the tree for `installed.data`) and `systemd`, made anew each time. Answers the folders of the hosts. @throws FabricError, IdentityFolderError
 */
export async function renderHosts(ground: Ground, version?: string): Promise<string[]> {
  const { topology, places, say } = ground;
  const earlier = readMade(places);
  requireSameTopology(earlier, topology, places);
  say('certificates and channel block');
  const identities = await makeIdentities(topology, places);
  const made = describeMade(topology, identities);
  requireSameAuthorities(earlier, made, places);
  if (!earlier || !existsSync(places.channelBlock)) await makeChannelBlock(ground);
  const code = await readCode(path.join(projectRoot, 'chaincode'));
  const label = labelOf(topology.chaincode, version ?? code.version, code);
  say(`files of every host, chaincode ${label}`);
  const making = await mkdtemp(path.join(places.root, '.hosts-'));
  for (const organisation of topology.organisations)
    await renderOrganisation(
      { ground, identities, code, label },
      organisation,
      path.join(making, organisation.host),
    );
  const hosts = path.join(places.root, 'hosts');
  await rm(hosts, { recursive: true, force: true });
  await rename(making, hosts);
  await writeWhole(places.made, `${JSON.stringify(made, undefined, 2)}\n`);
  return [...new Set(topology.organisations.map(({ host }) => path.join(hosts, host)))];
}

interface Parts {
  readonly ground: Ground;
  readonly identities: NetworkIdentities;
  readonly code: ChaincodeCode;
  readonly label: string;
}

/** `there` is what the host will see, `here` the same tree as it is written now. */
async function renderOrganisation(parts: Parts, organisation: Organisation, folder: string): Promise<void> {
  const { ground, identities } = parts;
  const { topology } = ground;
  const { name } = organisation;
  const there = placesIn(topology.installed.data);
  const here = (place: string): string => path.join(folder, 'data', path.relative(there.root, place));
  for (const kind of carried)
    await cp(path.join(ground.places.identities, name, kind), here(path.join(there.identities, name, kind)), {
      recursive: true,
    });
  for (const { name: other, tlsCaPem } of identities.organisations)
    await writeWhole(here(tlsAuthorityOf(there, other)), tlsCaPem);
  await cp(ground.places.channelBlock, here(there.channelBlock));
  await writeNodes(organisation, { ground, there, here });
  await writeConnection(organisation, { parts, there, here });
  await writeChaincode(organisation, { parts, there, here });
  await writeWhole(
    here(path.join(there.root, `${name}.env`)),
    adminEnvironment(topology, organisation, there),
  );
  for (const unit of unitsOf(topology, organisation, there))
    await writeWhole(path.join(folder, 'systemd', unit.name), unit.text);
}

interface Trees {
  readonly there: Places;
  readonly here: (place: string) => string;
}

async function writeNodes(organisation: Organisation, { ground, there, here }: Trees & { ground: Ground }) {
  const { topology } = ground;
  const builder = path.join(topology.installed.project, 'network/fabric/builder');
  const peer = there.node(organisation.name, 'peer');
  const orderer = there.node(organisation.name, 'orderer');
  for (const { data } of [peer, orderer]) await mkdir(here(data), { recursive: true, mode: 0o700 });
  const core = peerConfig(topology, organisation, { places: there, builder });
  await writeWhole(here(path.join(peer.folder, 'core.yaml')), renderYaml(core));
  const config = ordererConfig(organisation, there);
  await writeWhole(here(path.join(orderer.folder, 'orderer.yaml')), renderYaml(config));
}

/** For the organisation's gateway, with its own identities only. */
async function writeConnection(organisation: Organisation, { parts, there, here }: Trees & { parts: Parts }) {
  const { ground, identities } = parts;
  const own = identities.organisations.filter(({ name }) => name === organisation.name);
  const connection = describeConnection(ground, organisation, own);
  const text = JSON.stringify(connection, undefined, 2).replaceAll(
    path.resolve(ground.places.identities),
    there.identities,
  );
  await writeWhole(here(path.join(there.connections, `${organisation.name}.json`)), `${text}\n`);
}

/** The code, its package for each slot, and the settings of its process in each slot. */
async function writeChaincode(
  { name, peer }: Organisation,
  { parts, there, here }: Trees & { parts: Parts },
) {
  const { ground, code, label } = parts;
  const { topology } = ground;
  const target = here(path.join(there.chaincode, label));
  if (!existsSync(target)) {
    for (const file of code.files) await cp(path.join(code.folder, file), path.join(target, file));
    await symlink(path.join(topology.installed.project, 'node_modules'), path.join(target, 'node_modules'));
  }
  for (const slot of [0, 1] as const) {
    const chaincode = makePackage(label, slot);
    await writeWhole(here(path.join(there.packages, `${label}-${slot}.tar.gz`)), chaincode.bytes);
    const variables = {
      CHAINCODE_LABEL: label,
      ...chaincodeEnvironment({
        tls: path.join(there.identities, name, 'chaincode', 'tls'),
        port: peer.chaincodePorts[slot],
        id: chaincode.id,
        chaincode: topology.chaincode,
      }),
    };
    const lines = Object.entries(variables).map(([variable, value]) => `${variable}=${value}\n`);
    await writeWhole(here(chaincodeEnvironmentFile(there, name, `${slot}`)), lines.join(''));
  }
}
