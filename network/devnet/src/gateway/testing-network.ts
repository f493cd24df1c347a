import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { makeNetworkIdentities, type NetworkIdentities } from '../../../identities/src/index.ts';
import { ChaincodeConnection, type ConnectionChange } from '../chaincode/chaincode-connection.ts';
import type { ChaincodeTls } from '../chaincode/chaincode-stream.ts';
import { type DevnetLedger, openLedger } from '../ledger/devnet-ledger.ts';
import { firstDefinition } from '../ledger/first-definition.ts';
import { makeIdentityVerifier } from '../ledger/identity-verifier.ts';
import { orderingLimitsDefault } from '../ledger/ordering.ts';
import { openMaterial } from '../material.ts';
import type { ChaincodeDefinition } from '../ports.ts';
import { makeSystemChaincode } from '../system/system-chaincode.ts';
import { GatewayService } from './gateway-service.ts';

export interface TestChaincode {
  readonly name: string;
  readonly packageId: string;
  readonly policyText: string;
  /** `host:port` of its processes. */
  readonly addresses: readonly string[];
}

export interface TestNetworkOptions {
  readonly identities: NetworkIdentities;
  readonly chaincodes: readonly TestChaincode[];
  readonly executeTimeoutMs?: number;
  readonly concurrencyMax?: number;
  readonly plainText?: boolean;
}

/** Identities in a folder of their own, removed by `remove`. */
export async function makeTestIdentities(): Promise<NetworkIdentities & { remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'devnet-'));
  const identities = await makeNetworkIdentities(path.join(folder, 'identities'));
  return { ...identities, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The gateway service before a real ledger in memory, for tests: channel `ch`, home organisation ProducersMSP. */
export class TestNetwork {
  readonly ledger: DevnetLedger;
  /** What is added to the clock of the peers. */
  clockOffsetMs = 0;
  readonly faults: unknown[] = [];
  readonly changes: ConnectionChange[] = [];
  readonly #identities: NetworkIdentities;
  readonly #connections: ChaincodeConnection[] = [];
  readonly #service: GatewayService;
  readonly #server = new Server({ 'grpc.max_receive_message_length': 100 * 1024 * 1024 });

  constructor(options: TestNetworkOptions) {
    this.#identities = options.identities;
    const material = openMaterial(options.identities);
    const now = () => new Date(Date.now() + this.clockOffsetMs);
    const authorities = new Map(material.organisations.map((one) => [one.mspId, one.identityCaPem]));
    const verifier = makeIdentityVerifier({ channel: 'ch', authorities, now });
    const definitions = new Map(options.chaincodes.map((chaincode) => [chaincode.name, define(chaincode)]));
    const limits = orderingLimitsDefault;
    const onFailure = (error: unknown) => this.faults.push(error);
    this.ledger = openLedger({
      file: ':memory:',
      channel: 'ch',
      material,
      verifier,
      definitions,
      limits,
      now,
      onFailure,
    });
    this.#service = new GatewayService({
      ledger: this.ledger,
      material,
      verifier,
      definitions,
      now,
      systemChaincode: makeSystemChaincode(this.ledger, {
        definitions,
        material,
      }),
      homeMspId: 'ProducersMSP',
      processes: new Map(
        options.chaincodes.map((chaincode) => [chaincode.name, this.#connect(chaincode, options)]),
      ),
      onFault: onFailure,
      ...(options.concurrencyMax === undefined ? {} : { concurrencyMax: options.concurrencyMax }),
    });
    this.#server.addService(this.#service.definition, this.#service.implementation);
  }

  /** Resolves with the port. */
  listen(): Promise<number> {
    const { peer } = this.#home().tls;
    const pair = {
      cert_chain: Buffer.from(peer.certificatePem),
      private_key: Buffer.from(peer.privateKeyPem),
    };
    return new Promise((resolve, reject) => {
      this.#server.bindAsync('127.0.0.1:0', ServerCredentials.createSsl(null, [pair]), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  async close(): Promise<void> {
    this.#service.close();
    this.#server.forceShutdown();
    await Promise.all(this.#connections.map((connection) => connection.close()));
    await this.ledger.close();
  }

  #connect(chaincode: TestChaincode, options: TestNetworkOptions): ChaincodeConnection[] {
    const { executeTimeoutMs } = options;
    const connections = chaincode.addresses.map(
      (address) =>
        new ChaincodeConnection({
          address,
          name: chaincode.name,
          packageId: chaincode.packageId,
          connectTimeoutMs: 1000,
          onChange: (change) => this.changes.push(change),
          ...(options.plainText ? {} : { tls: this.#tls() }),
          ...(executeTimeoutMs === undefined ? {} : { executeTimeoutMs }),
        }),
    );
    this.#connections.push(...connections);
    return connections;
  }

  #tls(): ChaincodeTls {
    const { tls, tlsCaPem } = this.#home();
    const { certificatePem, privateKeyPem } = tls.peer;
    return { rootCaPem: tlsCaPem, certificatePem, privateKeyPem };
  }

  #home() {
    const [home] = this.#identities.organisations;
    if (!home) throw new RangeError('no organisations');
    return home;
  }
}

function define({ name, policyText }: TestChaincode): ChaincodeDefinition {
  return firstDefinition(name, '1', policyText);
}
