import { sql, type Transaction } from 'kysely';
import { appendLeaves } from '../log/append-leaves.ts';
import { insertAll } from '../log/insert-all.ts';
import { eventLeafHash } from '../log/leaf.ts';
import type { LogNodeRow } from '../log/log-tables.ts';
import { type TrackedSubjects, trackSubjects } from '../log/track-subjects.ts';
import { readNodes } from '../log/tree.ts';
import { frontierOf } from '../log/tree-shape.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { Engine } from '../store/engine.ts';
import type { BlockRow, EventRow, IndexTables } from '../store/index-tables.ts';
import { insertRows } from '../store/insert-rows.ts';
import type { Store } from '../store/open-store.ts';
import { readHead } from '../store/queries/head.ts';
import type { DecodedBlock } from './decode.ts';
import { gatherFacts } from './facts.ts';
import { IndexAlarm } from './index-alarm.ts';
import { project } from './project.ts';
import type { AddedTable, Change, Rows } from './rows.ts';

/**
 * Writes the rows of some consecutive blocks, and the blocks' numbers and hashes, in one SQL transaction. Blocks that are in the index already are checked and left out.
 * Answers the blocks that were written. Throws IndexAlarm FORK or CONTRADICTION; then nothing is written.
 */
export async function applyBlocks(
  store: Store,
  blocks: readonly DecodedBlock[],
): Promise<readonly DecodedBlock[]> {
  return store.db.transaction().execute(async (db) => {
    const head = await readHead(db);
    const fresh = await continuation(db, head, blocks);
    if (fresh.length === 0) return fresh;
    const facts = await gatherFacts(db, fresh);
    const rows = project(fresh, facts);
    const insert = inserter(db, store.engine);
    await insert('blocks', blockRows(fresh, head?.time ?? null));
    await insert('transactions', fresh.flatMap(transactionRows));
    await writeRows(rows, db, insert);
    await insert('log_nodes', await newNodes(db, facts.nextOrdinal, rows.added.events));
    await writeSubjects(await trackSubjects(db, fresh, { rows, facts }), db, insert);
    return fresh;
  });
}

/** The leaves of the events, and the subtrees that they complete. */
async function newNodes(db: Queryable, size: number, events: readonly EventRow[]): Promise<LogNodeRow[]> {
  if (events.length === 0) return [];
  return appendLeaves(size, await readNodes(db, frontierOf(size)), events.map(eventLeafHash));
}

async function writeSubjects(
  { subjects, events, changes }: TrackedSubjects,
  db: Transaction<Database>,
  insert: Inserter,
): Promise<void> {
  await insert('subjects', subjects, 'replace');
  await insert('subject_events', events);
  await insertAll(db, 'state_changes', changes);
}

type Inserter = <T extends keyof IndexTables>(
  table: T,
  rows: readonly IndexTables[T][],
  onConflict?: 'refuse' | 'replace' | 'add',
) => Promise<void>;

const inserter =
  (db: Queryable, engine: Engine): Inserter =>
  (table, rows, onConflict = 'refuse') =>
    insertRows(db, { engine, table, rows, onConflict });

/** The blocks beyond the head, each the follower of the one before. */
async function continuation(
  db: Queryable,
  head: BlockRow | undefined,
  blocks: readonly DecodedBlock[],
): Promise<DecodedBlock[]> {
  const fresh: DecodedBlock[] = [];
  let last: { number: number; hash: string } = head ?? { number: -1, hash: '' };
  for (const block of blocks) {
    if (block.number <= last.number) {
      requireSame(
        block,
        fresh.find(({ number }) => number === block.number) ?? (await blockAt(db, block.number)),
      );
      continue;
    }
    if (block.number !== last.number + 1) {
      throw new IndexAlarm('FORK', `block ${block.number} came after block ${last.number}`);
    }
    if (block.previousHash !== last.hash) {
      throw new IndexAlarm(
        'FORK',
        `block ${block.number} follows a block of hash ${block.previousHash || 'none'}, the index has ${last.hash || 'none'}`,
      );
    }
    fresh.push(block);
    last = block;
  }
  return fresh;
}

function blockAt(db: Queryable, number: number): Promise<BlockRow | undefined> {
  return db.selectFrom('blocks').selectAll().where('number', '=', number).executeTakeFirst();
}

function requireSame(block: DecodedBlock, known: { readonly hash: string } | undefined): void {
  if (known?.hash === block.hash) return;
  throw new IndexAlarm(
    'FORK',
    `block ${block.number} has hash ${block.hash}, the index has ${known?.hash ?? 'none'}`,
  );
}

function blockRows(blocks: readonly DecodedBlock[], timeBefore: string | null): BlockRow[] {
  let time = timeBefore;
  return blocks.map((block) => {
    if (block.time !== undefined && (time === null || block.time > time)) time = block.time;
    return { number: block.number, hash: block.hash, time };
  });
}

function transactionRows(block: DecodedBlock): IndexTables['transactions'][] {
  return block.transactions.map(({ tx, txId, code, results, audit }) => ({
    block: block.number,
    tx,
    tx_id: txId,
    code,
    results: code === 0 ? JSON.stringify(results) : null,
    writes_digest: audit?.writesDigest ?? null,
    submitter_msp: audit?.submitterMsp ?? null,
    submitter_is_admin: audit ? Number(audit.submitterIsAdmin) : null,
    foreign_call: audit?.foreignCall ?? null,
  }));
}

async function writeRows(rows: Rows, db: Transaction<Database>, insert: Inserter): Promise<void> {
  const { added } = rows;
  await insert('events', added.events);
  for (const [table, some] of Object.entries(added)) {
    if (table !== 'events') await insert(table as AddedTable, some as IndexTables[AddedTable][]);
  }
  await insert('organisations', [...rows.organisations.values()], 'replace');
  await insert('parties', [...rows.parties.values()], 'replace');
  await insert('mandates', [...rows.mandates.values()], 'replace');
  await insert('capacities', [...rows.capacities.values()], 'replace');
  await insert('units', [...rows.units.values()], 'replace');
  await insert('balances', [...rows.balances.values()], 'add');
  await insert('shipments', [...rows.shipments.values()], 'replace');
  for (const change of rows.changes.values()) await setColumns(db, change);
  for (const [kid, revokedAt] of rows.revoked) {
    await db
      .updateTable('devices')
      .set({ revoked_at: revokedAt })
      .where('kid', '=', kid)
      .where('revoked_at', 'is', null)
      .execute();
  }
}

/** The columns come from a closed list (rows.ts), their values from parsed events. */
async function setColumns(db: Transaction<Database>, { table, key, set }: Change): Promise<void> {
  const assignments = Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  const conditions = Object.entries(key).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  await sql`update ${sql.table(table)} set ${sql.join(assignments)} where ${sql.join(conditions, sql` and `)}`.execute(
    db,
  );
}
