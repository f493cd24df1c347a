import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../store/open-store.ts';
import { describeStores } from '../store/testing.ts';
import { networkOf } from './coarse-place.ts';
import { ScanCounter, scanLimits } from './scan-counter.ts';
import { scanThresholds, summaryOf } from './scan-rule.ts';

const hourMs = 3_600_000;
const serial = '0'.repeat(20);
const counters: ScanCounter[] = [];
afterEach(async () => {
  for (const counter of counters.splice(0)) await counter.stop();
});

describeStores('scans', (stores) => {
  async function open(): Promise<{ store: Store; counter: ScanCounter; pass: (hours: number) => void }> {
    const store = await stores.open();
    let now = Date.parse('2026-09-01T03:10:00.000Z');
    const onFault = (error: unknown): never => expect.unreachable(String(error));
    const counter = new ScanCounter({ store, onFault, now: () => now });
    counters.push(counter);
    return { store, counter, pass: (hours) => (now += hours * hourMs) };
  }
  const see = async (counter: ScanCounter, ...addresses: string[]): Promise<void> => {
    for (const address of addresses) counter.saw(serial, address);
    await counter.flush();
  };

  it('are none at first, and count once an hour and network', async () => {
    const { counter, pass } = await open();
    expect(await counter.summary(serial)).toEqual({ times: 0, places: 0, isFull: false, isTooMany: false });
    await see(counter, '192.0.2.1', '192.0.2.1', '192.0.9.9');
    await see(counter, '192.0.2.1');
    expect(await counter.summary(serial)).toMatchObject({
      times: 1,
      places: 1,
      first: '2026-09-01T03:00:00.000Z',
    });
    pass(1);
    await see(counter, '192.0.2.1', '198.51.100.1');
    expect(await counter.summary(serial)).toMatchObject({
      times: 3,
      places: 2,
      first: '2026-09-01T03:00:00.000Z',
    });
  });

  it('leave no address in the store', async () => {
    const { store, counter } = await open();
    await see(counter, '192.0.2.1', '2001:db8:1::1');
    const rows = await store.db.selectFrom('scans').selectAll().execute();
    expect(rows).toHaveLength(2);
    for (const { place } of rows) expect(place).toMatch(/^[A-Za-z0-9_-]{12}$/);
    expect(JSON.stringify(rows)).not.toMatch(/192|2001|db8/);
  });

  it('cannot be joined over a change of the salt, and places are then counted within each', async () => {
    const { store, counter, pass } = await open();
    await see(counter, '192.0.2.1');
    const before = await store.db.selectFrom('scan_salt').selectAll().execute();
    pass(scanLimits.keepHours - 1);
    await see(counter, '192.0.2.1');
    expect((await counter.summary(serial)).places).toBe(1);
    pass(1);
    await see(counter, '192.0.2.1', '198.51.100.1');
    const after = await store.db.selectFrom('scan_salt').selectAll().execute();
    expect(after).toHaveLength(1);
    expect(after[0]?.salt).not.toBe(before[0]?.salt);
    expect(await counter.summary(serial)).toMatchObject({ times: 3, places: 2 });
  });

  it('are forgotten after 30 days, and not before', async () => {
    const { store, counter, pass } = await open();
    await see(counter, '192.0.2.1');
    pass(scanLimits.keepHours - 1);
    await counter.sweep();
    expect((await counter.summary(serial)).times).toBe(1);
    pass(1);
    expect((await counter.summary(serial)).times).toBe(0);
    await counter.sweep();
    expect(await store.db.selectFrom('scans').selectAll().execute()).toEqual([]);
  });

  it('are swept a bounded number of hours at a time', async () => {
    const { store, counter, pass } = await open();
    for (let hour = 0; hour < scanLimits.hoursPerSweepMax + 2; hour++) {
      await see(counter, '192.0.2.1');
      pass(1);
    }
    pass(scanLimits.keepHours);
    await counter.sweep();
    expect(await store.db.selectFrom('scans').selectAll().execute()).toHaveLength(2);
  });

  it('that wait are bounded, and a fault of the store loses them and no page', async () => {
    const store = await stores.open();
    const faults: unknown[] = [];
    const counter = new ScanCounter({ store, onFault: (error) => void faults.push(error) });
    for (let index = 0; index < scanLimits.waitingMax + 5; index++)
      counter.saw(serial, `10.${index >> 8}.${index & 255}.1`);
    await counter.flush();
    const rows = await store.db.selectFrom('scans').select('place').execute();
    expect(rows.length).toBeLessThanOrEqual(scanLimits.waitingMax);
    expect((await counter.summary(serial)).isTooMany).toBe(true);
    await store.db.schema.dropTable('scans').execute();
    counter.saw(serial, '192.0.2.1');
    await counter.flush();
    expect(faults).toHaveLength(1);
  });
});

describe('what is too many for one package', () => {
  const { scansMax, placesMin, placesInHourMin } = scanThresholds;
  /** So many scans, an hour apart, from so many places in turn. */
  const scans = (count: number, places: number) =>
    Array.from({ length: count }, (_, hour) => ({ hour, place: `p${hour % places}`, salt: 1 }));
  const atOnce = (places: number) =>
    Array.from({ length: places }, (_, index) => ({ hour: 1, place: `p${index}`, salt: 1 }));

  it.each([
    [scans(scansMax + 1, placesMin), true],
    [scans(scansMax, placesMin), false],
    [scans(scansMax + 1, placesMin - 1), false],
    [scans(500, 1), false],
    [atOnce(placesInHourMin), true],
    [atOnce(placesInHourMin - 1), false],
  ])('case %#', (rows, expected) => {
    expect(summaryOf(rows, false).isTooMany).toBe(expected);
  });
});

describe('a coarse place', () => {
  it.each([
    ['192.0.2.1', '4:192.0'],
    ['::ffff:192.0.2.1', '4:192.0'],
    ['2001:db8:1:2::1', '6:2001:db8'],
    ['2001:0db8::', '6:2001:db8'],
    ['2001::1', '6:2001:0'],
    ['::1', '6:0:0'],
    ['fe80::1%eth0', '6:fe80:0'],
    ['', 'unknown'],
    ['not an address', 'unknown'],
  ])('of %j is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
