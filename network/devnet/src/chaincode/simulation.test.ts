import { ledger, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { Simulation } from './simulation.ts';
import { MemoryState } from './testing-state.ts';

function newSimulation(rows = 0) {
  const state = new MemoryState();
  for (let row = 0; row < rows; row += 1) state.set('law', `k${row}`, Buffer.from('v'));
  return new Simulation(state, 'law', 'tx');
}

const everything = { startKey: 'k', endKey: 'l', pageSize: 0, bookmark: '' };

describe('a simulation', () => {
  it('answers exactly 100 rows as one page without more to come', () => {
    const page = newSimulation(100).openRange(everything);
    expect([page.getResultsList().length, page.getHasMore()]).toEqual([100, false]);
  });

  it('says that there is more with the 101st row, and forgets the query with its last page', () => {
    const simulation = newSimulation(101);
    const first = simulation.openRange(everything);
    expect([first.getResultsList().length, first.getHasMore()]).toEqual([100, true]);
    const last = simulation.nextPage(first.getId());
    expect([last.getResultsList().length, last.getHasMore()]).toEqual([1, false]);
    expect(() => simulation.nextPage(first.getId())).toThrow('query iterator not found');
  });

  it('refuses the next page of a query that was closed', () => {
    const simulation = newSimulation(101);
    const id = simulation.openRange(everything).getId();
    simulation.closeQuery(id);
    expect(() => simulation.nextPage(id)).toThrow('query iterator not found');
  });

  it('refuses writes after a query by explicit pages', () => {
    const simulation = newSimulation(3);
    simulation.openRange({ ...everything, pageSize: 2 });
    const refusal =
      'txid [tx]: unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed';
    expect(() => simulation.write('k', Buffer.from('v'))).toThrow(refusal);
    expect(() => simulation.writeMetadata('k', new Map())).toThrow(refusal);
  });

  it('refuses explicit pages after a write', () => {
    const simulation = newSimulation(3);
    simulation.write('k0', Buffer.from('v'));
    expect(() => simulation.openRange({ ...everything, pageSize: 2 })).toThrow(
      'txid [tx]: unsuppored transaction. Paginated queries are supported only in a read-only transaction',
    );
    expect(simulation.openRange(everything).getResultsList()).toHaveLength(3);
  });

  it('answers an explicit page with its count and the key that follows, from a bookmark on', () => {
    const metadata = (query: Partial<typeof everything>) => {
      const page = newSimulation(5).openRange({ ...everything, ...query });
      const { fetchedRecordsCount, bookmark } = peer.QueryResponseMetadata.deserializeBinary(
        page.getMetadata_asU8(),
      ).toObject();
      return [page.getHasMore(), fetchedRecordsCount, bookmark];
    };
    expect(metadata({ pageSize: 2 })).toEqual([false, 2, 'k2']);
    expect(metadata({ pageSize: 3, bookmark: 'k2' })).toEqual([false, 3, '']);
    expect(metadata({ pageSize: 0, bookmark: 'k3' })).toEqual([false, 2, '']);
    expect(metadata({ pageSize: -1 })).toEqual([false, 5, '']);
  });

  it('answers history newest first in pages of 100, and never as explicit pages', () => {
    const state = new MemoryState();
    for (let change = 0; change < 150; change += 1) {
      const commit = {
        version: { block: change, tx: 0 },
        txId: `t${change}`,
        timestamp: { seconds: 1, nanos: 0 },
      };
      state.set('law', 'k', Buffer.from('v'), commit);
    }
    const simulation = new Simulation(state, 'law', 'tx');
    const first = simulation.openHistory('k');
    const ids = (page: peer.QueryResponse) =>
      page
        .getResultsList()
        .map((row) =>
          ledger.queryresult.KeyModification.deserializeBinary(row.getResultbytes_asU8()).getTxId(),
        );
    expect([ids(first)[0], ids(first).length, first.getHasMore()]).toEqual(['t149', 100, true]);
    const last = simulation.nextPage(first.getId());
    expect([ids(last).at(-1), ids(last).length, last.getHasMore()]).toEqual(['t0', 50, false]);
    expect(last.getMetadata_asU8()).toHaveLength(0);
  });

  it('refuses to hold more than 64 queries open', () => {
    const simulation = newSimulation(101);
    for (let query = 0; query < 64; query += 1) simulation.openRange(everything);
    expect(() => simulation.openRange(everything)).toThrow(
      'more than 64 queries are open in one transaction',
    );
  });

  it('does not see its own writes', () => {
    const simulation = newSimulation(1);
    simulation.write('k0', Buffer.from('other'));
    simulation.write('k1', Buffer.from('new'));
    expect(Buffer.from(simulation.get('k0') ?? []).toString()).toBe('v');
    expect(simulation.get('k1')).toBeUndefined();
    expect(simulation.openRange(everything).getResultsList()).toHaveLength(1);
  });
});
