import { afterEach, describe, expect, it } from 'vitest';
import { LedgerWatch } from './ledger-watch.ts';

let watch: LedgerWatch;
const alarms: string[] = [];
const height = { now: 0 };
function start(indexedBlock: () => number): LedgerWatch {
  alarms.length = 0;
  const ledger = { height: async () => height.now };
  watch = new LedgerWatch({ ledger, indexedBlock, onAlarm: (detail) => alarms.push(detail) });
  return watch;
}
afterEach(() => watch.stop());

describe('the watch over the ledger', () => {
  it('alarms of a ledger that lacks what the index has, once, until it passes the index', async () => {
    height.now = 806;
    start(() => 967);
    await watch.ask();
    expect(watch.state, 'one node may be behind for a moment').toEqual({ height: 806, fault: undefined });
    for (const _ of [1, 2, 3]) await watch.ask();
    expect(watch.state.fault).toMatch(/^has 806 blocks, but block 967 is in the index: /);
    expect(alarms).toHaveLength(1);
    height.now = 968;
    await watch.ask();
    expect(watch.state).toEqual({ height: 968, fault: undefined });
  });

  it('takes no ledger for older that the index followed while it was asked', async () => {
    let indexed = 9;
    height.now = 10;
    start(() => indexed++);
    for (const _ of [1, 2, 3, 4]) {
      await watch.ask();
      height.now += 1;
    }
    expect(watch.state.fault).toBeUndefined();
  });

  it('says that the ledger does not answer, and its last height', async () => {
    const ledger = { height: async () => 5 };
    watch = new LedgerWatch({ ledger, indexedBlock: () => 4, onAlarm: () => undefined });
    await watch.ask();
    ledger.height = () => Promise.reject(new Error('away'));
    await watch.ask();
    expect(watch.state).toEqual({ height: 5, fault: 'does not answer: away' });
  });
});
