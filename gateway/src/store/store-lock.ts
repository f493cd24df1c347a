import { setTimeout as sleep } from 'node:timers/promises';
import { lockPostgres } from './postgres/lock.ts';
import { lockSqlite } from './sqlite/lock.ts';
import { StoreInUse, type StoreLock } from './store-in-use.ts';

/** A process that was killed a moment ago may not be gone for the database yet. */
const attemptsMax = 10;
const attemptPauseMs = 300;

/**
 * One writer for one store: a gateway, or a rebuild. Two would read the ledger into the same rows.
 * The lock ends with its process, however that ends, so there is nothing stale to clear away.
 * `onLost` is told when a database that was away gave the store to somebody else meanwhile.
 * Throws StoreInUse when another process has it.
 */
export async function lockStore(url: string, onLost: (error: Error) => void): Promise<StoreLock> {
  for (let attempt = 1; ; attempt++) {
    try {
      return url.startsWith('sqlite:')
        ? lockSqlite(url.slice('sqlite:'.length))
        : await lockPostgres(url, onLost);
    } catch (error) {
      if (!(error instanceof StoreInUse) || attempt === attemptsMax) throw error;
      await sleep(attemptPauseMs);
    }
  }
}
