import { randomBytes } from 'node:crypto';
import type { ScanSummary } from '@mengsu/web-scan/views';
import type { Store } from '../store/open-store.ts';
import { coarsePlace } from './coarse-place.ts';
import { summaryOf } from './scan-rule.ts';
import type { ScanRow, ScanSaltRow } from './scan-tables.ts';

export const scanLimits = {
  keepHours: 30 * 24,
  /** Scans of one code that are kept. */
  perCodeMax: 2_000,
  /** Scans that wait to be written; more are not counted. */
  waitingMax: 10_000,
  rowsPerInsertMax: 500,
  flushMs: 1_000,
  sweepMs: 600_000,
  /** Hours of old rows that one sweep deletes. */
  hoursPerSweepMax: 48,
} as const;

export interface ScanCounterOptions {
  readonly store: Pick<Store, 'db' | 'read'>;
  readonly onFault: (error: unknown) => void;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

/** Counts scans of known codes off the ledger, in hours and large networks. It is counted after the page has gone out, in batches, and forgotten after 30 days. */
export class ScanCounter {
  readonly #store: Pick<Store, 'db' | 'read'>;
  readonly #onFault: (error: unknown) => void;
  readonly #now: () => number;
  readonly #waiting = new Map<
    string,
    { readonly serial: string; readonly hour: number; readonly address: string }
  >();
  #flushTimer: NodeJS.Timeout | undefined;
  #sweepTimer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor({ store, onFault, now = Date.now }: ScanCounterOptions) {
    this.#store = store;
    this.#onFault = onFault;
    this.#now = now;
  }

  /** Begins to forget. */
  start(): void {
    this.#sweepTimer = setInterval(() => void this.sweep().catch(this.#onFault), scanLimits.sweepMs);
    this.#sweepTimer.unref();
    void this.sweep().catch(this.#onFault);
  }

  /** Writes what waits. */
  async stop(): Promise<void> {
    clearInterval(this.#sweepTimer);
    await this.flush();
  }

  /** What is known of a code's scans within 30 days. */
  async summary(serial: string): Promise<ScanSummary> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('scans')
        .select(['hour', 'place', 'salt'])
        .where('serial', '=', serial)
        .where('hour', '>', this.#hour() - scanLimits.keepHours)
        .limit(scanLimits.perCodeMax)
        .execute(),
    );
    return summaryOf(rows, rows.length >= scanLimits.perCodeMax);
  }

  /** Remembers a scan until the next writing. The address stays in memory for a second and goes no further. */
  saw(serial: string, address: string): void {
    if (this.#waiting.size >= scanLimits.waitingMax) return;
    const hour = this.#hour();
    this.#waiting.set(`${serial} ${hour} ${address}`, { serial, hour, address });
    this.#flushTimer ??= setTimeout(() => void this.flush(), scanLimits.flushMs).unref();
  }

  /** Writes what waits now. A fault is told and what was counted is lost: a count is not worth a page. */
  flush(): Promise<void> {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const seen = [...this.#waiting.values()];
    this.#waiting.clear();
    if (seen.length > 0)
      this.#writing = this.#writing.then(() => this.#write(seen)).catch((error) => this.#onFault(error));
    return this.#writing;
  }

  /** Deletes what is older than 30 days, a bounded number of hours at a time. */
  async sweep(): Promise<void> {
    const oldest = this.#hour() - scanLimits.keepHours;
    for (let count = 0; count < scanLimits.hoursPerSweepMax; count++) {
      const row = await this.#store.db
        .selectFrom('scans')
        .select('hour')
        .where('hour', '<=', oldest)
        .orderBy('hour')
        .limit(1)
        .executeTakeFirst();
      if (!row) return;
      await this.#store.db.deleteFrom('scans').where('hour', '=', row.hour).execute();
    }
  }

  async #write(seen: readonly { serial: string; hour: number; address: string }[]): Promise<void> {
    const { salt, number } = await this.#salt();
    const rows = new Map<string, ScanRow>();
    for (const { serial, hour, address } of seen) {
      const row = { serial, hour, place: coarsePlace(address, salt), salt: number };
      rows.set(`${serial} ${hour} ${row.place}`, row);
    }
    const all = [...rows.values()];
    for (let from = 0; from < all.length; from += scanLimits.rowsPerInsertMax) {
      const part = all.slice(from, from + scanLimits.rowsPerInsertMax);
      await this.#store.db
        .insertInto('scans')
        .values(part)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }

  /** The salt in use; a new one where there is none or it is 30 days old. The old one is gone then, and with it what rows of its time could be joined by. */
  async #salt(): Promise<ScanSaltRow> {
    const known = await this.#store.db.selectFrom('scan_salt').selectAll().executeTakeFirst();
    const hour = this.#hour();
    if (known && hour - known.since < scanLimits.keepHours) return known;
    const fresh = {
      one: 0,
      number: (known?.number ?? 0) + 1,
      salt: randomBytes(24).toString('base64url'),
      since: hour,
    };
    await this.#store.db
      .insertInto('scan_salt')
      .values(fresh)
      .onConflict((conflict) => conflict.column('one').doUpdateSet(fresh))
      .execute();
    return fresh;
  }

  #hour = (): number => Math.floor(this.#now() / 3_600_000);
}
