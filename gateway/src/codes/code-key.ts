import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fromBase64url, toBase64url } from '@mengsu/chaincode/model';
import { CheckKey, keyBytes } from './serial.ts';

/** The secret behind check characters cannot be used; the message is one sentence for the operator and holds nothing of it. */
export class CodeKeyError extends Error {
  override readonly name = 'CodeKeyError';
}

/**
 * The check key of a file, made (32 random bytes as base64url, mode 0600) where there is none. Of two programs that make it at once, one wins and both
 * read its key. Throws CodeKeyError where others may read the file or it is no key.
 */
export async function openCodeKey(file: string): Promise<CheckKey> {
  const text = (await readIfThere(file)) ?? (await makeKey(file));
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new CodeKeyError(`${file} can be read by others: chmod 600 it`);
  const secret = fromBase64url(text.trim());
  if (secret?.length !== keyBytes)
    throw new CodeKeyError(`${file} is no code key: ${keyBytes} bytes as base64url are expected`);
  return new CheckKey(secret);
}

async function makeKey(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}.new`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${toBase64url(randomBytes(keyBytes))}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // A link, unlike a rename, leaves a key alone that somebody else has made meanwhile: codes may be printed under it.
    await link(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Whether an error is the file system's of that code. */
export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
