import type { Queryable } from '../store/database.ts';
import { familiesOfLots, readBirths } from './find-children.ts';
import { inSteps, type Mark } from './find-marks.ts';
import type { Family } from './sign-spread.ts';

export interface WalkParts {
  read<T>(ask: (db: Queryable) => Promise<T>): Promise<T>;
  /** Says spreads in their order; resolves when each is recorded or refused, and the index shows it. */
  say(steps: readonly Family[]): Promise<void>;
}

interface Descent {
  readonly families: readonly Family[];
  readonly lots: readonly string[];
}

/**
 * Carries a mark down, generation by generation, until every lot that was made before its parent had it has it too. A lot is spread after all that
 * it was made of, so each is spread once, whatever ways lead to it. What is made while spreads are on their way is looked for again at the end.
 */
export async function walk({ families }: Mark, { read, say }: WalkParts): Promise<void> {
  const marked = new Set(families.flatMap(({ children }) => children));
  let before = await read(nextOrdinal);
  const first = await descend(read, [...marked], { since: 0, before });
  let due = [...families, ...first.families];
  for (const lot of first.lots) marked.add(lot);
  while (due.length > 0) {
    await say(due.flatMap(inSteps));
    const since = before;
    before = await read(nextOrdinal);
    const late = await descend(read, [...marked], { since, before });
    due = [...late.families];
    for (const lot of late.lots) marked.add(lot);
  }
}

/** Everything that was made of the lots in the span, and of that; parents come before their children. */
async function descend(
  read: WalkParts['read'],
  lots: readonly string[],
  span: { readonly since: number; readonly before: number },
): Promise<Descent> {
  const births = new Map<string, Awaited<ReturnType<typeof readBirths>>>();
  const madeBy = new Map<string, number>();
  let generation: readonly string[] = lots;
  while (generation.length > 0) {
    const parents = generation;
    const found = await read((db) => readBirths(db, parents, span));
    for (const lot of parents) births.set(lot, []);
    for (const birth of found) {
      births.get(birth.parent)?.push(birth);
      madeBy.set(birth.child, birth.ordinal);
    }
    generation = [...new Set(found.map(({ child }) => child))].filter((child) => !births.has(child));
  }
  // What was there before has no ordinal here and comes first, in the order of its own making as it was given.
  const order = [...births.keys()].sort((one, other) => (madeBy.get(one) ?? -1) - (madeBy.get(other) ?? -1));
  return {
    families: familiesOfLots(order.flatMap((lot) => births.get(lot) ?? [])),
    lots: [...madeBy.keys()],
  };
}

async function nextOrdinal(db: Queryable): Promise<number> {
  const last = await db
    .selectFrom('events')
    .select(({ fn }) => fn.max('ordinal').as('ordinal'))
    .executeTakeFirst();
  return (last?.ordinal ?? -1) + 1;
}
