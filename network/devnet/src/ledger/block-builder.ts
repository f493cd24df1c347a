import { common, peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition, EndorsementPolicy, Signer, StateReader, Version } from '../ports.ts';
import { dataHash, headerHash } from './block-hash.ts';
import { makeBlockMetadata } from './block-metadata.ts';
import type { NewBlock, StoredTransaction, Tip } from './block-store.ts';
import { commitHash, updateBytes } from './commit-hash.ts';
import { requireUnchangedReads } from './concurrency.ts';
import { requireEndorsements } from './endorsement-check.ts';
import { KeyPolicies } from './key-policies.ts';
import { TransactionError } from './transaction-error.ts';
import { type StoredKey, UpdateBatch } from './update-batch.ts';
import type { Validated } from './validator.ts';

export interface BuilderParts {
  readonly orderers: readonly Signer[];
  readonly state: StateReader;
  readonly definitions: ReadonlyMap<string, ChaincodeDefinition>;
  readonly lifecycle: EndorsementPolicy;
  /** Number of the newest config block. */
  readonly lastConfig: number;
  readonly storedKey: (namespace: string, key: string) => StoredKey | undefined;
  readonly isCommitted: (txId: string) => boolean;
  /** By a plan of faults: a good transaction is told that somebody was faster. */
  readonly conflicts?: (block: number, tx: number) => boolean;
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
  const isConfig = ordered.some(({ validated }) => 'config' in validated);
  const lastConfig = isConfig ? number : parts.lastConfig;
  const { orderers } = parts;
  block.setMetadata(makeBlockMetadata({ header, orderers, flags, commitHash: commit, lastConfig }));
  const bytes = block.serializeBinary();
  const stored = { number, headerHash: headerHash(header), commitHash: commit, bytes, transactions, updates };
  return { stored, block };
}

function decideCodes(ordered: readonly OrderedEnvelope[], number: number, parts: BuilderParts) {
  const updates = new UpdateBatch(parts.storedKey);
  const policies = new KeyPolicies(parts.state);
  const seen = new Set<string>();
  const transactions = ordered.map(({ validated }, tx): StoredTransaction => {
    const decision = { version: { block: number, tx }, seen, policies, updates };
    return {
      txId: validated.txId,
      code: decideCode(validated, decision, parts),
      timestamp: timestampOf(validated),
    };
  });
  return { transactions, updates };
}

/** What the transactions before in the block have left. */
interface Decision {
  readonly version: Version;
  /** Ids of transactions with good endorsements, as Fabric counts duplicates within a block. */
  readonly seen: Set<string>;
  readonly policies: KeyPolicies;
  readonly updates: UpdateBatch;
}

/** In Fabric's order: form, duplicates on the ledger, endorsements, duplicates in the block, what was read. */
function decideCode(validated: Validated, decision: Decision, parts: BuilderParts): number {
  const { txId } = validated;
  if ('error' in validated) return validated.error.code;
  if ('config' in validated) return peer.TxValidationCode.VALID;
  if (parts.isCommitted(txId)) return peer.TxValidationCode.DUPLICATE_TXID;
  const { namespaces } = validated.transaction;
  try {
    const { definitions, lifecycle } = parts;
    requireEndorsements(validated, { definitions, lifecycle, policies: decision.policies });
    decision.policies.add(namespaces);
    if (decision.seen.has(txId)) return peer.TxValidationCode.DUPLICATE_TXID;
    decision.seen.add(txId);
    requireUnchangedReads(namespaces, parts.state, decision.updates);
  } catch (error) {
    if (error instanceof TransactionError) return error.code;
    throw error;
  }
  const { version } = decision;
  if (parts.conflicts?.(version.block, version.tx)) return peer.TxValidationCode.MVCC_READ_CONFLICT;
  decision.updates.add(namespaces, version);
  return peer.TxValidationCode.VALID;
}

function timestampOf(validated: Validated): StoredTransaction['timestamp'] {
  const timestamp = validated.envelope?.channelHeader.getTimestamp();
  return { seconds: timestamp?.getSeconds() ?? 0, nanos: timestamp?.getNanos() ?? 0 };
}
