import { sql, type Transaction } from 'kysely';
import type { Database, Queryable } from '../store/database.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import { insertAll } from './insert-all.ts';
import {
  digits,
  emptyPage,
  isLeaf,
  type Page,
  rootOfPage,
  type Slot,
  type StateLeaf,
  subjectKey,
} from './state-page.ts';
import { readPages } from './state-pages.ts';

interface KeyedLeaf {
  readonly key: string;
  readonly leaf: StateLeaf;
}

/**
 * Takes into the map how subjects stood after `block`, which becomes a version of it; `keepFrom`: the oldest version that must still be asked.
 * Answers the root. Nothing is changed where `block` is a version already. Throws RangeError for a block before the map's last one.
 */
export async function foldStates(
  db: Transaction<Database>,
  block: number,
  keepFrom: number,
): Promise<string> {
  const last = await lastVersion(db);
  if (last?.block === block) return last.root;
  if (last && last.block > block)
    throw new RangeError(`the map is after block ${last.block}, not before ${block}`);
  for (let leaves = await takeChanges(db, block); leaves.length > 0; leaves = await takeChanges(db, block))
    await writePages(db, await changedPages(db, leaves, block), { block, isFirst: last === undefined });
  const rootHash = rootOfPage((await readPages(db, [''], block)).get('') ?? emptyPage);
  await db.insertInto('state_versions').values({ block, root: rootHash }).execute();
  await db.deleteFrom('state_versions').where('block', '<', keepFrom).execute();
  await db.deleteFrom('past_pages').where('until', '<=', keepFrom).execute();
  return rootHash;
}

/** The map as it is. */
export const lastVersion = (db: Queryable): Promise<{ block: number; root: string } | undefined> =>
  db.selectFrom('state_versions').selectAll().orderBy('block', 'desc').limit(1).executeTakeFirst();

/** A long history is taken in piece by piece, so that memory does not grow with it. */
const changesMax = 20_000;

/** Takes the first changes up to a block out of their table, the last of each subject. */
async function takeChanges(db: Transaction<Database>, block: number): Promise<KeyedLeaf[]> {
  const rows = await db
    .selectFrom('state_changes')
    .selectAll()
    .where('block', '<=', block)
    .orderBy('block')
    .orderBy('kind')
    .orderBy('id')
    .limit(changesMax)
    .execute();
  const last = rows.at(-1);
  if (!last) return [];
  const leaves = new Map<string, KeyedLeaf>();
  for (const { kind, id, value } of rows) {
    const key = subjectKey(kind, id);
    leaves.set(key, { key, leaf: { kind, id, value } });
  }
  await db.deleteFrom('state_changes').where('block', '<', last.block).execute();
  await db
    .deleteFrom('state_changes')
    .where('block', '=', last.block)
    .where(sql<boolean>`(kind, id) <= (${last.kind}, ${last.id})`)
    .execute();
  return [...leaves.values()];
}

/** The pages that the leaves change, each with its slots filled from below, by prefix. */
async function changedPages(
  db: Queryable,
  leaves: readonly KeyedLeaf[],
  block: number,
): Promise<Map<string, Page>> {
  const levels: Map<string, Slot[]>[] = [];
  let work = new Map([['', leaves]]);
  if (leaves.length === 0) return new Map();
  while (work.size > 0) {
    const known = await readPages(db, [...work.keys()], block);
    const pages = new Map<string, Slot[]>();
    const below = new Map<string, readonly KeyedLeaf[]>();
    for (const [prefix, some] of work) {
      const page = [...(known.get(prefix) ?? emptyPage)];
      pages.set(prefix, page);
      for (const [digit, under] of byDigit(some, prefix.length)) {
        const left = settle(page, digit, under);
        if (left.length > 0) below.set(`${prefix}${digits[digit]}`, left);
      }
    }
    levels.push(pages);
    work = below;
  }
  return rootedFromBelow(levels);
}

/** Puts a single leaf where there is room for it; what needs a page of its own is answered, with the leaf that stood in the way. */
function settle(page: Slot[], digit: number, under: readonly KeyedLeaf[]): readonly KeyedLeaf[] {
  const slot = page[digit];
  if (typeof slot === 'string') return under;
  const old = isLeaf(slot) ? [{ key: subjectKey(slot.kind, slot.id), leaf: slot }] : [];
  const [first, ...others] = [...old.filter(({ key }) => !under.some((one) => one.key === key)), ...under];
  if (!first || others.length > 0) return first ? [first, ...others] : [];
  page[digit] = first.leaf;
  return [];
}

function byDigit(leaves: readonly KeyedLeaf[], depth: number): Map<number, KeyedLeaf[]> {
  const groups = new Map<number, KeyedLeaf[]>();
  for (const one of leaves) {
    const digit = digits.indexOf(one.key[depth] ?? '');
    const group = groups.get(digit);
    if (group) group.push(one);
    else groups.set(digit, [one]);
  }
  return groups;
}

/** From the deepest pages up, each page's root goes into its slot of the page above. */
function rootedFromBelow(levels: readonly Map<string, Slot[]>[]): Map<string, Page> {
  const all = new Map<string, Page>();
  for (const [depth, pages] of [...levels.entries()].reverse()) {
    for (const [prefix, page] of pages) {
      all.set(prefix, page);
      const above = levels[depth - 1]?.get(prefix.slice(0, -1));
      if (above) above[digits.indexOf(prefix.at(-1) ?? '')] = rootOfPage(page);
    }
  }
  return all;
}

async function writePages(
  db: Transaction<Database>,
  pages: ReadonlyMap<string, Page>,
  { block, isFirst }: { readonly block: number; readonly isFirst: boolean },
): Promise<void> {
  if (!isFirst) await keepPast(db, [...pages.keys()], block);
  await inGroups(pages.keys(), async (group) => {
    await db.deleteFrom('state_pages').where('prefix', 'in', group).execute();
    return [];
  });
  const rows = [...pages].map(([prefix, page]) => ({ prefix, slots: JSON.stringify(page) }));
  await insertAll(db, 'state_pages', rows);
}

/** Keeps the pages as they were before this fold; a piece before this one may have kept some of them. */
async function keepPast(
  db: Transaction<Database>,
  prefixes: readonly string[],
  until: number,
): Promise<void> {
  const kept = await inGroups(prefixes, (group) =>
    db
      .selectFrom('past_pages')
      .select('prefix')
      .where('prefix', 'in', group)
      .where('until', '=', until)
      .execute(),
  );
  const isKept = new Set(kept.map(({ prefix }) => prefix));
  const left = prefixes.filter((prefix) => !isKept.has(prefix));
  const old = await inGroups(left, (group) =>
    db.selectFrom('state_pages').selectAll().where('prefix', 'in', group).execute(),
  );
  await insertAll(
    db,
    'past_pages',
    old.map((row) => ({ ...row, until })),
  );
}
