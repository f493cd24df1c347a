import { sql } from 'kysely';
import type { Queryable } from '../database.ts';

/** What is odd in the chain of a device's events (proof.md §1). It is no refusal: offline devices hand in late. */
export interface DeviceChain {
  readonly kid: string;
  readonly events: number;
  readonly sequenceMax: number;
  /** Numbers that are missing between the first and the last, as ranges; refused and withdrawn events leave gaps too. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  /** Numbers that more than one event bears, or events that do not name the event of the number before them. */
  readonly forks: readonly { readonly sequence: number; readonly events: readonly string[] }[];
  /** True where there are more gaps or forks than are told. */
  readonly truncated: boolean;
}

const findingsMax = 100;

export async function readDeviceChain(db: Queryable, kid: string): Promise<DeviceChain> {
  const { rows: totals } = await sql<{ events: number; last: number | null }>`
    select count(*) as events, max(sequence) as last from events where device = ${kid}`.execute(db);
  const { rows: gaps } = await sql<{ before: number; after: number }>`
    select before, after from (
      select coalesce(lag(sequence) over (order by sequence), 0) as before, sequence as after
      from events where device = ${kid}) as steps
    where after > before + 1 order by after limit ${sql.lit(findingsMax + 1)}`.execute(db);
  const { rows: forks } = await sql<{ sequence: number; id: string }>`
    select own.sequence, own.id from events as own
    left join events as prior on prior.device = own.device and prior.sequence = own.sequence - 1
    where own.device = ${kid} and (
      prior.id <> own.previous
      or (own.previous is null and own.sequence > 1 and prior.id is not null)
      or exists (select 1 from events as twin
        where twin.device = own.device and twin.sequence = own.sequence and twin.id <> own.id))
    group by own.sequence, own.id order by own.sequence, own.id limit ${sql.lit(findingsMax + 1)}`.execute(
    db,
  );
  return {
    kid,
    events: totals[0]?.events ?? 0,
    sequenceMax: totals[0]?.last ?? 0,
    gaps: gaps.slice(0, findingsMax).map(({ before, after }) => ({ from: before + 1, to: after - 1 })),
    forks: bySequence(forks.slice(0, findingsMax)),
    truncated: gaps.length > findingsMax || forks.length > findingsMax,
  };
}

function bySequence(rows: readonly { sequence: number; id: string }[]): DeviceChain['forks'] {
  const forks = new Map<number, string[]>();
  for (const { sequence, id } of rows) forks.set(sequence, [...(forks.get(sequence) ?? []), id]);
  return [...forks].map(([sequence, events]) => ({ sequence, events }));
}
