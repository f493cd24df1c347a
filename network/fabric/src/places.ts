import path from 'node:path';
import type { OrganisationName } from '../../identities/src/index.ts';

/** Where things are below a network's folder, on one machine and on every host alike. */
export interface Places {
  readonly root: string;
  /** What the network was made of: topology and authorities. */
  readonly made: string;
  readonly identities: string;
  readonly configtx: string;
  readonly channelBlock: string;
  /** Chaincode code, a folder for each label; and packages. */
  readonly chaincode: string;
  readonly packages: string;
  /** Processes that were started here. */
  readonly run: string;
  readonly logs: string;
  readonly connections: string;
  /** The first organisation's, for programs that want one file. */
  readonly connection: string;
  node(organisation: OrganisationName, kind: NodeKind): NodePlaces;
}

export type NodeKind = 'peer' | 'orderer';

export interface NodePlaces {
  /** Holds `core.yaml` or `orderer.yaml`: FABRIC_CFG_PATH. */
  readonly folder: string;
  /** The node's ledger. */
  readonly data: string;
}

export function placesIn(root: string): Places {
  const at = (...parts: string[]): string => path.join(root, ...parts);
  return {
    root,
    made: at('made.json'),
    identities: at('identities'),
    configtx: at('channel', 'configtx.yaml'),
    channelBlock: at('channel', 'channel.block'),
    chaincode: at('chaincode'),
    packages: at('packages'),
    run: at('run'),
    logs: at('logs'),
    connections: at('connections'),
    connection: at('connection.json'),
    node: (organisation, kind) => ({
      folder: at('nodes', organisation, kind),
      data: at('nodes', organisation, kind, 'data'),
    }),
  };
}
