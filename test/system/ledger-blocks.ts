import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decodeBlock } from '../../gateway/src/indexer/decode.ts';
import { readConnection } from '../../gateway/src/ledger/index.ts';
import { openLedger } from './index-digest.ts';
import type { RunningSystem } from './running-system.ts';

/** An event that a VALID transaction says is recorded. */
export interface RecordedPlace {
  readonly id: string;
  readonly block: number;
}

function openBlocks({ places }: RunningSystem): DatabaseSync {
  return new DatabaseSync(path.join(places.devnet, 'ledger.sqlite'), { readOnly: true });
}

/** Number of blocks in the embedded ledger's own file. */
export function ledgerHeight(system: RunningSystem): number {
  const database = openBlocks(system);
  try {
    return Number(database.prepare('SELECT count(*) AS height FROM blocks').get()?.height);
  } finally {
    database.close();
  }
}

/** Every recorded event in the ledger's order, read from the blocks themselves: no index has a say. */
export async function recordedPlaces(system: RunningSystem): Promise<RecordedPlace[]> {
  const found: RecordedPlace[] = [];
  for await (const bytes of blocksOf(system)) {
    const { number, transactions } = await decodeBlock(bytes, 'mengsu');
    const results = transactions.flatMap((transaction) => transaction.results);
    found.push(
      ...results.filter(({ status }) => status === 'recorded').map(({ id }) => ({ id, block: number })),
    );
  }
  return found;
}

function blocksOf(system: RunningSystem): AsyncIterable<Uint8Array> {
  const isFabric = readConnection(system.places.connection).ground === 'fabric';
  return isFabric ? blocksOfPeer(system) : blocksOfFile(system);
}

async function* blocksOfFile(system: RunningSystem): AsyncGenerator<Uint8Array> {
  const database = openBlocks(system);
  try {
    for (const { bytes } of database.prepare('SELECT bytes FROM blocks ORDER BY number').iterate())
      yield bytes as Uint8Array;
  } finally {
    database.close();
  }
}

async function* blocksOfPeer(system: RunningSystem): AsyncGenerator<Uint8Array> {
  const ledger = openLedger(system);
  const stopping = new AbortController();
  try {
    let left = await ledger.height();
    for await (const bytes of ledger.blocks(0, stopping.signal)) {
      yield bytes;
      left -= 1;
      if (left === 0) return;
    }
  } finally {
    stopping.abort();
    ledger.close();
  }
}
