import type { ChaincodeEvent, Contract, Gateway } from '@hyperledger/fabric-gateway';
import { type GatewayRecording, readRecording } from '@mengsu/network/devnet/recordings';
import { makeTestIdentities, TestNetwork, type TestNetworkOptions } from '@mengsu/network/devnet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { comparable, lowSSigner, openGateway, refusalOf, wrongSigner } from './devnet-client.ts';
import { ChaincodeProcess } from './devnet-process.ts';

const chaincodeId = 'trace:e089de30386e7cf7d275b1c5c5c7c2241c2bda50180ccfe197c2774924833829';
const pairs = "OutOf(2, 'ProducersMSP.peer', 'TradeMSP.peer', 'BrandMSP.peer', 'RegulatorMSP.peer')";

let identities: Awaited<ReturnType<typeof makeTestIdentities>>;
let processes: ChaincodeProcess[];
let network: TestNetwork | undefined;
const opened: { gateway: Gateway; client: { close(): void } }[] = [];

beforeAll(async () => {
  identities = await makeTestIdentities();
  processes = await Promise.all([0, 1].map(() => ChaincodeProcess.start(chaincodeId, [])));
});

afterEach(async () => {
  for (const { gateway, client } of opened.splice(0)) {
    gateway.close();
    client.close();
  }
  await network?.close();
  expect(network?.faults ?? []).toEqual([]);
  network = undefined;
});

afterAll(async () => {
  await Promise.all((processes ?? []).map((process) => process.kill()));
  await identities?.remove();
});

async function open(options: Partial<TestNetworkOptions> = {}, name = 'trace') {
  const [home] = identities.organisations;
  if (!home) throw new Error('no organisation');
  network = new TestNetwork({
    identities,
    plainText: true,
    chaincodes: [
      { name, packageId: chaincodeId, policyText: pairs, addresses: processes.map(({ address }) => address) },
    ],
    ...options,
  });
  const address = `localhost:${await network.listen()}`;
  const identity = { mspId: home.mspId, ...home.identities.gateway };
  const connect = (signer = lowSSigner(identity.privateKeyPem), channelName = 'ch') => {
    const connection = openGateway(address, home.tlsCaPem, identity, signer);
    opened.push(connection);
    return connection.gateway.getNetwork(channelName);
  };
  const channel = connect();
  return {
    channel,
    contract: channel.getContract(name),
    connect,
    running: network,
    badSigner: wrongSigner(identity.privateKeyPem),
  };
}

async function restartAll(): Promise<void> {
  for (const process of processes) {
    await process.kill();
    await process.start();
  }
}

const put = (contract: Contract, key = 'k') => contract.submitTransaction('put', key, 'v');
const recording = (name: string, label: string) =>
  comparable(readRecording<GatewayRecording>(name).outcome.find((one) => one.label === label) ?? {});

describe('chaincode processes', () => {
  it('may be killed and started again at any time', async () => {
    const { contract } = await open();
    await put(contract);
    await restartAll();
    await put(contract);
    expect(Buffer.from(await contract.evaluateTransaction('get', 'k')).toString()).toBe('v');
  });

  it('both down: code 10 in the words of the recording, for endorsing and evaluating', async () => {
    const { contract } = await open();
    await put(contract);
    await Promise.all(processes.map((process) => process.kill()));
    try {
      expect(await refusalOf(put(contract))).toEqual(
        recording('gateway_ccdown', 'all chaincodes down: endorse MAJORITY'),
      );
      const evaluated = await refusalOf(contract.evaluateTransaction('get', 'k'));
      const expected = recording('gateway_ccdown', 'all chaincodes down: evaluate MAJORITY');
      expect(evaluated.details.toSorted()).toEqual(expected.details.toSorted());
      expect({ ...evaluated, details: [] }).toEqual({ ...expected, details: [] });
    } finally {
      await restartAll();
    }
  });

  it('one down: what its neighbour alone would endorse is refused, evaluating goes on', async () => {
    const { contract } = await open();
    await put(contract);
    const [atHome, other] = processes;
    try {
      await other?.kill();
      const outcome = await refusalOf(put(contract));
      expect(outcome).toMatchObject({ code: 10, name: 'EndorseError' });
      expect(outcome.message).toContain('failed to collect enough transaction endorsements');
      expect(Buffer.from(await contract.evaluateTransaction('get', 'k')).toString()).toBe('v');
      await other?.start();
      await atHome?.kill();
      expect((await refusalOf(put(contract))).message).toContain('failed to endorse transaction');
      expect(Buffer.from(await contract.evaluateTransaction('get', 'k')).toString()).toBe('v');
    } finally {
      await restartAll();
    }
    await put(contract);
  });

  it('that exit while they evaluate end the call with code 10 as recorded', async () => {
    const { contract } = await open();
    try {
      const outcome = await refusalOf(contract.evaluateTransaction('exit'));
      const expected = recording('gateway_cchang', 'chaincode exits during evaluate');
      expect(outcome.details.toSorted()).toEqual(expected.details.toSorted());
      expect({ ...outcome, details: [] }).toEqual({ ...expected, details: [] });
    } finally {
      await restartAll();
    }
  });

  it('that hang are cut off by the execution limit, and by the deadline of a client before', async () => {
    const { contract } = await open({ executeTimeoutMs: 400 });
    const outcome = await refusalOf(contract.submitTransaction('slow', '1000'));
    expect(outcome).toMatchObject({ code: 10, name: 'EndorseError' });
    expect(outcome.details).toEqual([
      'ProducersMSP: error in simulation: failed to execute transaction (hex): timeout expired while executing transaction',
    ]);
    const proposal = contract.newProposal('slow', { arguments: ['1000'] });
    expect((await refusalOf(proposal.endorse({ deadline: Date.now() + 100 }))).code).toBe(4);
    await put(contract);
  });

  it('that register as another chaincode are not used', async () => {
    const addresses = processes.map(({ address }) => address);
    const stranger = { name: 'law', packageId: 'law:1', policyText: pairs, addresses };
    const { contract } = await open({ chaincodes: [stranger] }, 'law');
    expect((await refusalOf(put(contract))).details).toEqual([
      'ProducersMSP: error in simulation: failed to execute transaction (hex): could not launch chaincode law:1: ' +
        'timeout expired while starting chaincode law:1 for transaction',
    ]);
  });
});

describe('the gateway service', () => {
  it('refuses more calls than its limit, as recorded', async () => {
    const { contract } = await open({ concurrencyMax: 2 });
    await contract.evaluateTransaction('get', 'k');
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () =>
        contract.evaluateTransaction('slow', '300').then(
          () => 'ok',
          (error: Error) => error.message,
        ),
      ),
    );
    const recorded = '2 UNKNOWN: too many requests for /gateway.Gateway, exceeding concurrency limit (2)';
    expect(outcomes.toSorted()).toEqual([recorded, recorded, recorded, recorded, 'ok', 'ok']);
  });

  it('keeps one snapshot for both executions, whatever is committed between them', async () => {
    const { contract } = await open();
    await contract.submitTransaction('put', 'hot', '');
    const rounds = Array.from({ length: 40 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 15));
      return contract.newProposal('readModifyWrite', { arguments: ['hot', 'x'] }).endorse();
    });
    const writes = (async () => {
      for (let index = 0; index < 8; index += 1) await contract.submitTransaction('put', 'hot', `${index}`);
    })();
    await expect(Promise.all([...rounds, writes])).resolves.toBeDefined();
  });
});

describe('chaincode events', () => {
  it('come from a start block, after a checkpoint, and from the next commit', async () => {
    const { channel, contract, running } = await open();
    const sent: string[] = [];
    for (const key of ['e1', 'e2', 'e3']) {
      const transaction = await contract.newProposal('event', { arguments: [key, 'v'] }).endorse();
      await (await transaction.submit()).getStatus();
      sent.push(transaction.getTransactionId());
      await put(contract, 'silent');
    }
    const all = await take(3, await channel.getChaincodeEvents('trace', { startBlock: 0n }));
    expect(all.map(({ transactionId }) => transactionId)).toEqual(sent);
    expect(all.map(({ eventName, payload }) => `${eventName} ${Buffer.from(payload)}`)).toEqual(
      ['e1', 'e2', 'e3'].map((key) => `Put ${key}`),
    );
    const [first] = all;
    const checkpoint = {
      getBlockNumber: () => first?.blockNumber,
      getTransactionId: () => first?.transactionId,
    };
    const later = await take(2, await channel.getChaincodeEvents('trace', { checkpoint }));
    expect(later.map(({ transactionId }) => transactionId)).toEqual(sent.slice(1));
    const future = await channel.getChaincodeEvents('trace', {
      startBlock: BigInt(running.ledger.height) + 1n,
    });
    const next = await channel.getChaincodeEvents('trace');
    const coming = [take(1, next), take(1, future)];
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const key of ['e4', 'e5']) await contract.submitTransaction('event', key, 'v');
    const [e4, e5] = await Promise.all(coming);
    expect(Buffer.from(e4?.[0]?.payload ?? []).toString()).toBe('e4');
    expect(Buffer.from(e5?.[0]?.payload ?? []).toString()).toBe('e5');
  });

  it('of an unknown chaincode are silence; a wrong signature or channel is refused with code 7', async () => {
    const { channel, contract, connect, badSigner } = await open();
    await contract.submitTransaction('event', 'e', 'v');
    const silence = await channel.getChaincodeEvents('nosuch', { startBlock: 0n });
    const heard = take(1, silence).then(() => 'an event');
    const quiet = new Promise((resolve) => setTimeout(() => resolve('silence'), 300));
    expect(await Promise.race([heard, quiet])).toBe('silence');
    silence.close();
    await expect(heard).rejects.toThrow('CANCELLED');
    const elsewhere = await connect(undefined, 'nosuch').getChaincodeEvents('trace', { startBlock: 0n });
    expect((await refusalOf(take(1, elsewhere))).message).toBe(
      '7 PERMISSION_DENIED: Failed to get policy manager for channel [nosuch]',
    );
    const forged = await connect(badSigner).getChaincodeEvents('trace', { startBlock: 0n });
    const refusal = await refusalOf(take(1, forged));
    expect(refusal.code).toBe(7);
    expect(refusal.message).toBe(
      "7 PERMISSION_DENIED: Failed evaluating policy on signed data during check policy on channel [ch] with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
    );
  });
});

async function take(
  count: number,
  events: AsyncIterable<ChaincodeEvent> & { close(): void },
): Promise<ChaincodeEvent[]> {
  const taken: ChaincodeEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  events.close();
  return taken;
}
