import { tmpdir } from 'node:os';
import { relative } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { rebuildIndex } from '../cli/index-commands.ts';
import { type Config, parseConfig } from '../config.ts';
import { startGateway } from '../gateway.ts';
import { StoreInUse } from './store-in-use.ts';
import { lockStore } from './store-lock.ts';
import { describeStores } from './testing.ts';

const unexpected = (error: unknown): never => expect.fail(`lost the store: ${error}`);
const configOf = (databaseUrl: string): Config =>
  parseConfig({ DATABASE_URL: databaseUrl, MENGSU_DATA: tmpdir(), PORT: '0' });

describeStores('a store that a gateway has', (stores) => {
  it('is refused to a second one and to a rebuild with one sentence, until it is released', async () => {
    const url = await stores.freshUrl();
    const lock = await lockStore(url, unexpected);
    const config = configOf(url);
    const attempts = await Promise.allSettled([
      startGateway(config, pino({ level: 'silent' }), unexpected),
      rebuildIndex(config, process.stderr),
    ]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ status: 'rejected', reason: expect.any(StoreInUse) });
      expect(String(attempt.status === 'rejected' && attempt.reason.message)).toMatch(
        /^the .* is in use by a running gateway or rebuild; stop that first\.$/,
      );
    }
    await lock.release();
    await (await lockStore(url, unexpected)).release();
  });

  it('is another one than its neighbour', async () => {
    const locks = [
      await lockStore(await stores.freshUrl(), unexpected),
      await lockStore(await stores.freshUrl(), unexpected),
    ];
    for (const lock of locks) await lock.release();
  });

  if (stores.engine === 'sqlite') {
    it('is the same by every spelling of its path', async () => {
      const path = (await stores.freshUrl()).slice('sqlite:'.length);
      const lock = await lockStore(`sqlite:${path}`, unexpected);
      await expect(lockStore(`sqlite:${relative(process.cwd(), path)}`, unexpected)).rejects.toThrow(
        StoreInUse,
      );
      await lock.release();
    });
    return;
  }

  it('is taken anew when its connection broke', async () => {
    const url = await stores.freshUrl();
    const lock = await lockStore(url, unexpected);
    const before = await holders(url);
    await ask(url, 'select pg_terminate_backend($1)', [before[0]]);
    await expect.poll(async () => (await holders(url))[0] ?? before[0]).not.toBe(before[0]);
    await expect(lockStore(url, unexpected)).rejects.toThrow(StoreInUse);
    await lock.release();
  });

  it('is lost when somebody else was faster', async () => {
    const url = await stores.freshUrl();
    const { promise: lost, resolve } = Promise.withResolvers<Error>();
    const lock = await lockStore(url, resolve);
    // It waits in the queue, so it has the lock in the moment in which the other one loses it.
    const thief = new pg.Client({ connectionString: url });
    await thief.connect();
    const [number] = await ask(
      url,
      "select (classid::int8 << 32) + objid::int8 as found from pg_locks where locktype = 'advisory'",
      [],
    );
    const stolen = thief.query('select pg_advisory_lock($1)', [number]);
    await expect
      .poll(() => ask(url, 'select pid as found from pg_locks where not granted', []))
      .toHaveLength(1);
    await ask(url, 'select pg_terminate_backend($1)', [(await holders(url))[0]]);
    await stolen;
    expect(await lost).toBeInstanceOf(StoreInUse);
    await thief.end();
    await lock.release();
  });
});

/** Process numbers of the database's sessions that have its advisory lock. */
const holders = (url: string): Promise<unknown[]> =>
  ask(
    url,
    "select pid as found from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())",
    [],
  );

async function ask(url: string, text: string, values: unknown[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ found: unknown }>(text, values)).rows.map(({ found }) => found);
  } finally {
    await client.end();
  }
}
