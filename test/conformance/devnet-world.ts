import type { Contract, Gateway } from '@hyperledger/fabric-gateway';
import { type GatewayRecording, readRecording } from '@mengsu/network/devnet/recordings';
import { makeTestIdentities, TestNetwork } from '@mengsu/network/devnet/testing';
import { type ClientIdentity, comparable, lowSSigner, type Outcome, openGateway } from './devnet-client.ts';
import { ChaincodeProcess } from './devnet-process.ts';

const chaincodeId = 'trace:e089de30386e7cf7d275b1c5c5c7c2241c2bda50180ccfe197c2774924833829';
const majority = "OutOf(3, 'ProducersMSP.peer', 'TradeMSP.peer', 'BrandMSP.peer', 'RegulatorMSP.peer')";
const any = "OR('ProducersMSP.peer', 'TradeMSP.peer', 'BrandMSP.peer', 'RegulatorMSP.peer')";

type TestIdentities = Awaited<ReturnType<typeof makeTestIdentities>>;

const recorded = readRecording<GatewayRecording>('gateway_main').outcome;

/** What a client of the recorded network made of a case. */
export function recordedOutcome(label: string): Outcome {
  const outcome = recorded.find((one) => one.label === label);
  if (!outcome) throw new Error(`nothing recorded as ${label}`);
  return comparable(outcome);
}

/** Two chaincode processes under mutual TLS, the gateway before them, and clients: as the recorded network, with chaincodes `trace` and `traceany`. */
export class World {
  readonly network: TestNetwork;
  readonly #identities: TestIdentities;
  readonly #strangers: TestIdentities;
  readonly #processes: readonly ChaincodeProcess[];
  readonly #opened: { gateway: Gateway; client: { close(): void } }[] = [];
  #address = '';

  static async start(): Promise<World> {
    const [identities, strangers] = await Promise.all([makeTestIdentities(), makeTestIdentities()]);
    const files = identities.organisations[0]?.tls.chaincode.paths;
    const tls = [files?.privateKey ?? '', files?.certificate ?? '', files?.ca ?? ''];
    const processes = await Promise.all([0, 1].map(() => ChaincodeProcess.start(chaincodeId, tls)));
    const world = new World(identities, strangers, processes);
    world.#address = `localhost:${await world.network.listen()}`;
    return world;
  }

  private constructor(
    identities: TestIdentities,
    strangers: TestIdentities,
    processes: readonly ChaincodeProcess[],
  ) {
    this.#identities = identities;
    this.#strangers = strangers;
    this.#processes = processes;
    const shared = { packageId: chaincodeId, addresses: processes.map(({ address }) => address) };
    this.network = new TestNetwork({
      identities,
      chaincodes: [
        { name: 'trace', policyText: majority, ...shared },
        { name: 'traceany', policyText: any, ...shared },
      ],
      executeTimeoutMs: 5000,
    });
  }

  /** The client of ProducersMSP. */
  get client(): ClientIdentity {
    return clientOf(this.#identities);
  }

  identityOf(mspId: string, role: 'admin' | 'gateway'): ClientIdentity {
    const organisation = this.#identities.organisations.find((one) => one.mspId === mspId);
    if (!organisation) throw new RangeError(`there is no organisation ${mspId}`);
    return { mspId, ...organisation.identities[role] };
  }

  /** One with the same names of another authority. */
  get stranger(): ClientIdentity {
    return clientOf(this.#strangers);
  }

  open(identity = this.client, signer = lowSSigner(identity.privateKeyPem)): Gateway {
    const tlsCaPem = this.#identities.organisations[0]?.tlsCaPem ?? '';
    const connection = openGateway(this.#address, tlsCaPem, identity, signer);
    this.#opened.push(connection);
    return connection.gateway;
  }

  contract(name: string): Contract {
    return this.open().getNetwork('ch').getContract(name);
  }

  async close(): Promise<void> {
    for (const { gateway, client } of this.#opened) {
      gateway.close();
      client.close();
    }
    await this.network.close();
    await Promise.all(this.#processes.map((process) => process.kill()));
    await Promise.all([this.#identities.remove(), this.#strangers.remove()]);
  }
}

function clientOf({ organisations: [home] }: TestIdentities): ClientIdentity {
  if (!home) throw new Error('no organisation');
  return { mspId: home.mspId, ...home.identities.gateway };
}

/** Endorses, submits and waits for the commit. */
export async function submitWith(
  contract: Contract,
  name: string,
  args: string[],
  options: { endorsingOrganizations?: string[] } = {},
) {
  const transaction = await contract.newProposal(name, { arguments: args, ...options }).endorse();
  const commit = await transaction.submit();
  return { result: Buffer.from(transaction.getResult()).toString(), status: await commit.getStatus() };
}
