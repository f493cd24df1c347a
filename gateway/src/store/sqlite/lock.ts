import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreInUse, type StoreLock } from '../store-in-use.ts';

const sqliteBusy = 5;

/** The operating system's lock, held by SQLite on an empty file beside the store: the store itself stays open to readers. */
export function lockSqlite(path: string): StoreLock {
  const lock = new DatabaseSync(`${realPath(path)}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy)
      throw new StoreInUse(`the store ${path}`);
    throw error;
  }
  return { release: async () => lock.close() };
}

/** Every spelling of a store's path has one lock. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return join(realpathSync(dirname(path)), basename(path));
}
