import type { BreachCode } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';
import { inGroups } from './in-groups.ts';

/** An event that is on the ledger: the answer `exists`. */
export interface RecordedStatus {
  readonly id: string;
  readonly block: number;
  readonly recordedAt: string;
  readonly breaches: readonly BreachCode[];
}

/** Which of these events are recorded, by id; the others are absent. */
export async function readRecorded(
  db: Queryable,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, RecordedStatus>> {
  const rows = await inGroups(ids, (group) =>
    db
      .selectFrom('events')
      .select(['id', 'block', 'recorded_at', 'breaches'])
      .where('id', 'in', group)
      .execute(),
  );
  return new Map(
    rows.map(({ id, block, recorded_at: recordedAt, breaches }) => [
      id,
      { id, block, recordedAt, breaches: JSON.parse(breaches) as BreachCode[] },
    ]),
  );
}
