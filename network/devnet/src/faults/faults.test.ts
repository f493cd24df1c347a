import { setTimeout as delay } from 'node:timers/promises';
import { common, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headerHash } from '../ledger/block-hash.ts';
import { partsOf } from '../testing/recordings.ts';
import { makeTestNetwork, type TestNetwork, withLedger } from '../testing/test-network.ts';
import { buildTransaction } from '../testing/test-transaction.ts';
import { type FaultName, parseFaultPlan } from './fault-plan.ts';
import { Faults } from './faults.ts';

const { VALID, DUPLICATE_TXID, MVCC_READ_CONFLICT } = peer.TxValidationCode;

let network: TestNetwork;
let files = 0;

beforeAll(async () => {
  network = await makeTestNetwork();
});

afterAll(() => network.remove());

/** Always this fault, from block 1 on. */
function always(name: FaultName, changes: object = {}) {
  const plan = parseFaultPlan(
    JSON.stringify({ seed: 'a', chances: { [name]: 1 }, delayMsMax: 1, freezeMs: 1, ...changes }),
  );
  const told: string[] = [];
  const deaths: string[] = [];
  const faults = new Faults({ plan, log: (line) => told.push(line), die: () => deaths.push('died') });
  return { faults, told, deaths };
}

const signal = new AbortController().signal;

/** The codes of the blocks that a transaction brings about. */
async function codesWith(name: FaultName): Promise<number[]> {
  files += 1;
  const { faults } = always(name);
  return withLedger(network.ledgerParts(`faults-${files}`, { faults }), async (ledger) => {
    const { envelope } = transaction();
    await ledger.broadcast(envelope).catch(() => undefined);
    await delay(settleMs);
    return Array.from({ length: ledger.height - 1 }, (_, at) => [
      ...(partsOf(ledger.block(at + 1) ?? new common.Block()).metadata[2] ?? []),
    ]).flat();
  });
}

function transaction() {
  const endorsers = [network.peer('producers'), network.peer('brand')];
  return buildTransaction({ creator: network.client('producers'), endorsers, writes: { a: '1' } });
}

/** Longer than a batch of the test's ledger waits. */
const settleMs = 100;

describe('a fault of submitting', () => {
  it.each([
    ['lose', []],
    ['refuseSubmit', []],
    ['refuseSubmitted', [VALID]],
    ['duplicate', [VALID, DUPLICATE_TXID]],
    ['delaySubmit', [VALID]],
    ['conflict', [MVCC_READ_CONFLICT]],
  ] satisfies [FaultName, number[]][])('%s leaves the codes %j', async (name, codes) => {
    expect(await codesWith(name)).toEqual(codes);
  });

  it('is answered as Fabric would: lost ones like good ones, refused ones as unavailable', async () => {
    const order = async () => undefined;
    await expect(always('lose').faults.submit(1, order)).resolves.toBeUndefined();
    for (const name of ['refuseSubmit', 'refuseSubmitted'] as const) {
      await expect(always(name).faults.submit(1, order)).rejects.toMatchObject({
        name: 'OrderingError',
        statusName: 'SERVICE_UNAVAILABLE',
      });
    }
  });
});

describe('a fault of a call', () => {
  it('refuses with a code that the gateway service knows', async () => {
    await expect(always('refuseCall').faults.call('endorse', 1)).rejects.toMatchObject({
      name: 'GatewayStatus',
    });
    await expect(always('delayCall').faults.call('evaluate', 1)).resolves.toBeUndefined();
  });
});

describe('a fault of a stream', () => {
  it('breaks it, at once or after silence', async () => {
    const bytes = new Uint8Array([1]);
    expect(await always('dropStream').faults.stream(1, bytes, signal)).toBeUndefined();
    expect(await always('freezeStream').faults.stream(1, bytes, signal)).toBeUndefined();
    expect(await always('delayBlock').faults.stream(1, bytes, signal)).toBe(bytes);
  });

  it('ends its silence when the reader goes', async () => {
    const gone = new AbortController();
    const frozen = always('freezeStream', { freezeMs: 600_000 }).faults.stream(
      1,
      new Uint8Array(0),
      gone.signal,
    );
    gone.abort();
    expect(await frozen).toBeUndefined();
  });

  it('shows another previous hash, and nothing else', async () => {
    const header = new common.BlockHeader();
    header.setNumber(7);
    header.setPreviousHash(Buffer.alloc(32, 7));
    const block = new common.Block();
    block.setHeader(header);
    const bytes = await always('wrongPreviousHash').faults.stream(7, block.serializeBinary(), signal);
    const read = partsOf(common.Block.deserializeBinary(bytes ?? new Uint8Array(0))).header;
    expect(Buffer.from(read.getPreviousHash_asU8())).toEqual(Buffer.alloc(32));
    expect([read.getNumber(), headerHash(read).equals(headerHash(header))]).toEqual([7, false]);
  });
});

describe('a restart', () => {
  it('comes before a block only after another one was written, so that the ledger goes on', () => {
    const { faults, deaths } = always('restartBefore');
    faults.beforeBlock(5);
    expect(deaths).toEqual([]);
    faults.beforeBlock(6);
    expect(deaths).toEqual(['died']);
  });

  it('comes after a block that nobody has heard of', () => {
    const { faults, deaths } = always('restartAfter');
    faults.afterBlock(5);
    expect(deaths).toEqual(['died']);
  });
});

it('nothing happens below the plan’s first block, and every fault is told', async () => {
  const { faults, told } = always('conflict', { fromBlock: 3 });
  expect([faults.conflicts(2, 0), faults.conflicts(3, 0)]).toEqual([false, true]);
  expect(told).toEqual(['FAULT conflict at transaction 3/0']);
});
