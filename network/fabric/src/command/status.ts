import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { complains } from '../complaint.ts';
import { forEach, type Ground } from '../ground.ts';
import { runningKeepers } from '../keeper/keepers.ts';
import { isRunning } from '../keeper/process-mark.ts';
import { readServed } from '../lifecycle/definition.ts';
import { runOrdererAdmin, tryPeer } from '../tools.ts';
import type { Organisation } from '../topology.ts';

/** What is known of one node; `-` where it does not say. */
export interface NodeStatus {
  readonly node: string;
  readonly running: string;
  readonly height: string;
  /** Version and sequence of the chaincode that the peer runs, and whether its process lives. */
  readonly chaincode: string;
  readonly package: string;
  /** The day on which the first of the node's certificates ends. */
  readonly certificateEnd: string;
}

/** Asks every node; a node that does not run is a row too. */
export async function readStatus(ground: Ground): Promise<NodeStatus[]> {
  const running = new Set(
    runningKeepers(ground.places).flatMap(({ programs }) =>
      programs.filter(isRunning).map(({ name }) => name),
    ),
  );
  const rows = await forEach(ground, async (organisation) => [
    await peerStatus(ground, organisation, running),
    await ordererStatus(ground, organisation, running),
  ]);
  return rows.flat();
}

/** Columns for a terminal, under their heads. */
export function renderStatus(rows: readonly NodeStatus[]): string {
  const head = ['node', 'running', 'height', 'chaincode', 'package', 'certificates until'];
  const lines = [head, ...rows.map((row) => Object.values(row))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function peerStatus(
  ground: Ground,
  organisation: Organisation,
  running: ReadonlySet<string>,
): Promise<NodeStatus> {
  const node = `peer-${organisation.name}`;
  const runs = running.has(node);
  const info = runs
    ? await tryPeer(ground, organisation, ['channel', 'getinfo', '-c', ground.topology.channel])
    : undefined;
  const height = /"height":(\d+)/.exec(info?.output ?? '')?.[1];
  const served = height === undefined ? undefined : await readServed(ground, organisation);
  const process = served && running.has(`chaincode-${organisation.name}-${served.slot}`);
  return {
    node,
    running: runs ? 'yes' : 'no',
    height: height ?? '-',
    chaincode: served ? `${served.version} #${served.sequence}${process ? '' : ' (no process)'}` : '-',
    package: served ? `${served.packageId.slice(0, served.packageId.lastIndexOf(':') + 9)}…` : '-',
    certificateEnd: certificateEnd(ground, organisation, ['peer', 'chaincode']),
  };
}

async function ordererStatus(
  ground: Ground,
  organisation: Organisation,
  running: ReadonlySet<string>,
): Promise<NodeStatus> {
  const node = `orderer-${organisation.name}`;
  const runs = running.has(node);
  const answer = runs
    ? await runOrdererAdmin(ground, organisation, ['list', '--channelID', ground.topology.channel])
    : undefined;
  const complaint = runs && (await complains(organisation)) ? ', complains' : '';
  return {
    node,
    running: runs ? `yes${complaint}` : 'no',
    height: /"height":\s*(\d+)/.exec(answer?.text ?? '')?.[1] ?? '-',
    chaincode: '-',
    package: '-',
    certificateEnd: certificateEnd(ground, organisation, ['orderer']),
  };
}

function certificateEnd({ places }: Ground, { name }: Organisation, owners: readonly string[]): string {
  const files = owners.flatMap((owner) => {
    const at = (...parts: string[]) => path.join(places.identities, name, owner, ...parts);
    const tls = at('tls', 'server.crt');
    return owner === 'chaincode' ? [tls] : [tls, at('msp', 'signcerts', 'cert.pem')];
  });
  const ends = files.map((file) => new X509Certificate(readFileSync(file)).validToDate.getTime());
  return new Date(Math.min(...ends)).toISOString().slice(0, 10);
}
