import { setImmediate as nextTurn } from 'node:timers/promises';
import { common } from '@hyperledger/fabric-protos';
import type { Faults } from '../faults/faults.ts';
import type {
  ChaincodeDefinition,
  CommittedBlock,
  EndorsementPolicy,
  IdentityVerifier,
  Ledger,
  NetworkMaterial,
  StateSnapshot,
} from '../ports.ts';
import { beginLedger } from './begin-ledger.ts';
import { buildBlock, type OrderedEnvelope } from './block-builder.ts';
import { BlockStore, type Tip } from './block-store.ts';
import { type AdmittedEnvelope, admitEnvelope } from './broadcast-filter.ts';
import { lifecycleNamespace, readCommittedDefinitions } from './committed-definitions.ts';
import { Configuration } from './configuration.ts';
import { lifecyclePolicyOf } from './genesis.ts';
import type { TimelessVerifier } from './identity-verifier.ts';
import { Ordering, type OrderingLimits, processedMax } from './ordering.ts';
import { requireSameNetwork } from './same-network.ts';
import { validateEnvelope } from './validator.ts';

export interface LedgerParts {
  readonly file: string;
  readonly channel: string;
  readonly material: NetworkMaterial;
  readonly verifier: IdentityVerifier & TimelessVerifier;
  /** What is given at the first start; what the ledger itself defines takes its place, in this map. */
  readonly definitions: Map<string, ChaincodeDefinition>;
  readonly limits: OrderingLimits;
  readonly now: () => Date;
  readonly faults?: Faults;
  /** A block could not be written: nothing more will be ordered. */
  readonly onFailure: (error: unknown) => void;
}

/** How many envelopes are validated before other work gets its turn. */
const validatedPerTurn = 16;

/** The channel: ordering, validation, blocks and state. Made by `openLedger`. */
export class DevnetLedger implements Ledger {
  readonly channel: string;
  readonly #parts: LedgerParts;
  readonly #store: BlockStore;
  readonly #ordering: Ordering<AdmittedEnvelope>;
  readonly #lifecycle: EndorsementPolicy;
  readonly #configuration: Configuration;
  readonly #listeners = new Set<(block: CommittedBlock) => void>();
  #tip: Tip;

  constructor(parts: LedgerParts, store: BlockStore, tip: Tip) {
    this.channel = parts.channel;
    this.#parts = parts;
    this.#store = store;
    this.#tip = tip;
    this.#lifecycle = lifecyclePolicyOf(parts.material);
    this.#readDefinitions();
    this.#configuration = new Configuration(parts, (number) => this.block(number));
    this.#configuration.read(tip.height - 1);
    this.#ordering = new Ordering({
      limits: parts.limits,
      commit: (batch) => this.#commit(batch),
      processed: store.recentTransactionIds(processedMax),
      onFailure: parts.onFailure,
    });
  }

  get height(): number {
    return this.#tip.height;
  }

  get tip(): Tip {
    return this.#tip;
  }

  get = (namespace: string, key: string) => this.#store.state.latest.get(namespace, key);
  getMetadata = (namespace: string, key: string) => this.#store.state.latest.getMetadata(namespace, key);
  mayHaveMetadata = (namespace: string) => this.#store.state.latest.mayHaveMetadata(namespace);
  range = (namespace: string, startKey: string, endKey: string) =>
    this.#store.state.latest.range(namespace, startKey, endKey);
  history = (namespace: string, key: string) => this.#store.state.latest.history(namespace, key);

  snapshot(): StateSnapshot {
    return this.#store.state.snapshot(this.height);
  }

  block(number: number): common.Block | undefined {
    const bytes = this.blockBytes(number);
    return bytes === undefined ? undefined : common.Block.deserializeBinary(bytes);
  }

  blockBytes(number: number): Uint8Array | undefined {
    return this.#store.blockBytes(number);
  }

  /** The newest config block. */
  get lastConfig(): number {
    return this.#configuration.lastConfig;
  }

  blockNumberByHash(hash: Uint8Array): number | undefined {
    return this.#store.numberByHash(hash);
  }

  transaction(txId: string) {
    return this.#store.transaction(txId);
  }

  async broadcast(envelope: Uint8Array): Promise<void> {
    const { channel, verifier, limits, faults } = this.#parts;
    const { sequence } = this.#configuration;
    const envelopeBytesMax = limits.batchBytesMax;
    const read = admitEnvelope(envelope, { channel, verifier, envelopeBytesMax, sequence });
    const isUpdate = read.admitted.channelHeader.getType() === common.HeaderType.CONFIG_UPDATE;
    const admitted = isUpdate ? await this.#configuration.admit(read) : read;
    if (faults === undefined) this.#ordering.submit(admitted);
    else await faults.submit(this.height, async (again) => this.#ordering.submit(admitted, again));
  }

  onBlock(listener: (block: CommittedBlock) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Commits what ordering has accepted, then closes the file. */
  async close(): Promise<void> {
    await this.#ordering.close();
    this.#store.close();
  }

  #readDefinitions(): void {
    const { definitions } = this.#parts;
    for (const one of readCommittedDefinitions(this.#store.state.latest)) definitions.set(one.name, one);
  }

  async #commit(batch: readonly AdmittedEnvelope[]): Promise<void> {
    const [{ config: next } = {}] = batch;
    if (next !== undefined && !this.#configuration.isNext(next)) return;
    const ordered: OrderedEnvelope[] = [];
    const { sequence, lastConfig } = this.#configuration;
    for (const envelope of batch) {
      if (ordered.length > 0 && ordered.length % validatedPerTurn === 0) await nextTurn();
      const { bytes, config, admitted } = envelope;
      // Who was verified under an older configuration is verified again.
      const known = envelope.sequence === sequence ? envelope : { bytes };
      const validated = config
        ? { txId: '' as const, config, envelope: admitted }
        : validateEnvelope(known, this.#parts);
      ordered.push({ bytes, validated });
    }
    const { faults } = this.#parts;
    faults?.beforeBlock(this.height);
    const { stored, block } = buildBlock(ordered, this.#tip, {
      orderers: this.#parts.material.organisations.map(({ orderer }) => orderer),
      state: this.#store.state.latest,
      definitions: this.#parts.definitions,
      lifecycle: this.#lifecycle,
      lastConfig,
      storedKey: (namespace, key) => this.#store.storedKey(namespace, key),
      isCommitted: (txId) => this.#store.hasTransaction(txId),
      ...(faults && { conflicts: (block, tx) => faults.conflicts(block, tx) }),
    });
    this.#store.append(stored);
    faults?.afterBlock(stored.number);
    if (next !== undefined) this.#configuration.enact(next, stored.number);
    if (stored.updates.namespaces.has(lifecycleNamespace)) this.#readDefinitions();
    const { number, bytes, transactions } = stored;
    this.#tip = { height: number + 1, headerHash: stored.headerHash, commitHash: stored.commitHash };
    for (const listener of this.#listeners) listener({ number, block, bytes, transactions });
  }
}

/**
 * Opens the ledger's file, or begins a new one with its config block.
 * @throws Error when the file is of another channel, other identities or other definitions.
 */
export function openLedger(parts: LedgerParts): DevnetLedger {
  const store = new BlockStore(parts.file);
  try {
    requireSameNetwork(store, parts);
    return new DevnetLedger(parts, store, store.tip() ?? beginLedger(store, parts));
  } catch (error) {
    store.close();
    throw error;
  }
}
