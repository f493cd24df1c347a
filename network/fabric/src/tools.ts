import path from 'node:path';
import { FabricError } from './fabric-error.ts';
import type { Ground } from './ground.ts';
import { runTool, type ToolOutcome, tryTool } from './run-tool.ts';
import type { Organisation } from './topology.ts';

/** Runs `peer` as an organisation's admin against its own peer. @throws FabricError */
export function runPeer(ground: Ground, organisation: Organisation, args: readonly string[]) {
  return runTool(peerRun(ground, organisation, args));
}

export function tryPeer(
  ground: Ground,
  organisation: Organisation,
  args: readonly string[],
): Promise<ToolOutcome> {
  return tryTool(peerRun(ground, organisation, args));
}

function peerRun({ binaries, places }: Ground, organisation: Organisation, args: readonly string[]) {
  const environment = {
    FABRIC_CFG_PATH: places.node(organisation.name, 'peer').folder,
    FABRIC_LOGGING_SPEC: 'error',
    CORE_PEER_ADDRESS: peerAddress(organisation),
    CORE_PEER_MSPCONFIGPATH: path.join(places.identities, organisation.name, 'admin', 'msp'),
  };
  return { file: binaries.peer, arguments: args, environment };
}

export const peerAddress = ({ host, peer }: Organisation): string => `${host}:${peer.port}`;
export const ordererAddress = ({ host, orderer }: Organisation): string => `${host}:${orderer.port}`;

/** The TLS authority of an organisation's nodes. */
export function tlsAuthority({ places }: Pick<Ground, 'places'>, { name }: Organisation): string {
  return path.join(places.identities, name, 'peer', 'tls', 'ca.crt');
}

/** What `osnadmin` was answered: an HTTP status and its text. */
export interface OrdererAnswer {
  readonly status: number;
  readonly text: string;
}

/** Runs `osnadmin channel` against an organisation's orderer, as who has the orderer's TLS key. @throws FabricError when nobody answers. */
export async function runOrdererAdmin(
  { binaries, places }: Ground,
  { name, orderer }: Organisation,
  args: readonly string[],
): Promise<OrdererAnswer> {
  const tls = path.join(places.identities, name, 'orderer', 'tls');
  const { output, errors } = await tryTool({
    file: binaries.osnadmin,
    arguments: [
      ...['channel', ...args],
      ...['--orderer-address', `127.0.0.1:${orderer.adminPort}`],
      ...['--ca-file', path.join(tls, 'ca.crt')],
      ...['--client-cert', path.join(tls, 'server.crt')],
      ...['--client-key', path.join(tls, 'server.key')],
    ],
  });
  const status = /Status: (\d{3})/.exec(output)?.[1];
  if (status === undefined)
    throw new FabricError(`the orderer of ${name} does not answer its admin: ${errors.trim().slice(0, 300)}`);
  return { status: Number(status), text: output };
}
