import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { common } from '@hyperledger/fabric-protos';
import type { Result } from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { decodeBlock } from './decode.ts';
import { IndexAlarm } from './index-alarm.ts';
import {
  recorded,
  recordTransaction,
  TestLedger,
  type TestTransaction,
  testChaincode,
} from './testing-ledger.ts';
import { actors, TestWorld } from './testing-world.ts';

const [actor] = actors;
if (!actor) throw new Error('the test world has no actors');
const world = new TestWorld();
const lambs = world.commission(actor, { count: 40, massG: 720_000 });
const more = world.commission(actor, { count: 2, massG: 36_000 });
const decode = (...transactions: TestTransaction[]) =>
  decodeBlock(new TestLedger().append(...transactions), testChaincode);
const refused = { id: recorded(more).id, status: 'refused', code: 'LOT_EXISTS', detail: 'x' } as const;

describe('decodeBlock', () => {
  it('gives events with their place, results and the transaction’s time', async () => {
    const block = await decode(
      recordTransaction([lambs, more], { txId: 'ab', time: '2026-09-01T03:31:00.512Z' }),
    );
    expect(block).toMatchObject({ number: 0, previousHash: '', time: '2026-09-01T03:31:00.512Z' });
    const [transaction] = block.transactions;
    expect(transaction).toMatchObject({ tx: 0, txId: 'ab', code: 0, time: '2026-09-01T03:31:00.512Z' });
    expect(transaction?.results).toEqual([recorded(lambs), recorded(more)]);
    expect(transaction?.events.map(({ id, place }) => [id, place])).toEqual([
      [recorded(lambs).id, 0],
      [recorded(more).id, 1],
    ]);
    expect(transaction?.events[0]?.envelope).toEqual(lambs);
  });

  it('makes rows of recorded events alone, and keeps every result', async () => {
    const exists: Result = { ...recorded(lambs), status: 'exists' } as Result;
    const block = await decode(recordTransaction([lambs, more], { results: [exists, refused] }));
    expect(block.transactions[0]?.events).toEqual([]);
    expect(block.transactions[0]?.results).toEqual([exists, refused]);
  });

  it('tells the code of an invalid transaction and takes nothing from it', async () => {
    const block = await decode(recordTransaction([lambs], { code: 11 }));
    expect(block.transactions[0]).toMatchObject({ code: 11, results: [], events: [] });
    expect(block.time).toBeUndefined();
  });

  it('leaves the content of an invalid transaction unread', async () => {
    const block = await decode({ document: 'nonsense', response: '{', code: 10 });
    expect(block.transactions[0]).toMatchObject({ code: 10 });
  });

  it('ignores other chaincodes, other functions and bytes that the orderers took from anybody', async () => {
    const ledger = new TestLedger();
    const foreign = [
      recordTransaction([lambs], { chaincode: 'other' }),
      recordTransaction([lambs], { function: 'TraceContract:record' }),
      recordTransaction([lambs], { function: 'read' }),
    ];
    expect((await decodeBlock(ledger.append(...foreign), testChaincode)).transactions).toEqual([]);
    const nonsense = ledger.appendRaw([Uint8Array.of(1, 2, 3)], [1]);
    expect((await decodeBlock(nonsense, testChaincode)).transactions).toEqual([]);
  });

  it('takes a VALID transaction whose call cannot be read for a foreign one, which the audit tells of if it writes', async () => {
    const ledger = new TestLedger();
    const input = Uint8Array.of(0x69, 0x6e, 0x70);
    const writes = [{ key: 'holding/x', value: new TextEncoder().encode('{}') }];
    const silent = recordTransaction([lambs], { input });
    const writing = recordTransaction([lambs], { input, writes });
    const { transactions } = await decodeBlock(ledger.append(silent, writing), testChaincode);
    expect(transactions).toMatchObject([{ tx: 1, events: [], audit: { foreignCall: `${testChaincode} ` } }]);
  });

  it('links each block to the one before', async () => {
    const ledger = new TestLedger();
    const first = await decodeBlock(ledger.append(recordTransaction([lambs])), testChaincode);
    const second = await decodeBlock(ledger.append(recordTransaction([more])), testChaincode);
    expect(second.previousHash).toBe(first.hash);
    expect(second.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  const whole = recordTransaction([lambs]);
  it.each<[string, TestTransaction]>([
    ['a document that is not JSON', { ...whole, document: '{' }],
    ['a document that is not UTF-8', { ...whole, document: Uint8Array.of(0x22, 0xff, 0x22) }],
    [
      'an event that the law cannot have parsed',
      { ...whole, document: whole.document.toString().replace('L', '蒙') },
    ],
    ['a response that is not JSON', { ...whole, response: 'ok' }],
    ['a response with an unknown status', { ...whole, response: whole.response.replace('recorded', 'done') }],
    ['a response with an unknown key', { ...whole, response: whole.response.replace('{', '{"more":1,') }],
    ['more results than events', recordTransaction([lambs], { results: [recorded(lambs), recorded(more)] })],
    ['another event’s result', recordTransaction([lambs], { results: [recorded(more)] })],
    ['a second argument', { ...whole, moreArguments: ['x'] }],
  ])('refuses %s in a VALID transaction', async (_, transaction) => {
    await expect(decode(transaction)).rejects.toThrow(/^UNDECODABLE: block 0, transaction 0/);
  });

  it('refuses VALID bytes that it cannot read', async () => {
    const block = new TestLedger().appendRaw([Uint8Array.of(1, 2, 3)], [0]);
    await expect(decodeBlock(block, testChaincode)).rejects.toThrow(IndexAlarm);
  });

  it('refuses bytes that are no block', async () => {
    for (const bytes of [new Uint8Array(), Uint8Array.of(10, 200, 1), new Uint8Array(64).fill(255)]) {
      await expect(decodeBlock(bytes, testChaincode)).rejects.toThrow(/^UNDECODABLE/);
    }
  });

  it('refuses a block without its data hash or with too few validation codes', async () => {
    const bytes = new TestLedger().append(whole);
    const changed = common.Block.deserializeBinary(bytes);
    changed.getData()?.setDataList([Uint8Array.of(1)]);
    await expect(decodeBlock(changed.serializeBinary(), testChaincode)).rejects.toThrow('data hash');
    const short = common.Block.deserializeBinary(bytes);
    short.getMetadata()?.setMetadataList([]);
    await expect(decodeBlock(short.serializeBinary(), testChaincode)).rejects.toThrow('validation codes');
  });
});

interface RecordedBlock {
  readonly number: number;
  readonly headerHash: string;
  readonly previousHash: string;
  readonly raw: string;
}

describe('blocks of a real Fabric 3.1.5', () => {
  const files = ['blocks.json.gz', 'blocks_raft.json.gz']
    .map((name) => new URL(`../../../network/devnet/test-data/${name}`, import.meta.url))
    .filter((file) => existsSync(file));

  it.skipIf(files.length === 0)(
    'have the header hashes that were recorded (skipped without recordings)',
    async () => {
      for (const file of files) {
        for (const block of JSON.parse(gunzipSync(readFileSync(file)).toString()) as RecordedBlock[]) {
          const { number, headerHash: hash, previousHash } = block;
          const decoded = await decodeBlock(Buffer.from(block.raw, 'base64'), 'not-ours');
          expect(decoded).toMatchObject({ number, hash, previousHash, transactions: [] });
        }
      }
    },
  );
});
