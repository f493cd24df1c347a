import { type Contract, type Gateway, StatusCode } from '@hyperledger/fabric-gateway';
import { type GatewayRecording, readRecording } from '@mengsu/network/devnet/recordings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparable, refusalOf } from './devnet-client.ts';
import { recordedOutcome, submitWith, World } from './devnet-world.ts';

/** What the recordings call `ok`, and every code of a block in them; the refusals are in devnet-refusals.test.ts. */
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
  expect(world?.network.faults.map(String)).toEqual([]);
});

const recorded = new Map(
  readRecording<GatewayRecording>('gateway_main').outcome.map((one) => [one.label, one]),
);
const result = (label: string): unknown => (recorded.get(label) as { result?: unknown } | undefined)?.result;
const recordedCode = (label: string) => {
  const outcome = recorded.get(label) as { code?: number; result?: { code?: number } } | undefined;
  if (outcome === undefined) throw new Error(`nothing recorded as ${label}`);
  return outcome.code ?? outcome.result?.code;
};

const evaluate = async (name: string, ...args: string[]) =>
  Buffer.from(await contract.evaluateTransaction(name, ...args)).toString();
const codeOf = async (of: Contract, name: string, args: string[], options = {}) =>
  (await submitWith(of, name, args, options)).status.code;

describe('committed as recorded', () => {
  it.each([
    ['submit put MAJORITY -> VALID', () => codeOf(contract, 'put', ['a', 'v'])],
    ['submit put 1-of-any -> VALID', () => codeOf(anyContract, 'put', ['a', 'v'])],
    ['submit event', () => codeOf(contract, 'event', ['e', 'v'])],
    ['submit putMany 5', () => codeOf(contract, 'putMany', ['five', 'v', '5'])],
    ['endorse raw399', () => codeOf(contract, 'raw399', ['three nine nine'])],
    ['dup: first submit', () => codeOf(contract, 'put', ['dup', 'v'])],
    ['endorse timestamp stale -14min', () => codeOf(contract, 'put', ['stale', 'v'])],
    [
      'submit with client of another org through peer0',
      () => {
        const other = world
          .open(world.identityOf('TradeMSP', 'gateway'))
          .getNetwork('ch')
          .getContract('trace');
        return codeOf(other, 'put', ['other', 'v']);
      },
    ],
    [
      'endorsement policy failure',
      () => codeOf(contract, 'put', ['policy', 'v'], { endorsingOrganizations: ['ProducersMSP'] }),
    ],
  ])('%s', async (label, call) => {
    expect(await call()).toBe(recordedCode(label));
  });

  it('MVCC pair commit status', async () => {
    const pair = ['x', 'y'].map((suffix) =>
      contract.newProposal('readModifyWrite', { arguments: ['pair', suffix] }).endorse(),
    );
    const commits = await Promise.all((await Promise.all(pair)).map((transaction) => transaction.submit()));
    const codes = await Promise.all(commits.map(async (commit) => (await commit.getStatus()).code));
    expect(codes).toEqual([StatusCode.VALID, recordedCode('MVCC pair commit status')]);
  });

  it('submit() helper on MVCC conflict', async () => {
    const other = world.contract('trace');
    const [, failed] = await Promise.allSettled([
      contract.submit('readModifyWrite', { arguments: ['helper', 'x'] }),
      other.submit('readModifyWrite', { arguments: ['helper', 'y'] }),
    ]);
    const error = failed?.status === 'rejected' ? failed.reason : undefined;
    const expected = recordedOutcome('submit() helper on MVCC conflict');
    expect([error?.name, error?.code]).toEqual([expected.name, expected.code]);
    expect(comparable(error ?? {}).message).toBe(expected.message);
  });

  it('phantom', async () => {
    await submitWith(contract, 'putMany', ['ph', 'v', '3']);
    const before = await contract.newProposal('scanAndPut', { arguments: ['ph', 'ph~', 'sum'] }).endorse();
    await submitWith(contract, 'put', ['ph_9', 'v']);
    expect((await (await before.submit()).getStatus()).code).toBe(recordedCode('phantom'));
  });

  it('dup: two concurrent submits of one envelope', async () => {
    const transaction = await contract.newProposal('put', { arguments: ['twice', 'v'] }).endorse();
    const submits = await Promise.allSettled([transaction.submit(), transaction.submit()]);
    const statuses = await Promise.all(
      submits.flatMap((one) => (one.status === 'fulfilled' ? [one.value.getStatus()] : [])),
    );
    const codes = (result('dup: two concurrent submits of one envelope') as { code: number }[]).map(
      ({ code }) => code,
    );
    for (const { code } of statuses) expect(codes).toContain(code);
    expect(statuses.length).toBeGreaterThanOrEqual(1);
  });
});

describe('evaluated as recorded', () => {
  it('evaluate get, evaluate rangeScan, evaluate history, evaluate who, evaluate raw399', async () => {
    const { status } = await submitWith(contract, 'put', ['told', 'hello']);
    await submitWith(contract, 'putMany', ['scan', 'v', '5']);
    expect(await evaluate('get', 'told')).toBe(result('evaluate get'));
    expect(await evaluate('rangeScan', 'scan', 'scan~')).toBe(result('evaluate rangeScan'));
    expect(JSON.parse(await evaluate('history', 'told'))).toMatchObject([{ txId: status.transactionId }]);
    expect(JSON.parse(String(result('evaluate history')))).toHaveLength(1);
    expect(result('evaluate who')).toMatch(new RegExp(`^${await evaluate('who')} `));
    expect(await evaluate('raw399', 'x')).toBe(result('evaluate raw399'));
  });

  it.each([
    ['evaluate raw500', () => evaluate('raw500', 'raw five hundred')],
    ['endorse raw404', () => submitWith(contract, 'raw404', ['raw four o four'])],
    ['evaluate wrong arg count', () => evaluate('fail', 'Expected 2 parameters, but 4 have been supplied')],
  ])('%s', async (label, call) => {
    expect(await refusalOf(call())).toEqual(recordedOutcome(label));
  });
});

describe('qscc as recorded', () => {
  let qscc: Contract;
  let gateway: Gateway;
  beforeAll(() => {
    gateway = world.open();
    qscc = gateway.getNetwork('ch').getContract('qscc');
  });

  it.each([
    ['qscc missing tx', ['GetTransactionByID', 'ch', 'nosuch']],
    ['qscc missing block', ['GetBlockByNumber', 'ch', '99999999']],
    ['qscc missing txid block', ['GetBlockByTxID', 'ch', 'nosuch']],
    ['qscc bad number', ['GetBlockByNumber', 'ch', 'abc']],
    ['qscc unknown fn', ['GetNothing', 'ch']],
    ['qscc wrong channel arg', ['GetChainInfo', 'nosuchch']],
  ])('%s', async (label, [name = '', ...args]) => {
    expect(await refusalOf(qscc.evaluateTransaction(name, ...args))).toEqual(recordedOutcome(label));
  });
});

describe('large values', () => {
  const big = new Map(
    readRecording<GatewayRecording>('gateway_big_raft').outcome.map((one) => [one.label, one]),
  );
  const put = (megabytes: number) => submitWith(contract, 'put', ['big', 'x'.repeat(megabytes * 1_000_000)]);

  it.each([
    ['put 0.2 MB value', 0.2],
    ['put 1.5 MB value', 1.5],
  ])('%s is committed', async (label, megabytes) => {
    expect(big.get(label)?.ok).toBe(true);
    expect((await put(megabytes)).status.code).toBe(StatusCode.VALID);
  });

  it.each([
    ['put 9 MB value', 9],
    ['put 11 MB value', 11],
  ])('%s ends the chaincode’s stream', async (label, megabytes) => {
    expect(await refusalOf(put(megabytes))).toEqual(comparable(big.get(label) ?? {}));
  });
});
