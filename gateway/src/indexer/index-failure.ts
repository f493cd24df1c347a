import { SqliteError } from '../store/sqlite/connection.ts';
import { IndexAlarm } from './index-alarm.ts';

/** SQLITE_CONSTRAINT (sqlite.org/rescode.html), the low byte of its extended codes. */
const sqliteConstraint = 19;
/** PostgreSQL, appendix A: class 23, integrity constraint violation; class 22, data exception. */
const postgresRefusal = /^2[23]/;

/** Any failure as the reason why the index stands still. */
export function alarmOf(error: unknown): IndexAlarm {
  if (error instanceof IndexAlarm) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new IndexAlarm(isRefusedRow(error) ? 'CONTRADICTION' : 'STORE', detail, { cause: error });
}

/** True for failures that may pass by themselves. A row that the database refuses, and everything that the blocks themselves say, stays as it is. */
export function mayPass(error: unknown): boolean {
  const { code } = alarmOf(error);
  return (
    (code === 'STREAM' || code === 'STORE') && !(error instanceof TypeError || error instanceof RangeError)
  );
}

function isRefusedRow(error: unknown): boolean {
  if (error instanceof SqliteError) return (error.code & 0xff) === sqliteConstraint;
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.length === 5 &&
    postgresRefusal.test(error.code)
  );
}
