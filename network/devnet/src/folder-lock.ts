import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/**
 * One process for one data folder. The lock is the operating system's, held by SQLite on an empty file: it ends with its
 * process, however that ends, so there is nothing stale to clear away.
 * @param holder what holds it, for the refusal's words.
 * @returns the way to let go, once or again.
 * @throws FolderInUseError when another process has the folder.
 */
export function lockFolder(folder: string, holder = 'devnet'): () => void {
  const lock = new DatabaseSync(path.join(folder, 'lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new FolderInUseError(
        `${folder} is in use by another ${holder}; stop it first, or take another data folder`,
      );
    }
    throw error;
  }
  return () => {
    if (lock.isOpen) lock.close();
  };
}

const sqliteBusy = 5;
