import type { Envelope } from '@mengsu/chaincode/model';
import { sql } from 'kysely';
import type { Queryable } from '../store/database.ts';
import { readHead } from '../store/queries/head.ts';
import type { AuditPlaceRow } from './audit-tables.ts';
import type { AuditedTransaction } from './judge.ts';

/** How far the audit has come; the next transaction and event to look at. */
export type AuditPlace = Omit<AuditPlaceRow, 'one'>;

export const firstPlace: AuditPlace = { block: 0, tx: 0, ordinal: 0, hash: '' };

/** A transaction with what our execution of it needs. */
export interface TransactionToAudit extends AuditedTransaction {
  readonly submitter: { readonly mspId: string; readonly isAdmin: boolean };
  readonly recordedAt: string;
  readonly blockHash: string;
  readonly envelopes: readonly Envelope[];
}

export type AuditBatch =
  | {
      readonly status: 'ready';
      readonly transactions: readonly TransactionToAudit[];
      /** The place after them. */
      readonly next: AuditPlace;
      /** True where more is in the index already. */
      readonly isFull: boolean;
    }
  /** Nothing is to be done: the index is where the audit is, or behind it, as while it is rebuilt. */
  | { readonly status: 'waiting' }
  /** The index follows another ledger than the one that was audited. */
  | { readonly status: 'otherLedger' };

/** The index was written before it kept what the audit needs. */
export class IndexTooOld extends Error {
  override readonly name = 'IndexTooOld';
}

/** A transaction has at most 200 events, so one more shows that it is whole. */
const eventsMax = 201;
const transactionsMax = 200;

export async function readPlace(db: Queryable): Promise<AuditPlace> {
  const row = await db
    .selectFrom('audit_place')
    .select(['block', 'tx', 'ordinal', 'hash'])
    .where('one', '=', 0)
    .executeTakeFirst();
  return row ?? firstPlace;
}

/** Some transactions from the place on, whole ones; asked in one snapshot. Throws IndexTooOld. */
export async function readBatch(db: Queryable, place: AuditPlace): Promise<AuditBatch> {
  const head = await readHead(db);
  if (!head) return { status: 'waiting' };
  if (place.hash !== '') {
    const known = await blockHash(db, place.tx > 0 ? place.block : place.block - 1);
    if (known === undefined) return { status: 'waiting' };
    if (known !== place.hash) return { status: 'otherLedger' };
  }
  if (head.number < place.block) return { status: 'waiting' };
  const events = await readEvents(db, place);
  const found = await readTransactions(db, { from: place, before: events.before });
  // What others write has no bound of ours: such a transaction ends its batch.
  const foreign = found.findIndex((row) => row.foreign_call !== null);
  const rows = foreign < 0 ? found : found.slice(0, foreign + 1);
  const transactions = rows.map((row) => toAudit(row, events.of));
  const last = transactions.at(-1);
  const isFull = events.before !== undefined || foreign >= 0 || rows.length === transactionsMax;
  const ordinal = place.ordinal + transactions.reduce((sum, { envelopes }) => sum + envelopes.length, 0);
  const next =
    isFull && last
      ? { block: last.block, tx: last.tx + 1, ordinal, hash: last.blockHash }
      : { block: head.number + 1, tx: 0, ordinal, hash: head.hash };
  return { status: 'ready', transactions, next, isFull };
}

async function blockHash(db: Queryable, number: number): Promise<string | undefined> {
  const row = await db.selectFrom('blocks').select('hash').where('number', '=', number).executeTakeFirst();
  return row?.hash;
}

type Place = Pick<AuditPlace, 'block' | 'tx'>;
type EventRow = Awaited<ReturnType<typeof selectEvents>>[number];

const nameOf = ({ block, tx }: Place): string => `${block}-${tx}`;

/** The next events by transaction; `before` is the first transaction of which some may be missing. */
async function readEvents(
  db: Queryable,
  place: AuditPlace,
): Promise<{ readonly of: ReadonlyMap<string, EventRow[]>; readonly before: Place | undefined }> {
  const rows = await selectEvents(db, place.ordinal);
  const of = new Map<string, EventRow[]>();
  for (const row of rows) {
    const known = of.get(nameOf(row));
    if (known) known.push(row);
    else of.set(nameOf(row), [row]);
  }
  return { of, before: rows.length < eventsMax ? undefined : rows.at(-1) };
}

const selectEvents = (db: Queryable, ordinal: number) =>
  db
    .selectFrom('events')
    .select(['id', 'block', 'tx', 'recorded_at', 'breaches', 'envelope'])
    .where('ordinal', '>=', ordinal)
    .orderBy('ordinal')
    .limit(eventsMax)
    .execute();

type TransactionRow = Awaited<ReturnType<typeof readTransactions>>[number];

function readTransactions(
  db: Queryable,
  { from, before }: { readonly from: Place; readonly before: Place | undefined },
) {
  let query = db
    .selectFrom('transactions')
    .innerJoin('blocks', 'blocks.number', 'transactions.block')
    .select(['block', 'tx', 'tx_id', 'writes_digest', 'submitter_msp', 'submitter_is_admin', 'foreign_call'])
    .select('blocks.hash as block_hash')
    .where('code', '=', 0)
    .where(sql<boolean>`(block, tx) >= (${from.block}, ${from.tx})`);
  if (before) query = query.where(sql<boolean>`(block, tx) < (${before.block}, ${before.tx})`);
  return query.orderBy('block').orderBy('tx').limit(transactionsMax).execute();
}

function toAudit(row: TransactionRow, events: ReadonlyMap<string, EventRow[]>): TransactionToAudit {
  const { block, tx, tx_id: txId, writes_digest: writesDigest } = row;
  if (writesDigest === null) {
    throw new IndexTooOld(
      `block ${block} was indexed without what the audit needs: run \`mengsu rebuild\` once`,
    );
  }
  const recorded = events.get(nameOf(row)) ?? [];
  return {
    block,
    tx,
    txId,
    writesDigest,
    blockHash: row.block_hash,
    foreignCall: row.foreign_call ?? undefined,
    submitter: { mspId: row.submitter_msp ?? '', isAdmin: row.submitter_is_admin === 1 },
    recordedAt: recorded[0]?.recorded_at ?? '',
    events: recorded.map(({ id, breaches }) => ({ id, breaches: JSON.parse(breaches) as string[] })),
    envelopes: recorded.map(({ envelope }) => JSON.parse(envelope) as Envelope),
  };
}
