#!/usr/bin/env node
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lockFolder } from '../../devnet/src/folder-lock.ts';
import { projectRoot } from '../../programs/src/index.ts';
import { requireBinaries } from './binaries.ts';
import { deploy } from './command/deploy.ts';
import { down } from './command/down.ts';
import { tailLogs } from './command/logs.ts';
import { revoke } from './command/revoke.ts';
import { readStatus, renderStatus } from './command/status.ts';
import { up } from './command/up.ts';
import { FabricError } from './fabric-error.ts';
import type { Ground } from './ground.ts';
import { readMade } from './made.ts';
import { labelOf, readCode } from './package/chaincode-code.ts';
import { makePackage, slotOf } from './package/chaincode-package.ts';
import { type Places, placesIn } from './places.ts';
import { writeWhole } from './prepare.ts';
import { renderHosts } from './render/render.ts';
import { readTopology, type Topology } from './topology.ts';

const help = `fabric: a Hyperledger Fabric network of four organisations

  up                      makes what is missing, starts orderers and peers, joins them
  deploy [--version V] [--by NAMES]
                          puts the project's chaincode on the channel, or a new version of it; --by: only these
                          organisations (comma between) install and approve, three at least, regulator among them
  status                  a row for each node
  revoke NAME CERTIFICATE takes back a certificate (a PEM file) of an organisation: no peer and no orderer accepts it any more
  render --out DIR [--version V]
                          a folder for each host: systemd units, configuration, certificates, chaincode (docs/operate.md)
  package --sequence N --out FILE [--version V]
                          the chaincode's package for that sequence, and its id
  logs [NAME] [--lines N] the last lines (20) of each log, or of those whose name begins with NAME
  down [--purge]          stops what up and deploy have started; --purge removes the data

  --data DIR              its folder; MENGSU_FABRIC_DATA, or .mengsu/fabric
  --topology FILE         organisations, hosts and ports; MENGSU_FABRIC_TOPOLOGY, or network/fabric/topology.json
`;

const topologyDefault = fileURLToPath(new URL('../topology.json', import.meta.url));

/** One command → its work → exit code 0; 2 for what an operator must know, 1 for a fault. */
async function main(): Promise<void> {
  const { values, positionals } = parseCommandLine();
  const [command] = positionals;
  if (values.help || command === undefined) {
    process.stdout.write(help);
    return;
  }
  const { MENGSU_FABRIC_DATA, MENGSU_FABRIC_TOPOLOGY } = process.env;
  const places = placesIn(path.resolve(projectRoot, values.data ?? MENGSU_FABRIC_DATA ?? '.mengsu/fabric'));
  const topologyFile = path.resolve(values.topology ?? MENGSU_FABRIC_TOPOLOGY ?? topologyDefault);
  const startedAt = Date.now();
  const say = (line: string): void =>
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  if (command === 'down') return locked(places, () => down(places, values.purge ?? false, say));
  if (command === 'package') return writePackage(readTopology(topologyFile), values);
  if (command === 'logs') return printLogs(places, positionals[1] ?? '', values.lines ?? '20');
  const ground: Ground = {
    topology: readTopology(topologyFile),
    places,
    binaries: await requireBinaries(process.env),
    say,
  };
  if (command === 'render') {
    if (values.out === undefined) throw new FabricError('--out is missing: a folder was expected');
    const out = placesIn(path.resolve(values.out));
    return locked(out, async () => {
      for (const folder of await renderHosts({ ...ground, places: out }, values.version)) say(folder);
    });
  }
  const works: { readonly [name: string]: () => Promise<void> } = {
    up: () => locked(places, () => up(ground)),
    deploy: () =>
      locked(places, () => deploy(ground, { version: values.version, by: values.by?.split(',') })),
    status: () => printStatus(ground),
    revoke: () => revokeNamed(ground, positionals),
  };
  const work = Object.hasOwn(works, command) ? works[command] : undefined;
  if (!work) throw new FabricError(`there is no command ${command}: --help lists them`);
  return work();
}

function parseCommandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        topology: { type: 'string' },
        version: { type: 'string' },
        by: { type: 'string' },
        lines: { type: 'string' },
        out: { type: 'string' },
        sequence: { type: 'string' },
        purge: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new FabricError(error instanceof Error ? error.message : String(error));
  }
}

async function printStatus(ground: Ground): Promise<void> {
  requireMade(ground.places);
  console.log(renderStatus(await readStatus(ground)));
}

function revokeNamed(ground: Ground, [, name = '', certificate]: readonly string[]): Promise<void> {
  requireMade(ground.places);
  if (certificate === undefined)
    throw new FabricError('revoke: the name of an organisation and a PEM file were expected');
  return locked(ground.places, () => revoke(ground, name, path.resolve(certificate)));
}

function printLogs(places: Places, name: string, lines: string): void {
  if (!/^[1-9]\d{0,4}$/.test(lines)) throw new FabricError(`--lines is ${lines}, 1 to 99999 was expected`);
  for (const log of tailLogs(places, name, Number(lines))) {
    console.log(`==> ${log.file}`);
    for (const line of log.lines) console.log(line);
  }
}

async function writePackage(
  { chaincode }: Topology,
  { sequence, out, version }: { sequence?: string; out?: string; version?: string },
): Promise<void> {
  if (!/^[1-9]\d{0,5}$/.test(sequence ?? ''))
    throw new FabricError(`--sequence is ${sequence ?? 'missing'}, a whole number from 1 was expected`);
  if (out === undefined) throw new FabricError('--out is missing: a file was expected');
  const code = await readCode(path.join(projectRoot, 'chaincode'));
  const label = labelOf(chaincode, version ?? code.version, code);
  const { id, bytes } = makePackage(label, slotOf(Number(sequence)));
  await writeWhole(path.resolve(out), bytes);
  console.log(id);
}

function requireMade(places: Places): void {
  if (!readMade(places)) throw new FabricError(`${places.root} holds no network: npm run fabric:up makes it`);
}

async function locked(places: Places, work: () => Promise<void>): Promise<void> {
  await mkdir(places.root, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(places.root, 'command of npm run fabric:…');
  try {
    await work();
  } finally {
    unlock();
  }
}

try {
  await main();
} catch (error) {
  const expected = error instanceof Error && /^(Fabric|IdentityFolder|FolderInUse)Error$/.test(error.name);
  console.error(expected ? error.message : error);
  process.exit(expected ? 2 : 1);
}
