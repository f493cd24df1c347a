import type { Queryable } from '../store/database.ts';
import {
  contentOf,
  digits,
  emptyPage,
  halves,
  hashOfRun,
  type Page,
  type Run,
  type StateLeaf,
  subjectKey,
  wholePage,
} from './state-page.ts';
import { readPages } from './state-pages.ts';
import type { Pruned } from './tree.ts';

/** A subject by its name. */
export interface SubjectName {
  readonly kind: string;
  readonly id: string;
}

/** Subjects as the map has them, in the order they were asked, and the map without what leads to none of them. */
export interface PrunedStates {
  readonly leaves: readonly StateLeaf[];
  readonly states: Pruned;
}

/** The subjects that the map has, as it was after `block`, with its proof. Those that it has not are left out. */
export async function pruneStates(
  db: Queryable,
  names: readonly SubjectName[],
  block: number,
): Promise<PrunedStates> {
  const pages = await pagesTo(
    db,
    names.map(({ kind, id }) => subjectKey(kind, id)),
    block,
  );
  const found = names.flatMap(({ kind, id }) => leafIn(pages, subjectKey(kind, id)) ?? []);
  const places = new Map(found.map(({ kind, id }, place) => [subjectKey(kind, id), place]));
  return { leaves: found, states: prune({ pages, places }, '', wholePage) };
}

/** The pages on the way to each key, level by level. */
async function pagesTo(db: Queryable, keys: readonly string[], block: number): Promise<Map<string, Page>> {
  const pages = new Map<string, Page>();
  let prefixes = [''];
  while (prefixes.length > 0) {
    const level = await readPages(db, prefixes, block);
    for (const [prefix, page] of level) pages.set(prefix, page);
    const depth = (prefixes[0] ?? '').length;
    const below = keys.filter((key) => {
      const page = level.get(key.slice(0, depth));
      return typeof page?.[digits.indexOf(key[depth] ?? '')] === 'string';
    });
    prefixes = [...new Set(below.map((key) => key.slice(0, depth + 1)))];
  }
  return pages;
}

function leafIn(pages: ReadonlyMap<string, Page>, key: string): StateLeaf | undefined {
  for (let depth = 0; ; depth++) {
    const slot = pages.get(key.slice(0, depth))?.[digits.indexOf(key[depth] ?? '')];
    if (slot === null || slot === undefined) return undefined;
    if (typeof slot === 'string') continue;
    return subjectKey(slot.kind, slot.id) === key ? slot : undefined;
  }
}

interface Wanted {
  readonly pages: ReadonlyMap<string, Page>;
  /** Key → place in the list of subjects. */
  readonly places: ReadonlyMap<string, number>;
}

function prune(wanted: Wanted, prefix: string, run: Run): Pruned {
  const page = wanted.pages.get(prefix) ?? emptyPage;
  const content = contentOf(page, run);
  if (content.kind === 'nothing') return '';
  if (content.kind === 'leaf') {
    const { kind, id } = content.leaf;
    return wanted.places.get(subjectKey(kind, id)) ?? hashOfRun(page, run);
  }
  if (!isWanted(wanted, prefix, run)) return hashOfRun(page, run);
  if (content.kind === 'page') return prune(wanted, `${prefix}${digits[content.digit]}`, wholePage);
  const [left, right] = halves(run);
  return [prune(wanted, prefix, left), prune(wanted, prefix, right)];
}

/** Whether the run leads to a subject that is asked for. */
function isWanted({ places }: Wanted, prefix: string, { first, count }: Run): boolean {
  return [...places.keys()].some((key) => {
    const digit = digits.indexOf(key[prefix.length] ?? '');
    return key.startsWith(prefix) && digit >= first && digit < first + count;
  });
}
