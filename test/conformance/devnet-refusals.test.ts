import { type Contract, StatusCode } from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { highSSigner, refusalOf, wrongSigner } from './devnet-client.ts';
import { recordedOutcome, submitWith, World } from './devnet-world.ts';

let world: World;
let contract: Contract;
let anyContract: Contract;

beforeAll(async () => {
  world = await World.start();
  contract = world.contract('trace');
  anyContract = world.contract('traceany');
});

afterAll(async () => {
  await world?.close();
  expect(world?.network.faults).toEqual([]);
});

const evaluate = async (name: string, ...args: string[]) =>
  Buffer.from(await contract.evaluateTransaction(name, ...args)).toString();

describe('refused as recorded', () => {
  it.each([
    ['endorse chaincode throws', () => submitWith(contract, 'fail', ['boom message'])],
    ['endorse chaincode throws (any)', () => submitWith(anyContract, 'fail', ['boom message'])],
    ['evaluate chaincode throws', () => evaluate('fail', 'boom message')],
    ['endorse raw500', () => submitWith(contract, 'raw500', ['raw five hundred'])],
    ['evaluate raw404', () => evaluate('raw404', 'raw four o four')],
    ['endorse unknown function', () => submitWith(contract, 'nosuchfn', [])],
    ['evaluate unknown function', () => evaluate('nosuchfn')],
    [
      'endorsingOrganizations unknown',
      () => submitWith(contract, 'put', ['a', 'b'], { endorsingOrganizations: ['NoSuchMSP'] }),
    ],
  ])('%s', async (label, call) => {
    expect(await refusalOf(call())).toEqual(recordedOutcome(label));
  });

  it('unknown chaincodes and channels', async () => {
    const gateway = world.open();
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
    ['high-S', () => world.open(world.client, highSSigner(world.client.privateKeyPem))],
    ['wrong signature', () => world.open(world.client, wrongSigner(world.client.privateKeyPem))],
    ['untrusted cert', () => world.open(world.stranger)],
  ])('proposals with %s', async (what, open) => {
    const bad = open().getNetwork('ch').getContract('trace');
    expect(await refusalOf(bad.submitTransaction('put', 'a', 'b'))).toEqual(
      recordedOutcome(`endorse ${what}`),
    );
    expect(await refusalOf(bad.evaluateTransaction('get', 'a'))).toEqual(recordedOutcome(`evaluate ${what}`));
  });

  it('proposals of an unknown MSP', async () => {
    const bad = world
      .open({ ...world.client, mspId: 'NoSuchMSP' })
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
        world.network.clockOffsetMs = minutes * 60_000;
        expect(await refusalOf(submitWith(contract, 'put', ['t', 'v']))).toEqual(recordedOutcome(label));
      }
      world.network.clockOffsetMs = 14 * 60_000;
      expect((await submitWith(contract, 'put', ['t', 'v'])).status.code).toBe(StatusCode.VALID);
    } finally {
      world.network.clockOffsetMs = 0;
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
    const identity = world.client;
    const good = await contract.newProposal('put', { arguments: ['bad', 'v'] }).endorse();
    const gateway = world.open(identity);
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
    const status = world
      .open()
      .newCommit(unknown)
      .getStatus({ deadline: Date.now() + 300 });
    expect((await refusalOf(status)).code).toBe(4);
  });
});
