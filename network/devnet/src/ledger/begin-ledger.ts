import { headerHash } from './block-hash.ts';
import type { BlockStore, Tip } from './block-store.ts';
import { type GenesisParts, makeGenesisBlock } from './genesis.ts';
import { UpdateBatch } from './update-batch.ts';

/** Writes block 0, the channel's first configuration. */
export function beginLedger(
  store: BlockStore,
  { channel, material, limits, now }: Omit<GenesisParts, 'now'> & { readonly now: () => Date },
): Tip {
  const block = makeGenesisBlock({ channel, material, limits, now: now() });
  const header = block.getHeader();
  if (header === undefined) throw new Error('the genesis block has no header');
  const tip = { headerHash: headerHash(header), commitHash: new Uint8Array(0) };
  store.append({
    number: 0,
    ...tip,
    bytes: block.serializeBinary(),
    transactions: [
      { txId: '', code: 0, timestamp: { seconds: Math.floor(now().getTime() / 1000), nanos: 0 } },
    ],
    updates: new UpdateBatch(() => undefined),
  });
  return { height: 1, ...tip };
}
