import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** The folder of initdb and postgres: on PATH, or where Debian keeps its versions, the newest first. */
export function findPostgres(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** A running PostgreSQL of a test's own. */
export interface PostgresCluster {
  /** URL of a new, empty database. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

const startAttemptsMax = 100;
const attemptPauseMs = 100;

/** A cluster in a folder of its own, reached by a socket in that folder: no port, nobody else's data. */
export async function startCluster(binaries: string): Promise<PostgresCluster> {
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
    createDatabase: (name) => createDatabase(urlOf, name),
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

async function createDatabase(urlOf: (database: string) => string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return urlOf(name);
}

/** SIGINT is PostgreSQL's fast shutdown. */
async function stopServer(server: ChildProcess): Promise<void> {
  const exited = once(server, 'exit');
  server.kill('SIGINT');
  await exited;
}
