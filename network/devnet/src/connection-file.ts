import path from 'node:path';
import type { NetworkIdentities } from '../../identities/src/index.ts';
import { writeFileAtomically } from './atomic-file.ts';

/** `connection.json` of the data folder: all that a client needs. Paths are absolute. */
export interface Connection {
  readonly channel: string;
  readonly chaincode: string;
  readonly gateway: {
    /** `127.0.0.1:port`. */
    readonly endpoint: string;
    readonly tlsCaFile: string;
    /** A name in the server's certificate, for clients that check one. */
    readonly tlsServerName: string;
    readonly mspId: string;
  };
  /** The same gateway serves every organisation here. */
  readonly organisations: readonly ConnectionOrganisation[];
  /** One process holds all keys: it proves nothing between organisations. */
  readonly demonstration: true;
}

export interface ConnectionOrganisation {
  readonly mspId: string;
  readonly name: string;
  /** Identity of the organisation's gateway (role client), and of its admin. */
  readonly gateway: IdentityFiles;
  readonly admin: IdentityFiles;
}

interface IdentityFiles {
  readonly certificateFile: string;
  readonly privateKeyFile: string;
}

export interface ConnectionParts {
  readonly channel: string;
  readonly chaincode: string;
  readonly port: number;
  readonly homeMspId: string;
  readonly identities: NetworkIdentities;
}

export function describeConnection(parts: ConnectionParts): Connection {
  const { organisations } = parts.identities;
  const home = organisations.find(({ mspId }) => mspId === parts.homeMspId);
  if (home === undefined) throw new RangeError(`there is no organisation ${parts.homeMspId}`);
  return {
    channel: parts.channel,
    chaincode: parts.chaincode,
    gateway: {
      endpoint: `127.0.0.1:${parts.port}`,
      tlsCaFile: path.resolve(home.tls.peer.paths.ca),
      tlsServerName: 'localhost',
      mspId: home.mspId,
    },
    organisations: organisations.map(({ mspId, name, identities }) => ({
      mspId,
      name,
      gateway: identityFiles(identities.gateway.paths),
      admin: identityFiles(identities.admin.paths),
    })),
    demonstration: true,
  };
}

export function connectionFile(dataFolder: string): string {
  return path.join(path.resolve(dataFolder), 'connection.json');
}

export async function writeConnectionFile(dataFolder: string, connection: Connection): Promise<string> {
  const file = connectionFile(dataFolder);
  await writeFileAtomically(file, `${JSON.stringify(connection, undefined, 2)}\n`);
  return file;
}

function identityFiles(paths: { readonly certificate: string; readonly privateKey: string }): IdentityFiles {
  return {
    certificateFile: path.resolve(paths.certificate),
    privateKeyFile: path.resolve(paths.privateKey),
  };
}
