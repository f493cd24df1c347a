import { type Contract, type Gateway, StatusCode } from '@hyperledger/fabric-gateway';
import { type GatewayRecording, readRecording } from '@mengsu/network/devnet/recordings';
import { makeTestIdentities, TestNetwork } from '@mengsu/network/devnet/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ClientIdentity,
  comparable,
  highSSigner,
  lowSSigner,
  openGateway,
  refusalOf,
  wrongSigner,
} from './devnet-client.ts';
import { ChaincodeProcess } from './devnet-process.ts';

const chaincodeId = 'trace:e089de30386e7cf7d275b1c5c5c7c2241c2bda50180ccfe197c2774924833829';
const majority = "OutOf(3, 'ProducersMSP.peer', 'TradeMSP.peer', 'BrandMSP.peer', 'RegulatorMSP.peer')";
const any = "OR('ProducersMSP.peer', 'TradeMSP.peer', 'BrandMSP.peer', 'RegulatorMSP.peer')";

const recorded = readRecording<GatewayRecording>('gateway_main').outcome;
function recordedOutcome(label: string) {
  const outcome = recorded.find((one) => one.label === label);
  if (!outcome) throw new Error(`nothing recorded as ${label}`);
  return comparable(outcome);
}

let identities: Awaited<ReturnType<typeof makeTestIdentities>>;
let strangers: Awaited<ReturnType<typeof makeTestIdentities>>;
let processes: ChaincodeProcess[];
let network: TestNetwork;
let address: string;
const opened: { gateway: Gateway; client: { close(): void } }[] = [];

function clientOf(organisation: number, from = identities): ClientIdentity {
  const found = from.organisations[organisation];
  if (!found) throw new Error('no organisation');
  return { mspId: found.mspId, ...found.identities.gateway };
}

function gatewayOf(identity: ClientIdentity, signer = lowSSigner(identity.privateKeyPem)): Gateway {
  const connection = openGateway(address, identities.organisations[0]?.tlsCaPem ?? '', identity, signer);
  opened.push(connection);
  return connection.gateway;
}

let contract: Contract;
let anyContract: Contract;

beforeAll(async () => {
  [identities, strangers] = await Promise.all([makeTestIdentities(), makeTestIdentities()]);
  const tls = identities.organisations.map(({ tls: { chaincode } }) => chaincode.paths);
  const ca = identities.organisations[0]?.tls.peer.paths.ca ?? '';
  processes = await Promise.all(
    [0, 0].map((index) =>
      ChaincodeProcess.start(chaincodeId, [tls[index]?.privateKey ?? '', tls[index]?.certificate ?? '', ca]),
    ),
  );
  const addresses = processes.map((process) => process.address);
  const packageId = chaincodeId;
  network = new TestNetwork({
    identities,
    chaincodes: [
      { name: 'trace', packageId, policyText: majority, addresses },
      { name: 'traceany', packageId, policyText: any, addresses },
    ],
    executeTimeoutMs: 5000,
  });
  address = `localhost:${await network.listen()}`;
  const channel = gatewayOf(clientOf(0)).getNetwork('ch');
  contract = channel.getContract('trace');
  anyContract = channel.getContract('traceany');
});

afterAll(async () => {
  for (const { gateway, client } of opened) {
    gateway.close();
    client.close();
  }
  await network?.close();
  await Promise.all((processes ?? []).map((process) => process.kill()));
  await Promise.all([identities?.remove(), strangers?.remove()]);
  expect(network.faults).toEqual([]);
});

const submitWith = async (
  through: Contract,
  name: string,
  args: string[],
  endorsingOrganizations?: string[],
) => {
  const proposal = through.newProposal(name, {
    arguments: args,
    ...(endorsingOrganizations ? { endorsingOrganizations } : {}),
  });
  const transaction = await proposal.endorse();
  const commit = await transaction.submit();
  return { result: Buffer.from(transaction.getResult()).toString(), status: await commit.getStatus() };
};

const evaluate = async (name: string, ...args: string[]) =>
  Buffer.from(await contract.evaluateTransaction(name, ...args)).toString();

describe('an unmodified client and shim', () => {
  it('put, get, delete and read history', async () => {
    const first = await submitWith(contract, 'put', ['g', 'hello']);
    expect(first.status).toMatchObject({ code: StatusCode.VALID, successful: true });
    expect(await evaluate('get', 'g')).toBe('hello');
    const second = await submitWith(contract, 'del', ['g']);
    expect(await evaluate('get', 'g')).toBe('');
    expect(JSON.parse(await evaluate('history', 'g'))).toEqual([
      { txId: second.status.transactionId, isDelete: true, value: '' },
      { txId: first.status.transactionId, isDelete: false, value: 'hello' },
    ]);
  });

  it('do not see their own writes within a transaction', async () => {
    await submitWith(contract, 'put', ['own', 'a']);
    expect((await submitWith(contract, 'readModifyWrite', ['own', 'b'])).result).toBe('a');
    expect(await evaluate('get', 'own')).toBe('ab');
  });

  it('scan ranges over several pages, and by explicit pages with bookmarks', async () => {
    await submitWith(contract, 'putMany', ['r', 'v', '230']);
    expect(await evaluate('rangeScan', 'r', 'r~')).toBe('230');
    expect((await submitWith(contract, 'rangeScan', ['r', 'r~'])).status.code).toBe(StatusCode.VALID);
    const page = JSON.parse(await evaluate('pageScan', 'r_1', 'r_2', '3', ''));
    expect(page).toEqual({ keys: ['r_1', 'r_10', 'r_100'], bookmark: 'r_101', count: 3 });
    const next = JSON.parse(await evaluate('pageScan', 'r_1', 'r_2', '200', page.bookmark));
    expect(next.bookmark).toBe('');
    expect(next.keys).toHaveLength(108);
  });

  it('see who has called, and system chaincodes', async () => {
    expect(await evaluate('who')).toBe('ProducersMSP');
    const qscc = gatewayOf(clientOf(0)).getNetwork('ch').getContract('qscc');
    expect((await qscc.evaluateTransaction('GetChainInfo', 'ch')).length).toBeGreaterThan(60);
    expect(await refusalOf(qscc.evaluateTransaction('GetBlockByNumber', 'ch', '99999999'))).toEqual(
      recordedOutcome('qscc missing block'),
    );
  });

  it('get what status 399 answers, as recorded', async () => {
    expect((await submitWith(contract, 'raw399', ['x'])).status.code).toBe(StatusCode.VALID);
    expect(await evaluate('raw399', 'x')).toBe('p399');
  });

  it('endorse with exactly the organisations that are asked for, which a policy may refuse', async () => {
    const { status } = await submitWith(contract, 'put', ['pf', 'v'], ['ProducersMSP']);
    expect(status.code).toBe(StatusCode.ENDORSEMENT_POLICY_FAILURE);
    expect((await submitWith(anyContract, 'put', ['any', 'v'], ['TradeMSP'])).status.code).toBe(
      StatusCode.VALID,
    );
  });

  it('conflict when two transactions read and write one key', async () => {
    const transactions = await Promise.all(
      ['x', 'y'].map((suffix) =>
        contract.newProposal('readModifyWrite', { arguments: ['mv', suffix] }).endorse(),
      ),
    );
    const commits = await Promise.all(transactions.map((transaction) => transaction.submit()));
    const codes = (await Promise.all(commits.map((commit) => commit.getStatus()))).map(({ code }) => code);
    expect(codes.sort((left, right) => left - right)).toEqual([
      StatusCode.VALID,
      StatusCode.MVCC_READ_CONFLICT,
    ]);
  });
});

describe('refused as recorded', () => {
  it.each([
    ['endorse chaincode throws', () => submitWith(contract, 'fail', ['boom message'])],
    ['endorse chaincode throws (any)', () => submitWith(anyContract, 'fail', ['boom message'])],
    ['evaluate chaincode throws', () => evaluate('fail', 'boom message')],
    ['endorse raw500', () => submitWith(contract, 'raw500', ['raw five hundred'])],
    ['evaluate raw404', () => evaluate('raw404', 'raw four o four')],
    ['endorse unknown function', () => submitWith(contract, 'nosuchfn', [])],
    ['evaluate unknown function', () => evaluate('nosuchfn')],
    ['endorsingOrganizations unknown', () => submitWith(contract, 'put', ['a', 'b'], ['NoSuchMSP'])],
  ])('%s', async (label, call) => {
    expect(await refusalOf(call())).toEqual(recordedOutcome(label));
  });

  it('unknown chaincodes and channels', async () => {
    const gateway = gatewayOf(clientOf(0));
    const nowhere = gateway.getNetwork('ch').getContract('nosuchcc');
    const elsewhere = gateway.getNetwork('nosuchch').getContract('trace');
    expect(await refusalOf(nowhere.submitTransaction('put', 'a', 'b'))).toEqual(
      recordedOutcome('endorse unknown chaincode'),
    );
    expect(await refusalOf(nowhere.evaluateTransaction('get', 'a'))).toEqual(
      recordedOutcome('evaluate unknown chaincode'),
    );
    expect(await refusalOf(elsewhere.submitTransaction('put', 'a', 'b'))).toEqual(
      recordedOutcome('endorse unknown channel'),
    );
    expect(await refusalOf(elsewhere.evaluateTransaction('get', 'a'))).toEqual(
      recordedOutcome('evaluate unknown channel'),
    );
  });

  it.each([
    ['high-S', () => gatewayOf(clientOf(0), highSSigner(clientOf(0).privateKeyPem))],
    ['wrong signature', () => gatewayOf(clientOf(0), wrongSigner(clientOf(0).privateKeyPem))],
    ['untrusted cert', () => gatewayOf(clientOf(0, strangers))],
  ])('proposals with %s', async (what, open) => {
    const bad = open().getNetwork('ch').getContract('trace');
    expect(await refusalOf(bad.submitTransaction('put', 'a', 'b'))).toEqual(
      recordedOutcome(`endorse ${what}`),
    );
    expect(await refusalOf(bad.evaluateTransaction('get', 'a'))).toEqual(recordedOutcome(`evaluate ${what}`));
  });

  it('proposals of an unknown MSP', async () => {
    const bad = gatewayOf({ ...clientOf(0), mspId: 'NoSuchMSP' })
      .getNetwork('ch')
      .getContract('trace');
    expect(await refusalOf(bad.submitTransaction('put', 'a', 'b'))).toEqual(
      recordedOutcome('endorse unknown MSP'),
    );
  });

  it('proposals that are 16 minutes off, and none that is 14', async () => {
    try {
      for (const [minutes, label] of [
        [16, 'endorse timestamp stale -16min'],
        [-16, 'endorse timestamp future +16min'],
      ] as const) {
        network.clockOffsetMs = minutes * 60_000;
        expect(await refusalOf(submitWith(contract, 'put', ['t', 'v']))).toEqual(recordedOutcome(label));
      }
      network.clockOffsetMs = 14 * 60_000;
      expect((await submitWith(contract, 'put', ['t', 'v'])).status.code).toBe(StatusCode.VALID);
    } finally {
      network.clockOffsetMs = 0;
    }
  });

  it('executions that differ between two chaincode processes', async () => {
    const outcome = await refusalOf(submitWith(contract, 'random', ['n']));
    const expected = recordedOutcome('endorsements differ');
    expect({ ...outcome, details: outcome.details[0] }).toEqual({
      ...expected,
      details: expected.details[0],
    });
  });

  it('a proposal that is committed already, and its envelope', async () => {
    const proposal = contract.newProposal('put', { arguments: ['dup', 'v'] });
    const transaction = await proposal.endorse();
    const commit = await transaction.submit();
    await commit.getStatus();
    expect(await refusalOf(transaction.submit())).toMatchObject({
      ...recordedOutcome('dup: resubmit after commit'),
      details: expect.arrayContaining([recordedOutcome('dup: resubmit after commit').details[0]]),
    });
    expect(await refusalOf(proposal.endorse())).toEqual(
      recordedOutcome('dup: re-endorse same proposal after commit'),
    );
  });

  it.each([
    ['submit bad envelope signature', wrongSigner],
    ['submit high-S envelope', highSSigner],
  ])('%s', async (label, makeSigner) => {
    const identity = clientOf(0);
    const good = await contract.newProposal('put', { arguments: ['bad', 'v'] }).endorse();
    const gateway = gatewayOf(identity);
    const unsigned = gateway.newTransaction(good.getBytes());
    const signature = await makeSigner(identity.privateKeyPem)(unsigned.getDigest());
    const bad = gateway.newSignedTransaction(good.getBytes(), signature);
    const outcome = await refusalOf(bad.submit());
    const expected = recordedOutcome(label);
    expect({ ...outcome, details: outcome.details[0] }).toEqual({
      ...expected,
      details: expected.details[0],
    });
  });

  it('to say what became of an unknown transaction, until the deadline', async () => {
    const transaction = await contract.newProposal('put', { arguments: ['known', 'v'] }).endorse();
    const bytes = Buffer.from((await transaction.submit()).getBytes()).toString('latin1');
    const unknown = Buffer.from(bytes.replace(transaction.getTransactionId(), 'f'.repeat(64)), 'latin1');
    const status = gatewayOf(clientOf(0))
      .newCommit(unknown)
      .getStatus({ deadline: Date.now() + 300 });
    expect((await refusalOf(status)).code).toBe(4);
  });
});
