import type { Queryable } from '../store/database.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import type { Page } from './state-page.ts';

/** The pages under these prefixes as the map was after `block`; those that were not there are left out. `block` must be a version of the map. */
export async function readPages(
  db: Queryable,
  prefixes: readonly string[],
  block: number,
): Promise<Map<string, Page>> {
  const pages = new Map<string, Page>();
  const now = await inGroups(prefixes, (group) =>
    db.selectFrom('state_pages').selectAll().where('prefix', 'in', group).execute(),
  );
  const past = await inGroups(prefixes, (group) =>
    db
      .selectFrom('past_pages')
      .selectAll()
      .where('prefix', 'in', group)
      .where('until', '>', block)
      .orderBy('until', 'desc')
      .execute(),
  );
  // The past pages come newest first, so that the oldest of those that were replaced later stays.
  for (const { prefix, slots } of [...now, ...past]) pages.set(prefix, JSON.parse(slots) as Page);
  return pages;
}
