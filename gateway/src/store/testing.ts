import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Engine } from './engine.ts';
import { openStore, type Store } from './open-store.ts';
import { findPostgres, type PostgresCluster, startCluster } from './testing-postgres.ts';

/** Test utility: throw-away stores on both databases. PostgreSQL is skipped with the reason where no server is installed. */
export interface TestStores {
  readonly engine: Engine;
  /** A fresh, empty store; closed after the suite. */
  open(): Promise<Store>;
  /** The URL of a fresh database, for tests that open a store more than once. */
  freshUrl(): Promise<string>;
}

/** Runs one suite over both databases. Every `it` gets its stores by `stores.open()`. */
export function describeStores(name: string, suite: (stores: TestStores) => void): void {
  describe(`${name} on SQLite`, () => suite(sqliteStores()));
  const binaries = findPostgres();
  if (binaries === undefined && process.env.MENGSU_REQUIRE === 'all') {
    throw new Error('MENGSU_REQUIRE=all: the PostgreSQL server (initdb, postgres) is not installed');
  }
  const reason = binaries === undefined ? ' (skipped: no PostgreSQL server is installed)' : '';
  describe.skipIf(binaries === undefined)(`${name} on PostgreSQL${reason}`, () =>
    suite(postgresStores(binaries ?? '')),
  );
}

function sqliteStores(): TestStores {
  const folder = mkdtempSync(join(tmpdir(), 'mengsu-store-'));
  const opened: Store[] = [];
  let count = 0;
  const freshUrl = async () => `sqlite:${join(folder, `${count++}.db`)}`;
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    rmSync(folder, { recursive: true });
  });
  return {
    engine: 'sqlite',
    freshUrl,
    open: async () => remember(opened, await openStore(await freshUrl())),
  };
}

function remember(opened: Store[], store: Store): Store {
  opened.push(store);
  return store;
}

function postgresStores(binaries: string): TestStores {
  const opened: Store[] = [];
  let cluster: PostgresCluster | undefined;
  let count = 0;
  const freshUrl = async (): Promise<string> => {
    if (!cluster) throw new Error('the PostgreSQL cluster has not started');
    return cluster.createDatabase(`store_${count++}`);
  };
  beforeAll(async () => {
    cluster = await startCluster(binaries);
  });
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await cluster?.stop();
  });
  return {
    engine: 'postgres',
    freshUrl,
    open: async () => remember(opened, await openStore(await freshUrl())),
  };
}
