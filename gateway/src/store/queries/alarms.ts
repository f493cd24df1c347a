import type { AlarmKind } from '../../audit/audit-tables.ts';
import type { Queryable } from '../database.ts';

/** An alarm of the audit, as the API tells it. */
export interface Alarm {
  readonly number: number;
  readonly kind: AlarmKind;
  readonly block: number;
  readonly tx: number;
  readonly txId: string;
  /** Undefined where it is about the transaction. */
  readonly event: string | undefined;
  readonly found: string;
  readonly expected: string;
  readonly raisedAt: string;
}

export interface AlarmPage {
  readonly alarms: readonly Alarm[];
  /** The number to ask after next; undefined where there are no more. */
  readonly next: number | undefined;
}

/** Alarms after number `after`, in the order in which they were raised. */
export async function readAlarms(
  db: Queryable,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<AlarmPage> {
  const rows = await db
    .selectFrom('alarms')
    .selectAll()
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit + 1)
    .execute();
  const alarms = rows.slice(0, limit).map(({ tx_id: txId, raised_at: raisedAt, event, ...row }) => ({
    ...row,
    txId,
    raisedAt,
    event: event ?? undefined,
  }));
  return { alarms, next: rows.length > limit ? alarms.at(-1)?.number : undefined };
}

export async function countAlarms(db: Queryable): Promise<number> {
  const row = await db
    .selectFrom('alarms')
    .select(({ fn }) => fn.countAll<number>().as('alarms'))
    .executeTakeFirst();
  return row?.alarms ?? 0;
}
