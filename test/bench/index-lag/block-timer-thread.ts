import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { BlockFile, BlockFiles } from './block-timer.ts';

const lookPauseMs = 2;
const catchUpMs = 5_000;

const openLast = ({ file, table }: BlockFile): StatementSync =>
  new DatabaseSync(file, { readOnly: true, timeout: 1_000 }).prepare(
    `SELECT max(number) AS last FROM ${table}`,
  );
const lastIn = (statement: StatementSync): number => Number(statement.get()?.last ?? -1);

const files = workerData as BlockFiles;
const ledger = openLast(files.ledger);
const index = openLast(files.index);
const lagsMs: number[] = [];
const seenAt = new Map<number, number>();
let stopsAt = Number.POSITIVE_INFINITY;
parentPort?.once('message', () => {
  stopsAt = performance.now() + catchUpMs;
});

let committed = lastIn(ledger);
let indexed = committed;
while (performance.now() < stopsAt && !(stopsAt < Number.POSITIVE_INFINITY && indexed === committed)) {
  // The index first: a block that is in both by now was not in the ledger at the last look.
  const indexNow = lastIn(index);
  const ledgerNow = lastIn(ledger);
  const now = performance.now();
  for (; committed < ledgerNow; committed++) seenAt.set(committed + 1, now);
  for (; indexed < indexNow; indexed++) {
    lagsMs.push(now - (seenAt.get(indexed + 1) ?? now));
    seenAt.delete(indexed + 1);
  }
  await pause(lookPauseMs);
}
parentPort?.postMessage(lagsMs);
