import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lockFolder } from '@mengsu/network/folder-lock';
import { makeNetworkIdentities, type OrganisationIdentities } from '@mengsu/network/identities';
import { Child, nodeCommand, type Patience, patienceDefault } from '@mengsu/network/programs';
import { freePorts, requireFreePort } from './free-port.ts';
import { logKeyOf } from './own-gateways.ts';
import type { Program } from './program.ts';

/** What the demonstration runs on: the embedded ledger, or Hyperledger Fabric. */
export type Ledger = 'devnet' | 'fabric';

/** Where everything durable of one system lies. */
export interface Places {
  readonly data: string;
  readonly devnet: string;
  readonly gateway: string;
  readonly story: string;
  readonly logs: string;
  readonly connection: string;
}

export function placesIn(data: string): Places {
  const at = (name: string): string => path.join(data, name);
  return {
    data,
    devnet: at('devnet'),
    gateway: at('gateway'),
    story: at('story'),
    logs: at('logs'),
    connection: path.join(at('devnet'), 'connection.json'),
  };
}

/** The demonstration on the Fabric network of that folder: removing the network removes it too. */
export function placesOnFabric(network: string): Places {
  return { ...placesIn(path.join(network, 'demo')), connection: path.join(network, 'connection.json') };
}

export interface SystemOptions {
  readonly places: Places;
  /** Default: devnet. A Fabric network must run already. */
  readonly ledger?: Ledger;
  /** Port of the gateway, on loopback. */
  readonly port: number;
  /** Added to every program's environment. */
  readonly environment?: { readonly [name: string]: string };
  readonly patience?: Patience;
  /** The gateway signs checkpoints with its organisation's log key. */
  readonly isWitnessed?: true;
  /** Other scripts for programs, by their names: what a network does with a program that is not the right one. */
  readonly scripts?: { readonly [name: string]: string };
  readonly onFailure: (error: Error) => void;
}

/** The running system: one gateway for all four organisations and, on devnet, devnet with two chaincode processes. */
export interface System {
  readonly url: string;
  /** The programs that are kept running, and the process of each. */
  readonly programs: readonly { readonly name: string; readonly pid: number | undefined }[];
  stop(): Promise<void>;
}

const readyTimeoutMs = 30_000;
const pollPauseMs = 50;

/**
 * Starts everything at once and resolves when the gateway answers. One system for one folder and one port: a second one is refused before it touches anything.
 * Throws where the folder or the port is taken, or where the gateway does not answer within 30 s.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { places, port } = options;
  await mkdir(places.data, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(places.data, 'npm start');
  try {
    await requireFreePort(port);
    const children = await startPrograms(options);
    const stop = async (): Promise<void> => {
      // The gateway first, so that it can finish what it has begun.
      for (const child of [...children].reverse()) await child.stop();
      unlock();
    };
    const url = `http://127.0.0.1:${port}`;
    await waitUntilAnswering(`${url}/healthz`).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { url, programs: children, stop };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startPrograms({
  places,
  port,
  ledger = 'devnet',
  ...options
}: SystemOptions): Promise<Child[]> {
  const folders = [places.gateway, places.story, places.logs];
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  const programs = [
    ...(ledger === 'devnet' ? await devnetPrograms(places) : []),
    gatewayProgram(places, port, options.isWitnessed ?? false),
  ];
  const { onFailure, patience = patienceDefault, scripts = {} } = options;
  return programs.map(({ name, script, arguments: rest = [], environment }) => {
    const command = nodeCommand(scripts[name] ?? script, ...rest);
    const merged = { ...environment, ...options.environment };
    return new Child({ name, command, environment: merged }, { logFolder: places.logs, patience, onFailure });
  });
}

async function devnetPrograms(places: Places): Promise<Program[]> {
  await mkdir(places.devnet, { recursive: true, mode: 0o700 });
  // Left by a devnet that was killed; nobody runs here, the lock says.
  await rm(places.connection, { force: true });
  const identities = await makeNetworkIdentities(path.join(places.devnet, 'identities'));
  const [devnetPort = 0, ...chaincodePorts] = await freePorts(3);
  return [
    ...chaincodePorts.map((chaincodePort, index) =>
      chaincodeProgram(index, chaincodePort, identities.organisations[index]),
    ),
    devnetProgram(places, devnetPort, chaincodePorts),
  ];
}

/** Process i stands beside the peer of organisation i, under that organisation's TLS. */
function chaincodeProgram(
  index: number,
  port: number,
  organisation: OrganisationIdentities | undefined,
): Program {
  if (!organisation) throw new RangeError(`there is no organisation ${index}`);
  const tls = organisation.tls.chaincode.paths;
  const environment = {
    CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${port}`,
    CHAINCODE_ID: 'mengsu',
    CHAINCODE_TLS_KEY: tls.privateKey,
    CHAINCODE_TLS_CERT: tls.certificate,
    CHAINCODE_TLS_CLIENT_CA: tls.ca,
    CORE_CHAINCODE_LOGGING_LEVEL: 'ERROR',
    CORE_CHAINCODE_LOGGING_SHIM: 'ERROR',
  };
  return { name: `chaincode-${organisation.name}`, script: 'chaincode/src/main.ts', environment };
}

function devnetProgram(places: Places, port: number, chaincodePorts: readonly number[]): Program {
  const chaincodes = chaincodePorts.flatMap((chaincodePort) => ['--chaincode', `127.0.0.1:${chaincodePort}`]);
  return {
    name: 'devnet',
    script: 'network/devnet/src/main.ts',
    arguments: ['--data', places.devnet, '--port', `${port}`, ...chaincodes],
  };
}

function gatewayProgram(places: Places, port: number, isWitnessed: boolean): Program {
  const environment = {
    PORT: `${port}`,
    MENGSU_DATA: places.gateway,
    MENGSU_CONNECTION: places.connection,
    // The keyring makes it when the organisations found themselves, after the gateway has started.
    MENGSU_SERVICE_KEY: path.join(places.story, 'keys', 'service-ProducersMSP.jwk.json'),
    ...(isWitnessed && { MENGSU_LOG_KEY: logKeyOf(places, 'ProducersMSP') }),
    // One secret for the maker, who draws codes, and for the gateway, which tells them from guesses.
    MENGSU_CODE_KEY: path.join(places.story, 'keys', 'code-key.secret'),
  };
  return { name: 'gateway', script: 'gateway/src/main.ts', environment };
}

async function waitUntilAnswering(url: string): Promise<void> {
  const until = Date.now() + readyTimeoutMs;
  for (;;) {
    if (await answers(url)) return;
    if (Date.now() > until)
      throw new Error(`${url} does not answer after ${readyTimeoutMs / 1000} s: see the logs`);
    await pause(pollPauseMs);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch (error) {
    // Nobody listens yet, or not in time.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return false;
    throw error;
  }
}
