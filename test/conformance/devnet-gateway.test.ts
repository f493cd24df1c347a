import { type Contract, StatusCode } from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './devnet-client.ts';
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
    const qscc = world.open().getNetwork('ch').getContract('qscc');
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
    const { status } = await submitWith(contract, 'put', ['pf', 'v'], {
      endorsingOrganizations: ['ProducersMSP'],
    });
    expect(status.code).toBe(StatusCode.ENDORSEMENT_POLICY_FAILURE);
    expect(
      (await submitWith(anyContract, 'put', ['any', 'v'], { endorsingOrganizations: ['TradeMSP'] })).status
        .code,
    ).toBe(StatusCode.VALID);
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
