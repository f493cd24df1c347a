import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GatewayRecording, readRecording } from '@mengsu/network/devnet/recordings';
import { describe, expect, it } from 'vitest';

/**
 * Every case of a recording has a test that names it: by its label, or by the words below. One that is forgotten fails
 * here. Devnet answers as the recorded network of SmartBFT did; what etcdraft answers otherwise is listed too.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));

const sources = new Map(
  ['network/devnet/src', 'test/conformance'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && !name.endsWith('recordings-covered.test.ts'))
      .map((name) => [path.basename(name), readFileSync(path.join(root, folder, name), 'utf8')] as const),
  ),
);

type Elsewhere = Readonly<Record<string, readonly [file: string, words: string]>>;

const faults = 'devnet-faults.test.ts';
const deliver = 'deliver-service.test.ts';
const system = 'system-chaincode.test.ts';
const good = 'devnet-recordings.test.ts';
const bothDown = 'both down: code 10 in the words of the recording, for endorsing and evaluating';
const atHomeDown = 'one down: what its neighbour alone would endorse is refused, evaluating goes on';
const anotherName = 'that register as another chaincode are not used';
const hanging = 'that hang are cut off by the execution limit, and by the deadline of a client before';
const eventsFrom = 'come from a start block, after a checkpoint, and from the next commit';
const eventsRefused =
  'of an unknown chaincode are silence; a wrong signature or channel is refused with code 7';
const tooMany = 'refuses more calls than its limit, as recorded';
const signedBadly = 'world.open(world.client, highSSigner(world.client.privateKeyPem))';

const gatewayMain: Elsewhere = {
  'endorse high-S': ['devnet-refusals.test.ts', signedBadly],
  'evaluate high-S': ['devnet-refusals.test.ts', signedBadly],
  'endorse wrong signature': ['devnet-refusals.test.ts', "['wrong signature', "],
  'evaluate wrong signature': ['devnet-refusals.test.ts', "['wrong signature', "],
  'endorse untrusted cert': ['devnet-refusals.test.ts', "['untrusted cert', "],
  'evaluate untrusted cert': ['devnet-refusals.test.ts', "['untrusted cert', "],
  'commitStatus unknown txid (deadline 3 s)': [
    'devnet-refusals.test.ts',
    'to say what became of an unknown transaction, until the deadline',
  ],
  'qscc GetChainInfo': [system, 'tells the height and the newest hashes'],
  'qscc GetBlockByNumber': [system, 'gives a block by number, by hash, by transaction, and the last one'],
  'qscc GetBlockByTxID': [system, 'gives a block by number, by hash, by transaction, and the last one'],
  'qscc GetTransactionByID': [system, 'gives a transaction with its code, whatever the code'],
  'qscc GetTransactionByID invalid tx': [system, 'gives a transaction with its code, whatever the code'],
  'qscc GetTransactionByID dup': [
    'devnet-ledger.test.ts',
    'that ordering has forgotten get code 9 and never hide the first one',
  ],
  'qscc last block maxuint64': [system, 'gives a block by number, by hash, by transaction, and the last one'],
};

const qscc: Elsewhere = {
  'GetTransactionByID invalid tx': [system, 'gives a transaction with its code, whatever the code'],
  'GetTransactionByID dup': [
    'devnet-ledger.test.ts',
    'that ordering has forgotten get code 9 and never hide the first one',
  ],
  'last block maxuint64': [system, 'gives a block by number, by hash, by transaction, and the last one'],
};

const waits = "['the height', undefined, () => ledger.height]";
const streams: Elsewhere = {
  'Block 0..2 then end': [deliver, "['from the oldest', "],
  'Filtered from 8, stop 10': [deliver, 'is byte for byte Fabric’s, for block 9 of the recordings'],
  'Private from newest': [deliver, 'carries the stored bytes, in each of the three forms'],
  'start = height (next block), BLOCK_UNTIL_READY': [deliver, waits],
  'future start (height+1), BLOCK_UNTIL_READY, 2 commits during': [deliver, "['beyond the height', "],
  'future start (height+1 at the time), BLOCK_UNTIL_READY, 2 commits during': [deliver, waits],
  'future start, FAIL_IF_NOT_READY': [deliver, "['beyond the height', "],
  'newest, FAIL_IF_NOT_READY': [deliver, "['that may not wait', "],
  nextcommit: [deliver, "['the next commit', 'next' as const, "],
  'start > stop': [deliver, "['when it stops before its start', "],
  'wrong channel': [deliver, "['of another channel', "],
  'bad signature': [deliver, "['with a wrong signature', "],
  'high-S signature': [deliver, "['with a signature of high S', "],
  'garbage envelope': [deliver, 'with what is no envelope, by code 13 as gRPC does'],
  'stale timestamp none': [deliver, "['from a number', "],
  'two seeks on one stream': [deliver, 'answers a second seek after the first'],
  'ChaincodeEvents from 0': [faults, eventsFrom],
  'ChaincodeEvents no start (next commit)': [faults, eventsFrom],
  'ChaincodeEvents nextcommit': [faults, eventsFrom],
  'ChaincodeEvents future start (height+1)': [faults, eventsFrom],
  'ChaincodeEvents after tx': [faults, eventsFrom],
  'ChaincodeEvents unknown chaincode': [faults, eventsRefused],
  'ChaincodeEvents bad sig': [faults, eventsRefused],
  'ChaincodeEvents wrong channel': [faults, eventsRefused],
};

const codes: Elsewhere = {
  valid: [good, 'submit put MAJORITY -> VALID'],
  any: [good, 'submit put 1-of-any -> VALID'],
  event: [good, 'submit event'],
  dup: [good, 'dup: two concurrent submits of one envelope'],
  mvcc0: [good, 'MVCC pair commit status'],
  mvcc11: [good, 'MVCC pair commit status'],
  phantom: [good, 'phantom'],
  policy: [good, 'endorsement policy failure'],
};

const labels = (name: string) => readRecording<GatewayRecording>(name).outcome.map(({ label }) => label);
const keys = (name: string) => Object.keys(readRecording<object>(name));
const streamLabels = (name: string) => readRecording<{ label: string }[]>(name).map(({ label }) => label);

const recordings: readonly (readonly [name: string, labels: readonly string[], elsewhere: Elsewhere])[] = [
  ['gateway_main', labels('gateway_main'), gatewayMain],
  ['gateway_main_raft', labels('gateway_main_raft'), gatewayMain],
  ['gateway_sbe', labels('gateway_sbe'), {}],
  ['gateway_big_raft', labels('gateway_big_raft'), {}],
  [
    'gateway_range_raft',
    labels('gateway_range_raft'),
    Object.fromEntries(
      ['putMany 130', 'rangeScan 130', 'history', 'del', 'fail', 'setSbe'].map((label) => [
        label,
        [
          'chaincode-replay.test.ts',
          'answers ranges in pages of 100, history newest first, deletions and key-level',
        ],
      ]),
    ),
  ],
  [
    'gateway_ccdown',
    labels('gateway_ccdown'),
    {
      'all chaincodes down: endorse any': [faults, bothDown],
      'all chaincodes down: evaluate any': [faults, bothDown],
    },
  ],
  [
    'gateway_cc0down',
    labels('gateway_cc0down'),
    Object.fromEntries(labels('gateway_cc0down').map((label) => [label, [faults, atHomeDown]])),
  ],
  [
    'gateway_ccdown_wrongccid',
    labels('gateway_ccdown_wrongccid'),
    Object.fromEntries(labels('gateway_ccdown_wrongccid').map((label) => [label, [faults, anotherName]])),
  ],
  [
    'gateway_cchang',
    labels('gateway_cchang'),
    {
      'chaincode slow: endorse deadline': [faults, hanging],
      'chaincode slow: evaluate deadline': [faults, hanging],
    },
  ],
  [
    'gateway_limit',
    labels('gateway_limit'),
    { 'gatewayService limit 2, 6 concurrent evaluates': [faults, tooMany] },
  ],
  ['qscc', keys('qscc'), qscc],
  ['qscc_raft', keys('qscc_raft'), qscc],
  ['streams', streamLabels('streams'), streams],
  ['streams_raft', streamLabels('streams_raft'), streams],
  ['txs', keys('txs'), codes],
  ['txs_raft', keys('txs_raft'), codes],
];

describe.each(recordings)('the recording %s', (_name, recorded, elsewhere) => {
  it('has a test for each of its cases', () => {
    const forgotten = [...new Set(recorded)].filter((label) => {
      const place = Object.hasOwn(elsewhere, label) ? elsewhere[label] : undefined;
      if (place !== undefined) return !sources.get(place[0])?.includes(place[1]);
      return ![...sources.values()].some((text) => text.includes(`'${label}'`));
    });
    expect(forgotten).toEqual([]);
  });

  it('is named by no test for a case that it does not have', () => {
    const known = new Set(recordings.flatMap(([, all]) => all));
    expect(Object.keys(elsewhere).filter((label) => !known.has(label))).toEqual([]);
  });
});

describe('the recordings of etcdraft', () => {
  it('differ from those of SmartBFT, which devnet follows, in what is submitted twice or badly and in nothing else', () => {
    const outcomes = (name: string) =>
      new Map(readRecording<GatewayRecording>(name).outcome.map((one) => [one.label, one]));
    const [bft, raft] = [outcomes('gateway_main'), outcomes('gateway_main_raft')];
    const differing = [...raft].filter(([label, one]) => {
      const other = bft.get(label);
      return [one.ok, one.code, one.name].join() !== [other?.ok, other?.code, other?.name].join();
    });
    expect(differing.map(([label]) => label)).toEqual([
      'dup: resubmit after commit',
      'submit bad envelope signature',
      'submit high-S envelope',
      'commitStatus unknown txid (deadline 3 s)',
    ]);
  });

  it('have the same messages on the chaincode stream, replayed byte for byte', () => {
    const replay = sources.get('chaincode-replay.test.ts') ?? '';
    for (const name of ['ccaas_stream', 'ccaas_stream_range'])
      expect(replay).toContain(`readRecording('${name}')`);
  });
});
