import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/** The key that reports are sealed with cannot be used; nothing of what is in the file is repeated. */
export class ReportsKeyUnusable extends Error {
  override readonly name = 'ReportsKeyUnusable';
}

/** AES-256-GCM under a key that lies beside the store, not in it: a copy of the database alone tells nothing. */
export interface Seal {
  /** `about` is bound to the text: under another it does not open. */
  seal(text: string, about: string): string;
  /** Throws ReportsKeyUnusable for another key, another `about` and a text that was changed. */
  open(sealed: string, about: string): string;
}

/** The key in a file of mode 0600, which is made where it is not there. Throws ReportsKeyUnusable where others may read it or it is no key. */
export function openSeal(file: string): Seal {
  const key = readKey(file);
  return {
    seal(text, about) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed, 'base64url');
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
          .setAAD(Buffer.from(about))
          .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        return cipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + cipher.final('utf8');
      } catch (error) {
        // OpenSSL throws an Error for whatever does not open.
        if (error instanceof Error) throw new ReportsKeyUnusable('a report does not open with this key');
        throw error;
      }
    },
  };
}

function readKey(file: string): Buffer {
  try {
    writeFileSync(file, `${randomBytes(keyBytes).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new ReportsKeyUnusable(
      'the key of the reports may be read by others: its file must have mode 0600',
    );
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[\w-]{43}$/.test(text)) throw new ReportsKeyUnusable('the file of the reports’ key holds no key');
  return Buffer.from(text, 'base64url');
}
