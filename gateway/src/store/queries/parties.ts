import type { PartyView } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import { inGroups } from './in-groups.ts';
import { partyView } from './views.ts';

/** Which of these parties are enrolled, by id; the others are absent. */
export async function readParties(
  db: Queryable,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, PartyView>> {
  const rows = await inGroups(ids, (group) =>
    db.selectFrom('parties').selectAll().where('id', 'in', group).execute(),
  );
  return new Map(rows.map((row) => [row.id, partyView(row)]));
}
