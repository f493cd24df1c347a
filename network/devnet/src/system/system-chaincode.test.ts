import { common, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevnetLedger, openLedger } from '../ledger/devnet-ledger.ts';
import type { SystemChaincode } from '../ports.ts';
import { partsOf } from '../testing/recordings.ts';
import { commit, makeTestNetwork, type TestNetwork } from '../testing/test-network.ts';
import { type BuiltTransaction, buildTransaction } from '../testing/test-transaction.ts';
import { makeSystemChaincode } from './system-chaincode.ts';

let network: TestNetwork;
let ledger: DevnetLedger;
let ask: SystemChaincode;
let valid: BuiltTransaction;
let invalid: BuiltTransaction;

beforeAll(async () => {
  network = await makeTestNetwork();
  const parts = network.ledgerParts('system');
  ledger = openLedger(parts);
  ask = makeSystemChaincode(ledger, { definitions: parts.definitions, material: network.material });
  const creator = network.client('producers');
  const endorsers = [network.peer('producers'), network.peer('brand')];
  valid = buildTransaction({ creator, endorsers, writes: { a: '1' } });
  invalid = buildTransaction({ creator, endorsers: [], writes: { a: '2' } });
  await commit(ledger, valid.envelope);
  await commit(ledger, invalid.envelope);
});

afterAll(async () => {
  await ledger.close();
  await network.remove();
});

/** An organisation's own admin asks its own peer. */
const admin = (mspId: string) => ({ mspId, creator: { mspId, role: 'admin' as const } });

function query(...args: (string | Uint8Array)[]) {
  const answer = ask.query(
    'qscc',
    args.map((one) => Buffer.from(one as string)),
    admin('ProducersMSP'),
  );
  if (answer === undefined) throw new Error('qscc gave no answer');
  return answer;
}

describe('qscc', () => {
  it('tells the height and the newest hashes', () => {
    const info = common.BlockchainInfo.deserializeBinary(query('GetChainInfo', 'mengsu').payload);
    const newest = partsOf(ledger.block(2) ?? new common.Block()).header;
    expect(info.getHeight()).toBe(3);
    expect(info.getCurrentblockhash_asU8()).toEqual(new Uint8Array(ledger.tip.headerHash));
    expect(info.getPreviousblockhash_asU8()).toEqual(newest.getPreviousHash_asU8());
  });

  it('gives a block by number, by hash, by transaction, and the last one', () => {
    const first = ledger.blockBytes(1);
    const hash = partsOf(ledger.block(2) ?? new common.Block()).header.getPreviousHash_asU8();
    expect(query('GetBlockByNumber', 'mengsu', '1').payload).toEqual(first);
    expect(query('GetBlockByHash', 'mengsu', hash).payload).toEqual(first);
    expect(query('GetBlockByTxID', 'mengsu', valid.txId).payload).toEqual(first);
    expect(query('GetBlockByNumber', 'mengsu', '18446744073709551615').payload).toEqual(ledger.blockBytes(2));
  });

  it('gives a transaction with its code, whatever the code', () => {
    for (const [{ txId, envelope }, code] of [[valid, 0] as const, [invalid, 10] as const]) {
      const { payload } = query('GetTransactionByID', 'mengsu', txId);
      const processed = peer.ProcessedTransaction.deserializeBinary(payload);
      expect(processed.getValidationcode()).toBe(code);
      expect(Buffer.from(processed.getTransactionenvelope()?.serializeBinary() ?? [])).toEqual(
        Buffer.from(envelope),
      );
    }
  });

  /** The words are those of gateway_main in test-data. */
  it.each([
    [
      ['GetTransactionByID', 'mengsu', 'nosuch'],
      'Failed to get transaction with id nosuch, error no such transaction ID [nosuch] in index',
    ],
    [
      ['GetBlockByNumber', 'mengsu', '99999999'],
      'Failed to get block number 99999999, error no such block number [99999999] in index',
    ],
    [
      ['GetBlockByTxID', 'mengsu', 'nosuch'],
      'Failed to get block for txID nosuch, error no such transaction ID [nosuch] in index',
    ],
    [
      ['GetBlockByNumber', 'mengsu', 'abc'],
      'Failed to parse block number with error strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [['GetNothing', 'mengsu'], 'missing 3rd argument for GetNothing'],
    [['GetNothing', 'mengsu', 'x'], 'Requested function GetNothing not found.'],
    [['constructor', 'mengsu', 'x'], 'Requested function constructor not found.'],
    [['GetChainInfo', 'nosuchch'], 'Invalid chain ID, nosuchch'],
    [['GetChainInfo'], 'Incorrect number of arguments, 1'],
    [[], 'Incorrect number of arguments, 0'],
  ])('refuses %j in Fabric’s words', (args, message) => {
    expect(query(...args)).toMatchObject({ status: 500, message });
  });
});

it('leaves every other name to the chaincodes', () => {
  expect(ask.query('mengsu', [], admin('ProducersMSP'))).toBeUndefined();
});
