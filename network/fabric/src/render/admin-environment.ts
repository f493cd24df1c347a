import path from 'node:path';
import { endorsementPolicy } from '../lifecycle/definition.ts';
import type { Places } from '../places.ts';
import { ordererAddress, peerAddress } from '../tools.ts';
import type { Organisation, Topology } from '../topology.ts';

/** A shell file to be sourced on a host: Fabric's tools then speak as the organisation's admin to its own nodes (docs/operate.md). */
export function adminEnvironment(topology: Topology, organisation: Organisation, places: Places): string {
  const { name, orderer } = organisation;
  const identity = (...parts: string[]) => path.join(places.identities, name, ...parts);
  const variables = {
    PATH: `${topology.installed.fabric}:$PATH`,
    FABRIC_CFG_PATH: places.node(name, 'peer').folder,
    FABRIC_LOGGING_SPEC: 'error',
    CORE_PEER_ADDRESS: peerAddress(organisation),
    CORE_PEER_MSPCONFIGPATH: identity('admin', 'msp'),
    CHANNEL: topology.channel,
    CHAINCODE: topology.chaincode,
    CHANNEL_BLOCK: places.channelBlock,
    POLICY: endorsementPolicy,
    ORDERER: `--orderer ${ordererAddress(organisation)} --tls --cafile ${identity('peer', 'tls', 'ca.crt')}`,
    ORDERER_ADMIN: [
      `--orderer-address 127.0.0.1:${orderer.adminPort}`,
      `--ca-file ${identity('orderer', 'tls', 'ca.crt')}`,
      `--client-cert ${identity('orderer', 'tls', 'server.crt')}`,
      `--client-key ${identity('orderer', 'tls', 'server.key')}`,
    ].join(' '),
    ALL_PEERS: topology.organisations
      .map(
        (one) => `--peerAddresses ${peerAddress(one)} --tlsRootCertFiles ${tlsAuthorityOf(places, one.name)}`,
      )
      .join(' '),
  };
  const lines = Object.entries(variables).map(([variable, value]) => `export ${variable}="${value}"`);
  return `${lines.join('\n')}\n`;
}

/** Public: every host has every organisation's. */
export const tlsAuthorityOf = (places: Places, name: string): string =>
  path.join(places.root, 'authorities', `${name}-tlsca.pem`);
