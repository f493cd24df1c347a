import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Engine } from './engine.ts';
import { openStore, type Store } from './open-store.ts';

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

/** The folder of initdb and postgres: on PATH, or where Debian keeps its versions, the newest first. */
function findPostgres(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

function postgresStores(binaries: string): TestStores {
  const opened: Store[] = [];
  let cluster: Cluster | undefined;
  let count = 0;
  const freshUrl = async (): Promise<string> => {
    if (!cluster) throw new Error('the PostgreSQL cluster has not started');
    return createDatabase(cluster, `store_${count++}`);
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

interface Cluster {
  urlOf(database: string): string;
  stop(): Promise<void>;
}

const startAttemptsMax = 100;
const attemptPauseMs = 100;

/** A cluster in a folder of its own, reached by a socket in that folder: no port, nobody else's data. */
async function startCluster(binaries: string): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'mengsu-pg-'));
  const user = unprivileged(folder);
  const data = join(folder, 'data');
  execFileSync(
    ...user.command(join(binaries, 'initdb'), '-D', data, '-U', 'mengsu', '-A', 'trust', '-E', 'UTF8'),
    {
      stdio: 'ignore',
      cwd: folder,
    },
  );
  const [program, args] = user.command(
    join(binaries, 'postgres'),
    ...['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
  );
  const server = spawn(program, args, { stdio: 'ignore', cwd: folder });
  const urlOf = (database: string) =>
    `postgres://mengsu@localhost/${database}?host=${encodeURIComponent(folder)}`;
  await untilReady(urlOf('postgres'));
  return {
    urlOf,
    async stop() {
      await stopServer(server);
      rmSync(folder, { recursive: true });
    },
  };
}

interface Unprivileged {
  command(program: string, ...args: string[]): [string, string[]];
}

/** PostgreSQL refuses to run as root: there it runs as its own user, or as nobody. */
function unprivileged(folder: string): Unprivileged {
  if (process.getuid?.() !== 0) return { command: (program, ...args) => [program, args] };
  const [uid, gid] = idsOf('postgres') ?? idsOf('nobody') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('found no user but root to run PostgreSQL as');
  chownSync(folder, uid, gid);
  const drop = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  return { command: (program, ...args) => ['setpriv', [...drop, program, ...args]] };
}

function idsOf(user: string): [number, number] | undefined {
  try {
    const ask = (what: string) =>
      Number(execFileSync('id', [what, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return [ask('-u'), ask('-g')];
  } catch (error) {
    // `id` ends with 1 for a user that does not exist.
    if (error instanceof Error && 'status' in error && error.status === 1) return undefined;
    throw error;
  }
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === startAttemptsMax) throw error;
      await sleep(attemptPauseMs);
    }
  }
}

async function createDatabase(cluster: Cluster, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: cluster.urlOf('postgres') });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return cluster.urlOf(name);
}

/** SIGINT is PostgreSQL's fast shutdown. */
async function stopServer(server: ChildProcess): Promise<void> {
  const exited = once(server, 'exit');
  server.kill('SIGINT');
  await exited;
}
