import type { Queryable } from '../database.ts';
import { inGroups } from './in-groups.ts';

/** How far a search through the lineage goes. */
export interface LineageLimits {
  /** Transforms away from the root. */
  readonly depthMax: number;
  readonly lotsMax: number;
}

export interface Relatives {
  /** Lot id → the fewest transforms between it and the root; the root itself is not among them. */
  readonly depths: ReadonlyMap<string, number>;
  /** True where a limit left lots out. */
  readonly truncated: boolean;
}

/**
 * The lots that went into `root` (back) or were made from it (forward), nearest first.
 * It goes transform by transform and sees each lot once, so the limits bound the work itself and not only the answer:
 * a recursive query would walk a whole mill's history before its LIMIT cuts it, and no cycle can hold it.
 */
export async function readRelatives(
  db: Queryable,
  root: string,
  { direction, depthMax, lotsMax }: LineageLimits & { readonly direction: 'back' | 'forward' },
): Promise<Relatives> {
  const next = direction === 'back' ? parentsOf : childrenOf;
  const depths = new Map<string, number>([[root, 0]]);
  // A generation may name lots that an earlier one named already, so it may be larger than what is wanted of it.
  const generationMax = 2 * lotsMax + 2;
  let frontier: string[] = [root];
  let truncated = false;
  for (let depth = 1; frontier.length > 0 && !truncated; depth++) {
    const found = await inGroups(frontier, (group) => next(db, group, generationMax));
    const fresh = found.filter((lot) => !depths.has(lot));
    const room = depth > depthMax ? 0 : lotsMax + 1 - depths.size;
    truncated = fresh.length > room || found.length >= generationMax;
    frontier = fresh.slice(0, room);
    for (const lot of frontier) depths.set(lot, depth);
  }
  depths.delete(root);
  return { depths, truncated };
}

/** Cross joins keep SQLite to this order: few lots first, then their events by index. */
async function parentsOf(db: Queryable, lots: readonly string[], limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('lots as child')
    .crossJoin('event_lots as used')
    .select('used.lot')
    .distinct()
    .where('child.id', 'in', lots)
    .whereRef('used.event', '=', 'child.event')
    .where('used.side', '=', 'in')
    .orderBy('used.lot')
    .limit(limit)
    .execute();
  return rows.map(({ lot }) => lot);
}

async function childrenOf(db: Queryable, lots: readonly string[], limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('event_lots as used')
    .crossJoin('event_lots as made')
    .select('made.lot')
    .distinct()
    .where('used.lot', 'in', lots)
    .where('used.side', '=', 'in')
    .whereRef('made.event', '=', 'used.event')
    .where('made.side', '=', 'out')
    .orderBy('made.lot')
    .limit(limit)
    .execute();
  return rows.map(({ lot }) => lot);
}
