import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Simulation } from '../chaincode/simulation.ts';
import { commit, makeTestNetwork, type TestNetwork, withLedger } from '../testing/test-network.ts';
import { buildTransaction, type TestTransaction } from '../testing/test-transaction.ts';
import type { DevnetLedger } from './devnet-ledger.ts';

const { VALID, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } = peer.TxValidationCode;

let network: TestNetwork;
let files = 0;

beforeAll(async () => {
  network = await makeTestNetwork();
});

afterAll(() => network.remove());

function transaction(changes: Partial<TestTransaction>) {
  return buildTransaction({
    creator: network.client('producers'),
    endorsers: [network.peer('producers'), network.peer('brand')],
    ...changes,
  }).envelope;
}

const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${String(at).padStart(4, '0')}`, 'v']));

async function open(rows: number, run: (ledger: DevnetLedger) => Promise<void>): Promise<void> {
  files += 1;
  await withLedger(network.ledgerParts(`range-${files}`), async (ledger) => {
    await commit(ledger, transaction({ writes: { ...keys(rows), z: 'beyond' } }));
    await run(ledger);
  });
}

/** A simulation that reads from `k` to `l`, altogether or only its first hundred. */
function scan(ledger: DevnetLedger, pages: 'all' | 'first' = 'all') {
  const simulation = new Simulation(ledger.snapshot(), 'mengsu', 'tx');
  const query = { startKey: 'k', endKey: 'l', pageSize: 0, bookmark: '' };
  let page = simulation.openRange(query);
  while (pages === 'all' && page.getHasMore()) page = simulation.nextPage(page.getId());
  simulation.write('sum', Buffer.from('s'));
  return transaction({ results: simulation.results() });
}

const code = async (ledger: DevnetLedger, ...envelopes: Uint8Array[]) =>
  (await commit(ledger, ...envelopes)).transactions.at(-1)?.code;

describe.each([
  ['raw reads', 40],
  ['a tree of one level', 130],
  ['a tree of two levels', 2700],
])('a range query of %s (%i keys)', (_name, rows) => {
  const last = `k${String(rows - 1).padStart(4, '0')}`;

  it.each([
    ['nothing has changed', { a: '1', z: '2', l: 'the end is not within' }, VALID],
    ['a key was added before all', { k000: 'v' }, PHANTOM_READ_CONFLICT],
    ['a key was added between', { k0002a: 'v' }, PHANTOM_READ_CONFLICT],
    ['a key was added after all', { kz: 'v' }, PHANTOM_READ_CONFLICT],
    ['a key was deleted', { k0003: undefined }, PHANTOM_READ_CONFLICT],
    ['the last key was deleted', { [last]: undefined }, PHANTOM_READ_CONFLICT],
    ['a key has another version', { k0004: 'v' }, PHANTOM_READ_CONFLICT],
  ])('when %s, in a block before and in the same block', async (_what, writes, expected) => {
    await open(rows, async (ledger) => {
      const [before, within] = [scan(ledger), scan(ledger)];
      expect(await code(ledger, transaction({ writes }), within)).toBe(expected);
      expect(await code(ledger, before)).toBe(expected);
    });
  });
});

describe('a range query', () => {
  it('that stopped on its way is looked at up to the last key that it took', async () => {
    await open(230, async (ledger) => {
      // One page of 100, and the row after it, which tells that there is more.
      const [one, other, third] = [scan(ledger, 'first'), scan(ledger, 'first'), scan(ledger, 'first')];
      expect(await code(ledger, transaction({ writes: { k0101: 'changed', k0100a: 'v' } }), one)).toBe(VALID);
      expect(await code(ledger, transaction({ writes: { k0100: 'changed' } }), other)).toBe(
        PHANTOM_READ_CONFLICT,
      );
      expect(await code(ledger, third)).toBe(PHANTOM_READ_CONFLICT);
    });
  });

  it('of nothing is valid while there is nothing', async () => {
    await open(0, async (ledger) => {
      const [one, other] = [scan(ledger), scan(ledger)];
      expect(await code(ledger, one)).toBe(VALID);
      expect(await code(ledger, transaction({ writes: { k1: 'v' } }), other)).toBe(PHANTOM_READ_CONFLICT);
    });
  });

  it('is unchanged when a transaction before it was itself invalid', async () => {
    await open(3, async (ledger) => {
      const invalid = transaction({ endorsers: [], writes: { k0000a: 'v' } });
      expect(await code(ledger, invalid, scan(ledger))).toBe(VALID);
    });
  });

  it('comes after the keys of its namespace: both in conflict are code 11', async () => {
    await open(3, async (ledger) => {
      const simulation = new Simulation(ledger.snapshot(), 'mengsu', 'tx');
      simulation.openRange({ startKey: 'k', endKey: 'l', pageSize: 0, bookmark: '' });
      simulation.get('k0001');
      const read = transaction({ results: simulation.results() });
      expect(await code(ledger, transaction({ writes: { k0001: 'w' } }), read)).toBe(MVCC_READ_CONFLICT);
    });
  });

  it('keeps the order of UTF-8 bytes among what the block itself has written', async () => {
    await open(0, async (ledger) => {
      await commit(ledger, transaction({ writes: { 'k\uffee': '1', 'k\u{1f40f}': '1' } }));
      const before = scan(ledger);
      const again = transaction({ writes: { sum: '2' } });
      expect(await code(ledger, again, before)).toBe(VALID);
      const changed = scan(ledger);
      const write = transaction({ writes: { 'k\ufff0': '1' } });
      expect(await code(ledger, write, changed)).toBe(PHANTOM_READ_CONFLICT);
    });
  });
});
