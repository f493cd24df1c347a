import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decodeBlock } from '../../gateway/src/indexer/decode.ts';
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
  const database = openBlocks(system);
  try {
    const found: RecordedPlace[] = [];
    for (const { bytes } of database.prepare('SELECT bytes FROM blocks ORDER BY number').iterate()) {
      const { number, transactions } = await decodeBlock(bytes as Uint8Array, 'mengsu');
      const results = transactions.flatMap((transaction) => transaction.results);
      found.push(
        ...results.filter(({ status }) => status === 'recorded').map(({ id }) => ({ id, block: number })),
      );
    }
    return found;
  } finally {
    database.close();
  }
}
