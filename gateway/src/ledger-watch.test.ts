import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PeerState } from './ledger/index.ts';
import { LedgerWatch, type LedgerWatchOptions } from './ledger-watch.ts';

let watch: LedgerWatch;
let peers: PeerState[];
let lawFault: Error | undefined;
let alarms: string[];
beforeEach(() => {
  peers = [peer(10)];
  lawFault = undefined;
  alarms = [];
});
afterEach(() => watch.stop());

const peer = (height: number | undefined, fault?: string, endpoint = 'peer:7051'): PeerState => ({
  ...{ endpoint, height, fault },
});
function start(options: Partial<LedgerWatchOptions> = {}): LedgerWatch {
  watch = new LedgerWatch({
    ledger: {
      peers: async () => peers,
      probe: async () => {
        if (lawFault) throw lawFault;
      },
    },
    indexedBlock: () => 4,
    behindBlocksMax: 50,
    certificateEnds: new Date('2027-09-01'),
    nowMs: () => Date.parse('2026-09-01'),
    onAlarm: (detail) => alarms.push(detail),
    ...options,
  });
  return watch;
}

describe('the watch over the ledger', () => {
  it('alarms of a ledger that lacks what the index has, once, until it passes the index', async () => {
    peers = [peer(806)];
    start({ indexedBlock: () => 967 });
    await watch.ask();
    expect(watch.state, 'one node may be behind for a moment').toMatchObject({
      height: 806,
      fault: undefined,
    });
    for (const _ of [1, 2, 3]) await watch.ask();
    expect(watch.state.fault).toMatch(/^has 806 blocks, but block 967 is in the index: /);
    expect(alarms).toHaveLength(1);
    peers = [peer(968)];
    await watch.ask();
    expect(watch.state).toEqual({ height: 968, fault: undefined, warnings: [] });
  });

  it('takes no ledger for older that the index followed while it was asked', async () => {
    let indexed = 9;
    start({ indexedBlock: () => indexed++ });
    for (const height of [10, 11, 12, 13]) {
      peers = [peer(height)];
      await watch.ask();
    }
    expect(watch.state.fault).toBeUndefined();
  });

  it('says that no peer answers, and the last height', async () => {
    start();
    await watch.ask();
    peers = [
      peer(undefined, 'it is not reached'),
      peer(undefined, 'it does not answer in time', 'other:7051'),
    ];
    await watch.ask();
    expect(watch.state).toMatchObject({
      height: 10,
      fault: 'does not answer: peer:7051: it is not reached; other:7051: it does not answer in time',
    });
  });

  it('says that the law does not answer, although the peers do', async () => {
    lawFault = new Error('retry: there is no chaincode mengsu on channel mengsu');
    start();
    await watch.ask();
    expect(watch.state.fault).toMatch(/^the law does not answer: .*no chaincode mengsu/);
  });

  it('warns of one peer that is away while another answers, and of one that is behind', async () => {
    peers = [peer(undefined, 'it is not reached'), peer(200, undefined, 'b:1'), peer(149, undefined, 'c:1')];
    start();
    await watch.ask();
    expect(watch.state).toEqual({
      height: 200,
      fault: undefined,
      warnings: ['peer:7051: it is not reached', 'c:1: it is 51 blocks behind'],
    });
    peers = [peer(200), peer(150, undefined, 'c:1')];
    await watch.ask();
    expect(watch.state.warnings).toEqual([]);
  });

  it.each([
    { now: '2026-08-01T00:00:00Z', fault: undefined, warnings: [] },
    { now: '2026-08-02T00:00:00Z', fault: undefined, warnings: ['our certificate ends on 2026-09-01'] },
    { now: '2026-09-01T00:00:00Z', fault: 'our certificate ended on 2026-09-01', warnings: [] },
  ])('knows when our certificate ends: on $now', async ({ now, fault, warnings }) => {
    start({ certificateEnds: new Date('2026-09-01'), nowMs: () => Date.parse(now) });
    await watch.ask();
    expect(watch.state).toEqual({ height: 10, fault, warnings });
  });

  it('says that our certificate ended before what follows from that', async () => {
    peers = [peer(undefined, 'it is not reached')];
    lawFault = new Error('code 10: proposal client identity expired');
    start({ certificateEnds: new Date('2026-08-31') });
    await watch.ask();
    expect(watch.state.fault).toBe('our certificate ended on 2026-08-31');
  });
});
