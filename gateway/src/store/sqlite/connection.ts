import { Worker } from 'node:worker_threads';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { checkParameters, type SqlValue } from '../engine.ts';
import type { ConnectionOptions, SqliteAnswer, SqliteRequest } from './messages.ts';

/** SQLite refused a statement. `code` is its extended result code (sqlite.org/rescode.html), 0 where the binding refused. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (answer: Extract<SqliteAnswer, { rows: unknown }>) => void;
  readonly reject: (error: Error) => void;
}

/** One SQLite connection in its own thread; statements run in the order in which they are asked. */
export class SqliteConnection implements DatabaseConnection {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #failure: Error | undefined;

  constructor(options: ConnectionOptions) {
    const source = new URL('./connection-thread.ts', import.meta.url);
    // Once built, it lies beside this file as JavaScript.
    const thread = import.meta.url.endsWith('.ts') ? source : new URL(source.href.replace(/\.ts$/, '.js'));
    this.#worker = new Worker(thread, {
      workerData: options,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.#worker.on('message', (answer: SqliteAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) =>
      this.#fail(error instanceof Error ? error : new Error(String(error))),
    );
    this.#worker.on('exit', () => this.#fail(new Error('the SQLite connection is closed')));
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await this.#ask(query.sql, checkParameters(query.parameters));
    // Kysely types rows by the query that it compiled.
    return { rows: rows as R[], numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface asks for it, nothing of ours streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('this SQLite connection does not stream: page by key');
  }

  async run(sql: string): Promise<void> {
    await this.#ask(sql, []);
  }

  async close(): Promise<void> {
    if (this.#failure) return;
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    await this.#ask(undefined, []);
    await exited;
  }

  #ask(
    sql: string | undefined,
    parameters: readonly SqlValue[],
  ): Promise<Extract<SqliteAnswer, { rows: unknown }>> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, sql, parameters } satisfies SqliteRequest);
    });
  }

  #settle(answer: SqliteAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(new SqliteError(answer.error.message, answer.error.code));
    else waiting?.resolve(answer);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
