import path from 'node:path';
import { ordererEnvironment } from '../config/orderer-config.ts';
import { peerEnvironment } from '../config/peer-config.ts';
import type { Places } from '../places.ts';
import type { Organisation, Topology } from '../topology.ts';

/** A systemd unit by its file name. */
export interface Unit {
  readonly name: string;
  readonly text: string;
}

/** The user that everything runs as on a host. */
export const hostUser = 'mengsu';

/** The units of an organisation's host: orderer, peer, and a template for the chaincode whose instances are the slots 0 and 1. */
export function unitsOf(
  { installed }: Topology,
  organisation: Organisation,
  places: Places,
): readonly Unit[] {
  const { name } = organisation;
  // systemd fills in the label from the environment file.
  const code = path.join(places.chaincode, '$' + '{CHAINCODE_LABEL}');
  return [
    unit(`mengsu-orderer-${name}`, {
      description: `Mengsu, orderer of ${name}`,
      command: path.join(installed.fabric, 'orderer'),
      environment: ordererEnvironment(organisation, places),
      writes: places.node(name, 'orderer').data,
    }),
    unit(`mengsu-peer-${name}`, {
      description: `Mengsu, peer of ${name}`,
      command: `${path.join(installed.fabric, 'peer')} node start`,
      environment: peerEnvironment(organisation, places),
      writes: places.node(name, 'peer').data,
    }),
    unit(`mengsu-chaincode-${name}@`, {
      description: `Mengsu, chaincode beside the peer of ${name}, slot %i`,
      command: `${path.join(installed.project, 'node_modules/node/bin/node')} ${code}/src/main.ts`,
      environmentFile: chaincodeEnvironmentFile(places, name, '%i'),
    }),
  ];
}

export const chaincodeEnvironmentFile = (places: Places, name: string, slot: string): string =>
  path.join(places.chaincode, `${name}-${slot}.env`);

interface UnitParts {
  readonly description: string;
  readonly command: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly environmentFile?: string;
  /** The only folder that it may write to. */
  readonly writes?: string;
}

/** Restarted whenever it ends, without rights that it does not need (systemd.exec(5)). Logs go to the journal, which has a limit. */
function unit(name: string, parts: UnitParts): Unit {
  const variables = Object.entries(parts.environment ?? {}).map(
    // systemd reads % as the beginning of a specifier.
    ([variable, value]) => `Environment="${variable}=${value.replaceAll('%', '%%')}"`,
  );
  const lines = [
    '[Unit]',
    `Description=${parts.description}`,
    'Wants=network-online.target',
    'After=network-online.target',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `User=${hostUser}`,
    ...variables,
    ...(parts.environmentFile ? [`EnvironmentFile=${parts.environmentFile}`] : []),
    `ExecStart=${parts.command}`,
    'Restart=always',
    'RestartSec=1',
    'TimeoutStopSec=30',
    'LimitNOFILE=65536',
    'UMask=0077',
    'NoNewPrivileges=yes',
    'PrivateTmp=yes',
    'ProtectHome=yes',
    'ProtectSystem=strict',
    ...(parts.writes ? [`ReadWritePaths=${parts.writes}`] : []),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ];
  return { name: `${name}.service`, text: lines.join('\n') };
}
