import type { Transaction } from 'kysely';
import type { Database, Queryable } from '../store/database.ts';
import type { Store } from '../store/open-store.ts';
import { readHead } from '../store/queries/head.ts';
import { type Checkpoint, checkpointText } from './checkpoint.ts';
import { foldStates, lastVersion } from './fold-states.ts';
import { rootOf } from './tree.ts';

/** Versions of the map that are kept: what phones hold in their hands goes back some checkpoints. */
const versionsKept = 24;

/** The log as it stands, as a checkpoint; the map is brought up to it. Throws where there is no block. */
export function makeCheckpoint(
  store: Store,
  network: string,
  nowMs: number,
): Promise<{ readonly text: string; readonly size: number }> {
  return store.db.transaction().execute(async (db) => {
    const head = await readHead(db);
    if (!head) throw new RangeError('there is no block');
    const states = await foldStates(db, head.number, await keepFrom(db));
    const size = await sizeAfter(db, head.number);
    const time = new Date(nowMs).toISOString();
    const { number: block, hash: blockHash } = head;
    const root = await rootOf(db, size);
    return { text: checkpointText({ network, size, root, states, block, blockHash, time }), size };
  });
}

/**
 * How another's checkpoint differs from our own log, in words; undefined where it does not, `PASSED` where our map has gone beyond it
 * and nothing can be said.
 */
export function compareCheckpoint(
  store: Store,
  { block, blockHash, size, root, states }: Checkpoint,
): Promise<string | undefined> {
  return store.db.transaction().execute(async (db) => {
    const own = await db.selectFrom('blocks').selectAll().where('number', '=', block).executeTakeFirst();
    if (own?.hash !== blockHash) return `block ${block} has hash ${own?.hash ?? 'none'}, not ${blockHash}`;
    const ownSize = await sizeAfter(db, block);
    if (ownSize !== size) return `after block ${block} there are ${ownSize} events, not ${size}`;
    const ownRoot = await rootOf(db, size);
    if (ownRoot !== root) return `the tree of ${size} events has root ${ownRoot}, not ${root}`;
    const ownStates = await statesAfter(db, block);
    if (ownStates === undefined) return 'PASSED';
    return ownStates === states
      ? undefined
      : `the map after block ${block} has root ${ownStates}, not ${states}`;
  });
}

async function statesAfter(db: Transaction<Database>, block: number): Promise<string | undefined> {
  const last = await lastVersion(db);
  if (!last || last.block <= block) return foldStates(db, block, await keepFrom(db));
  const version = await db
    .selectFrom('state_versions')
    .select('root')
    .where('block', '=', block)
    .executeTakeFirst();
  return version?.root;
}

/** How many events there are up to a block. */
async function sizeAfter(db: Queryable, block: number): Promise<number> {
  const last = await db
    .selectFrom('events')
    .select('ordinal')
    .where('block', '<=', block)
    .orderBy('block', 'desc')
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (last?.ordinal ?? -1) + 1;
}

/** The oldest of the versions that stay. */
async function keepFrom(db: Queryable): Promise<number> {
  const oldest = await db
    .selectFrom('state_versions')
    .select('block')
    .orderBy('block', 'desc')
    .offset(versionsKept - 1)
    .limit(1)
    .executeTakeFirst();
  return oldest?.block ?? 0;
}
