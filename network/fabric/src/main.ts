#!/usr/bin/env node
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lockFolder } from '../../devnet/src/folder-lock.ts';
import { projectRoot } from '../../programs/src/index.ts';
import { requireBinaries } from './binaries.ts';
import { renew, writeRevocationList } from './command/certificates.ts';
import { deploy } from './command/deploy.ts';
import { down } from './command/down.ts';
import { printLogs } from './command/logs.ts';
import { writePackage } from './command/package.ts';
import { revoke } from './command/revoke.ts';
import { readStatus, renderStatus } from './command/status.ts';
import { up } from './command/up.ts';
import { FabricError } from './fabric-error.ts';
import type { Ground } from './ground.ts';
import { requireMade } from './made.ts';
import { type Places, placesIn } from './places.ts';
import { renderHosts } from './render/render.ts';
import { readTopology, type Topology } from './topology.ts';

const help = `fabric: a Hyperledger Fabric network of four organisations

  up                      makes what is missing, starts orderers and peers, joins them
  deploy [--version V] [--by NAMES]
                          puts the project's chaincode on the channel, or a new version of it; --by: only these
                          organisations (comma between) install and approve, three at least, regulator among them
  status                  a row for each node
  render --out DIR [--version V]
                          a folder for each host: systemd units, configuration, certificates, chaincode (docs/operate.md)
  package --sequence N --out FILE [--version V]
                          the chaincode's package for that sequence, and its id
  renew --by NAMES        certifies all keys of these organisations anew, for five years; nodes read them when they start
  revoke --by NAME --certificate FILE [--out FILE]
                          the organisation's admin has the channel refuse the certificate; with --out only the list of the
                          organisation's authority is written (docs/operate.md)
  logs [NAME] [--lines N] the last lines (20) of each log, or of those whose name begins with NAME
  down [--purge]          stops what up and deploy have started; --purge removes the data

  --data DIR              its folder; MENGSU_FABRIC_DATA, or .mengsu/fabric
  --topology FILE         organisations, hosts and ports; MENGSU_FABRIC_TOPOLOGY, or network/fabric/topology.json
`;

const topologyDefault = fileURLToPath(new URL('../topology.json', import.meta.url));

/** What a command gets of its command line. */
interface Call {
  readonly values: ReturnType<typeof parseCommandLine>['values'];
  /** What follows the command's name. */
  readonly rest: readonly string[];
  readonly places: Places;
  readonly say: (line: string) => void;
  /** @throws FabricError */
  topology(): Topology;
  /** With Fabric's programs. @throws FabricError */
  ground(): Promise<Ground>;
}

const commands: Readonly<Record<string, (call: Call) => Promise<void> | void>> = {
  up: async ({ places, ground }) => locked(places, await ground(), up),
  deploy: async ({ places, ground, values }) =>
    locked(places, await ground(), (it) =>
      deploy(it, { version: values.version, by: values.by?.split(',') }),
    ),
  async status({ places, ground }) {
    requireMade(places);
    console.log(renderStatus(await readStatus(await ground())));
  },
  logs: ({ places, rest, values }) => printLogs(places, rest[0] ?? '', values.lines ?? '20'),
  down: ({ places, values, say }) => locked(places, places, () => down(places, values.purge ?? false, say)),
  renew: ({ places, values, say }) => locked(places, places, () => renew(places, values.by, say)),
  revoke: async ({ places, ground, values }) =>
    values.out === undefined
      ? locked(places, await ground(), (it) => revoke(it, values))
      : writeRevocationList(places, values),
  package: ({ topology, values }) => writePackage(topology(), values),
  async render({ ground, values, say }) {
    if (values.out === undefined) throw new FabricError('--out is missing: a folder was expected');
    const out = placesIn(path.resolve(values.out));
    await locked(out, { ...(await ground()), places: out }, async (it) => {
      for (const folder of await renderHosts(it, values.version)) say(folder);
    });
  },
};

/** One command → its work → exit code 0; 2 for what an operator must know, 1 for a fault. */
async function main(): Promise<void> {
  const { values, positionals } = parseCommandLine();
  const [name, ...rest] = positionals;
  if (values.help || name === undefined) {
    process.stdout.write(help);
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new FabricError(`there is no command ${name}: --help lists them`);
  const { MENGSU_FABRIC_DATA, MENGSU_FABRIC_TOPOLOGY } = process.env;
  const places = placesIn(path.resolve(projectRoot, values.data ?? MENGSU_FABRIC_DATA ?? '.mengsu/fabric'));
  const topology = (): Topology =>
    readTopology(path.resolve(values.topology ?? MENGSU_FABRIC_TOPOLOGY ?? topologyDefault));
  const startedAt = Date.now();
  const say = (line: string): void =>
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  const ground = async (): Promise<Ground> => {
    const parsed = topology();
    return { topology: parsed, places, binaries: await requireBinaries(process.env), say };
  };
  await command({ values, rest, places, say, topology, ground });
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
        certificate: { type: 'string' },
        sequence: { type: 'string' },
        purge: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new FabricError(error instanceof Error ? error.message : String(error));
  }
}

/** One command at a time for a folder. */
async function locked<Value>(
  places: Places,
  value: Value,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  await mkdir(places.root, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(places.root, 'command of npm run fabric:…');
  try {
    await work(value);
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
