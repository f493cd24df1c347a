import { common, peer } from '@hyperledger/fabric-protos';
import type { Signer, StateReader } from '../ports.ts';
import { dataHash, headerHash } from './block-hash.ts';
import { makeBlockMetadata } from './block-metadata.ts';
import type { NewBlock, StoredTransaction, Tip } from './block-store.ts';
import { commitHash, updateBytes } from './commit-hash.ts';
import { requireUnchangedReads } from './concurrency.ts';
import { TransactionError } from './transaction-error.ts';
import { type StoredKey, UpdateBatch } from './update-batch.ts';
import type { Validated } from './validator.ts';

export interface BuilderParts {
  readonly orderers: readonly Signer[];
  readonly state: StateReader;
  readonly storedKey: (namespace: string, key: string) => StoredKey | undefined;
  readonly isCommitted: (txId: string) => boolean;
}

/** An envelope as it was ordered, with what validation found. */
export interface OrderedEnvelope {
  readonly bytes: Uint8Array;
  readonly validated: Validated;
}

/** The next block: flags, updates, hashes and signatures. Pure but for the random nonces of the signatures. */
export function buildBlock(
  ordered: readonly OrderedEnvelope[],
  tip: Tip,
  parts: BuilderParts,
): { readonly stored: NewBlock; readonly block: common.Block } {
  const number = tip.height;
  const { transactions, updates } = decideCodes(ordered, number, parts);
  const data = new common.BlockData();
  data.setDataList(ordered.map(({ bytes }) => bytes));
  const header = new common.BlockHeader();
  header.setNumber(number);
  header.setPreviousHash(tip.headerHash);
  header.setDataHash(dataHash(ordered.map(({ bytes }) => bytes)));
  const flags = Uint8Array.from(transactions.map(({ code }) => code));
  const commit = commitHash(flags, updateBytes(updates.namespaces), tip.commitHash);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(makeBlockMetadata({ header, orderers: parts.orderers, flags, commitHash: commit }));
  const bytes = block.serializeBinary();
  const stored = { number, headerHash: headerHash(header), commitHash: commit, bytes, transactions, updates };
  return { stored, block };
}

function decideCodes(ordered: readonly OrderedEnvelope[], number: number, parts: BuilderParts) {
  const updates = new UpdateBatch(parts.storedKey);
  const seen = new Set<string>();
  const transactions = ordered.map(({ validated }, tx): StoredTransaction => {
    const { txId } = validated;
    const duplicate = txId !== '' && (seen.has(txId) || parts.isCommitted(txId));
    if (txId !== '') seen.add(txId);
    const code = duplicate
      ? peer.TxValidationCode.DUPLICATE_TXID
      : applyWhenValid(validated, { block: number, tx }, { state: parts.state, updates });
    return { txId, code, timestamp: timestampOf(validated) };
  });
  return { transactions, updates };
}

function applyWhenValid(
  validated: Validated,
  version: { readonly block: number; readonly tx: number },
  on: { readonly state: StateReader; readonly updates: UpdateBatch },
): number {
  if ('error' in validated) return validated.error.code;
  try {
    requireUnchangedReads(validated.transaction.namespaces, on.state, on.updates);
  } catch (error) {
    if (error instanceof TransactionError) return error.code;
    throw error;
  }
  on.updates.add(validated.transaction.namespaces, version);
  return peer.TxValidationCode.VALID;
}

function timestampOf(validated: Validated): StoredTransaction['timestamp'] {
  const timestamp = validated.envelope?.channelHeader.getTimestamp();
  return { seconds: timestamp?.getSeconds() ?? 0, nanos: timestamp?.getNanos() ?? 0 };
}
