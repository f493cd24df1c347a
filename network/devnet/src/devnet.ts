import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { makeNetworkIdentities, type NetworkIdentities } from '../../identities/src/index.ts';
import { ChaincodeConnection } from './chaincode/chaincode-connection.ts';
import {
  type Connection,
  connectionFile,
  describeConnection,
  writeConnectionFile,
} from './connection-file.ts';
import { DeliverService } from './deliver/deliver-service.ts';
import { Faults } from './faults/faults.ts';
import { lockFolder } from './folder-lock.ts';
import { GatewayService } from './gateway/gateway-service.ts';
import { type DevnetLedger, openLedger } from './ledger/devnet-ledger.ts';
import { firstDefinition } from './ledger/first-definition.ts';
import { makeIdentityVerifier } from './ledger/identity-verifier.ts';
import { openMaterial } from './material.ts';
import type { DevnetOptions } from './options.ts';
import type { NetworkMaterial } from './ports.ts';
import { makeSystemChaincode } from './system/system-chaincode.ts';

export interface Devnet {
  readonly port: number;
  readonly connection: Connection;
  readonly connectionFile: string;
  readonly ledger: DevnetLedger;
  /** Commits what ordering has accepted, ends all streams, lets the folder go. A second call waits for the first. */
  stop(): Promise<void>;
}

/** Fabric's own limits on a message; an envelope is bounded by ordering. */
const messageBytesMax = 100 * 1024 * 1024;
const keepaliveOptions = { 'grpc.keepalive_time_ms': 60_000, 'grpc.keepalive_timeout_ms': 20_000 };

/** Opens the ledger, dials the chaincode and listens. `connection.json` is there exactly while devnet listens, or was killed. */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
  const closing: Closing[] = [];
  const stop = once(() => closeAll(closing));
  try {
    const unlock = lockFolder(options.dataFolder);
    closing.push(unlock);
    const removeConnection = () => rm(connectionFile(options.dataFolder), { force: true });
    await removeConnection();
    closing.push(removeConnection);
    const identities =
      options.identities ?? (await makeNetworkIdentities(path.join(options.dataFolder, 'identities')));
    const material = openMaterial(identities);
    const parts = openParts(options, material);
    const ledger = openLedger({ ...parts, file: path.join(options.dataFolder, 'ledger.sqlite') });
    closing.push(() => ledger.close());
    const processes = dialChaincode(options, material, identities);
    closing.push(() => Promise.all(processes.map((one) => one.close())));
    const port = await listen(options, { ...parts, ledger, material, processes }, closing);
    const { channel, homeMspId, chaincode } = options;
    const connection = describeConnection({
      channel,
      chaincode: chaincode.name,
      port,
      homeMspId,
      identities,
    });
    const file = await writeConnectionFile(options.dataFolder, connection);
    return { port, connection, connectionFile: file, ledger, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Closing = () => unknown;

/** The last opened first. */
async function closeAll(closing: Closing[]): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}

function openParts(options: DevnetOptions, material: NetworkMaterial) {
  const { channel, now, ordering: limits, onFailure } = options;
  const { name, version, policyText } = options.chaincode;
  const authorities = new Map(material.organisations.map((one) => [one.mspId, one.identityCaPem]));
  const verifier = makeIdentityVerifier({ channel, authorities, now });
  const definitions = new Map([[name, firstDefinition(name, version, policyText)]]);
  const faults = openFaults(options);
  return { channel, material, verifier, definitions, limits, now, onFailure, ...(faults && { faults }) };
}

function openFaults({ faults: plan, log }: DevnetOptions): Faults | undefined {
  if (plan === undefined) return undefined;
  log(`FAULTS ARE ON, this network misbehaves on purpose: ${JSON.stringify(plan)}`);
  return new Faults({ plan, log, die: () => process.kill(process.pid, 'SIGKILL') });
}

/** Process i is dialled by the peer of organisation i, with that peer's certificate. */
function dialChaincode(
  options: DevnetOptions,
  material: NetworkMaterial,
  identities: NetworkIdentities,
): ChaincodeConnection[] {
  const { name, addresses, tls, packageId, executeTimeoutMs } = options.chaincode;
  const rootCaPem = identities.organisations.map(({ tlsCaPem }) => tlsCaPem).join('');
  return addresses.map((address, index) => {
    const peer = material.organisations[index % material.organisations.length]?.peerTls;
    return new ChaincodeConnection({
      address,
      name,
      ...(tls && peer !== undefined && { tls: { rootCaPem, ...peer } }),
      ...(packageId !== undefined && { packageId }),
      ...(executeTimeoutMs !== undefined && { executeTimeoutMs }),
      onChange: (change) =>
        options.log(
          `chaincode ${address} is ${change.kind}${change.kind === 'lost' ? `: ${change.reason}` : ''}`,
        ),
    });
  });
}

interface ServiceParts extends ReturnType<typeof openParts> {
  readonly ledger: DevnetLedger;
  readonly processes: readonly ChaincodeConnection[];
}

async function listen(options: DevnetOptions, parts: ServiceParts, closing: Closing[]): Promise<number> {
  const { ledger, material, definitions } = parts;
  const onFault = (error: unknown) => options.log(`a fault of devnet itself: ${describe(error)}`);
  const systemChaincode = makeSystemChaincode(ledger, {
    definitions,
    material,
  });
  const gateway = new GatewayService({
    ...parts,
    systemChaincode,
    homeMspId: options.homeMspId,
    processes: new Map([[options.chaincode.name, parts.processes]]),
    onFault,
  });
  const deliver = new DeliverService({ ...parts, onFault });
  const server = new Server({
    'grpc.max_receive_message_length': messageBytesMax,
    'grpc.max_send_message_length': messageBytesMax,
    ...keepaliveOptions,
  });
  server.addService(gateway.definition, { ...gateway.implementation });
  server.addService(deliver.definition, deliver.implementation);
  closing.push(() => {
    gateway.close();
    deliver.close();
    return shutdown(server);
  });
  return bind(server, options, material);
}

function bind(server: Server, options: DevnetOptions, material: NetworkMaterial): Promise<number> {
  const home = material.organisations.find(({ mspId }) => mspId === options.homeMspId);
  if (home === undefined) throw new RangeError(`there is no organisation ${options.homeMspId}`);
  const pair = {
    private_key: Buffer.from(home.peerTls.privateKeyPem),
    cert_chain: Buffer.from(home.peerTls.certificatePem),
  };
  return new Promise((resolve, reject) => {
    server.bindAsync(
      `127.0.0.1:${options.port}`,
      ServerCredentials.createSsl(null, [pair]),
      (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      },
    );
  });
}

/** How long calls may take to end by themselves. */
const shutdownTimeoutMs = 2000;

function shutdown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), shutdownTimeoutMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
