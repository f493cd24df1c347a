import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StoreInUse, type StoreLock } from '../store-in-use.ts';

/** Of our own choice; advisory locks are one database's, and nobody else should take this number there. */
const lockNumber = 7_204_150_683;
const connectTimeoutMs = 10_000;
const reconnectPauseMs = 1_000;

/** An advisory lock on a connection of its own. When the connection breaks, the lock is taken anew; `onLost` when somebody else was faster. */
export async function lockPostgres(url: string, onLost: (error: Error) => void): Promise<StoreLock> {
  const releasing = new AbortController();
  let client = await connectLocked(url);
  const keep = async (): Promise<void> => {
    while (!releasing.signal.aborted) {
      await client.ended;
      if (!releasing.signal.aborted) client = await connectAgain(url, releasing.signal);
    }
  };
  const kept = keep().catch((error: Error) => {
    if (!releasing.signal.aborted) onLost(error);
  });
  return {
    async release() {
      releasing.abort();
      await client.close();
      await kept;
    },
  };
}

interface Held {
  /** Resolves when the connection, and the lock with it, is gone. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

async function connectLocked(url: string): Promise<Held> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'mengsu-gateway-lock',
    keepAlive: true,
  });
  // What breaks the connection also ends it, and that is looked for.
  client.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  await client.connect();
  try {
    // The server lets go of a holder whose machine is gone after 10 + 3 × 5 seconds, not after hours.
    await client.query(
      'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
    );
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      lockNumber,
    ]);
    if (!rows[0]?.locked) throw new StoreInUse('the PostgreSQL store');
  } catch (error) {
    await client.end();
    throw error;
  }
  return { ended, close: () => client.end() };
}

async function connectAgain(url: string, signal: AbortSignal): Promise<Held> {
  for (;;) {
    try {
      return await connectLocked(url);
    } catch (error) {
      // A database that is away comes back, or not: the gateway says so by its other connections.
      if (error instanceof StoreInUse) throw error;
      await sleep(reconnectPauseMs, undefined, { signal });
    }
  }
}
