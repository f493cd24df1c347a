import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '@mengsu/network/programs';
import { requireFreePort } from '../../demo/src/run/free-port.ts';
import { findBinaries } from '../../network/fabric/src/binaries.ts';
import { writeHeldBinaries } from './held-binaries.ts';

/**
 * Why the tests that need Fabric's programs are not run; undefined where they are there. No package of a system carries them, so their absence is a
 * failure only where MENGSU_REQUIRE=fabric says so.
 */
export function reasonToSkip(): string | undefined {
  if (findBinaries(process.env)) return undefined;
  if (process.env.MENGSU_REQUIRE === 'fabric')
    throw new Error('MENGSU_REQUIRE=fabric: the Fabric binaries are neither in FABRIC_BIN nor in PATH');
  return 'skipped: no Fabric binaries';
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A Fabric network of this machine in a folder of its own, for one test file. */
export interface FabricNetwork {
  readonly folder: string;
  /** Its file of organisations, hosts and ports. */
  readonly topology: string;
  /** Runs a command of `npm run fabric:…`: its exit code and all that it said. */
  run(...args: readonly string[]): Promise<Ran>;
  /** The same, with these variables added to ours. */
  runWith(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ran>;
  /** Stops and deletes everything. */
  remove(): Promise<void>;
}

/** On free ports; nothing is started yet. `held`: its nodes can be kept from starting again (HeldBinaries). */
export async function makeFabricNetwork({ held = false } = {}): Promise<FabricNetwork> {
  const home = await mkdtemp(path.join(tmpdir(), 'mengsu-fabric-'));
  const folder = path.join(home, 'network');
  const environment = held ? await writeHeldBinaries(path.join(home, 'bin')) : {};
  const topology = path.join(home, 'topology.json');
  await writeFile(topology, JSON.stringify(await freeTopology()));
  const runWith: FabricNetwork['runWith'] = (more, ...args) =>
    runFabric([...args, '--data', folder, '--topology', topology], { ...environment, ...more });
  const run: FabricNetwork['run'] = (...args) => runWith({}, ...args);
  return {
    folder,
    topology,
    run,
    runWith,
    async remove() {
      await run('down');
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Nodes, and the law on them. Throws with their words, and removes the network, where it does not come up. */
export async function bringUp(network: FabricNetwork): Promise<void> {
  for (const command of ['up', 'deploy']) {
    const { code, output } = await network.run(command);
    if (code === 0) continue;
    await network.remove();
    throw new Error(`fabric:${command} ended with ${code}: ${output}`);
  }
}

interface Named {
  readonly organisations: readonly { readonly mspId: string; readonly host: string }[];
}

/** The project's topology with other ports. */
export async function freeTopology(): Promise<object> {
  const file = path.join(projectRoot, 'network/fabric/topology.json');
  const topology = JSON.parse(await readFile(file, 'utf8')) as Named;
  const ports = await portsInARow(topology.organisations.length * 7);
  return {
    ...topology,
    organisations: topology.organisations.map(({ mspId, host }, index) => {
      const [port, operationsPort, first, second, ordererPort, ordererOperations, adminPort] = ports.slice(
        index * 7,
      );
      return {
        mspId,
        host,
        peer: { port, operationsPort, chaincodePorts: [first, second] },
        orderer: { port: ordererPort, operationsPort: ordererOperations, adminPort },
      };
    }),
  };
}

/** Below the ports that the system gives to connections: a network that starts again must find its own still free. */
async function portsInARow(count: number): Promise<number[]> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const ports = Array.from({ length: count }, (_, index) => index);
    const first = 20_000 + Math.floor(Math.random() * 11_000);
    const tried = await Promise.allSettled(ports.map((index) => requireFreePort(first + index)));
    if (tried.every(({ status }) => status === 'fulfilled')) return ports.map((index) => first + index);
  }
  throw new Error(`no ${count} ports in a row are free`);
}

/** A command of `npm run fabric:…`: its exit code and all that it said. */
export async function runFabric(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const script = path.join(projectRoot, 'network/fabric/src/main.ts');
  const child = spawn(process.execPath, [script, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output };
}
