import {
  type PostgresCursor,
  PostgresDialect,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import pg from 'pg';
import { checkParameters } from '../engine.ts';

const connectionsMax = 10;
const connectTimeoutMs = 10_000;
/** int8 and numeric (sums of int8): PostgreSQL's type numbers, pg_type.dat. */
const wholeNumberTypes: ReadonlySet<number> = new Set([20, 1700]);

/** Kysely over a pool of pg connections: whole numbers come back as numbers, parameters are checked before they are bound. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'mengsu-gateway',
    types: { getTypeParser },
  });
  // A connection that breaks while idle is replaced by the pool; one in use rejects its query.
  pool.on('error', () => undefined);
  return new PostgresDialect({
    pool: {
      connect: async () => checkedClient(await pool.connect()),
      end: () => pool.end(),
      options: pool.options,
    },
  });
}

function checkedClient(client: pg.PoolClient): PostgresPoolClient {
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(
    sql: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof sql !== 'string') throw new Error('this PostgreSQL connection does not stream: page by key');
    // pg's result is typed wider than Kysely's: commands of Kysely's own compiler only.
    return client.query(sql, checked(sql, parameters)) as unknown as Promise<PostgresQueryResult<R>>;
  }
  return { query, release: () => client.release() };
}

/** Kysely's own questions to the catalogue, asked by its migrator, bind booleans: they pass. */
function checked(sql: string, parameters: readonly unknown[]): unknown[] {
  return [...(sql.includes('"pg_catalog".') ? parameters : checkParameters(parameters))];
}

function getTypeParser(type: number, format?: string): (text: string) => unknown {
  if (wholeNumberTypes.has(type) && format !== 'binary') return parseWholeNumber;
  return pg.types.getTypeParser(type, format === 'binary' ? 'binary' : 'text');
}

function parseWholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`the database gave ${text}, not a whole number up to 2^53 − 1`);
  return value;
}
