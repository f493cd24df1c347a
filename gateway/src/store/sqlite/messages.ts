import type { SqlValue } from '../engine.ts';

/** What a connection is opened with. `write` creates the file; a reader never changes it. */
export interface ConnectionOptions {
  readonly path: string;
  readonly mode: 'write' | 'read';
}

/** One statement for the connection's thread; `undefined` SQL closes the connection. */
export interface SqliteRequest {
  readonly id: number;
  readonly sql: string | undefined;
  readonly parameters: readonly SqlValue[];
}

/** Its answer, or the engine's refusal. */
export type SqliteAnswer =
  | { readonly id: number; readonly rows: Record<string, SqlValue>[]; readonly changes: number }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: number } };
