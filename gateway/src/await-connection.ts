import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Connection, readConnection } from './ledger/index.ts';

const waitMaxMs = 30_000;
const pollMs = 50;

/** The connection file, which a devnet that starts at the same time writes when it listens. Throws when it is not there after 30 s. */
export async function awaitConnection(file: string, log: Logger): Promise<Connection> {
  if (!existsSync(file)) log.info({ file }, 'waiting for the connection file');
  for (const until = Date.now() + waitMaxMs; !existsSync(file) && Date.now() < until; ) await delay(pollMs);
  return readConnection(file);
}
