import type { EventOf, Organisation, SignedDocument } from '@mengsu/chaincode/model';
import type { FoundedNetwork } from '../../../chaincode/src/testing-world.ts';
import type { LawLedger } from '../audit/testing-law-ledger.ts';
import { applyBlocks } from '../indexer/apply.ts';
import { decodeBlock } from '../indexer/decode.ts';
import { testChaincode } from '../indexer/testing-ledger.ts';
import type { JobAnswer } from '../outbox/index.ts';
import { keyFolder } from '../spread/testing-spread.ts';
import type { Store } from '../store/open-store.ts';
import { witnessTimes } from './next-step.ts';
import { Witness } from './witness.ts';

/** Test utility: an organisation's store that follows a world, and its witness, whose outbox is the law itself. */
export class WitnessGround {
  readonly store: Store;
  readonly signed: { size: number; isOwn: boolean }[] = [];
  readonly contradictions: string[] = [];
  readonly off: string[] = [];
  readonly faults: unknown[] = [];
  readonly #world: LawLedger;
  #witness: Witness | undefined;
  #removeKey: (() => Promise<void>) | undefined;
  #indexing: Promise<void> = Promise.resolve();
  /** False while it is said to be behind. */
  isCurrent = true;

  constructor(world: LawLedger, store: Store) {
    this.#world = world;
    this.store = store;
  }

  /** Reads what the world has recorded. */
  index(): Promise<void> {
    this.#indexing = this.#indexing.then(() => this.#index());
    return this.#indexing;
  }

  async #index(): Promise<void> {
    const known = await this.store.read((db) => db.selectFrom('blocks').select('number').execute());
    for (const block of this.#world.ledger.blocks.slice(known.length))
      await applyBlocks(this.store, [await decodeBlock(block, testChaincode)]);
  }

  async start(network: FoundedNetwork, organisation: Organisation, mode = 0o600): Promise<void> {
    const key = await keyFolder(network[organisation].log, mode);
    await key.write();
    this.#removeKey = key.remove;
    this.#witness = new Witness({
      store: this.store,
      keyFile: key.file,
      threshold: 3,
      isCurrent: () => this.isCurrent,
      post: (document) => ({ answer: this.#record(document) }),
      onSigned: (signed) => this.signed.push(signed),
      onContradiction: (detail) => this.contradictions.push(detail),
      onOff: (code) => this.off.push(code),
      onFault: (error) => this.faults.push(error),
      nowMs: () => this.#world.nowMs,
      lookEveryMs: 3,
      times: witnessTimes,
    });
    void this.#witness.follow();
  }

  async stop(): Promise<void> {
    await this.#witness?.stop();
    await this.#removeKey?.();
  }

  async #record(document: SignedDocument): Promise<JobAnswer> {
    const events = document.events.map(({ envelope }) => envelope);
    const receipt = await this.#world.submit(JSON.stringify({ mode: document.mode, events }));
    return { state: 'done', results: receipt.results };
  }
}

/** The cosignatures that a world's ledger has, in its order. */
export async function cosignsIn(store: Store): Promise<EventOf<'cosign'>[]> {
  const rows = await store.db
    .selectFrom('events')
    .select('envelope')
    .where('act', '=', 'cosign')
    .orderBy('ordinal')
    .execute();
  return rows.map(({ envelope }) => JSON.parse(JSON.parse(envelope).payload) as EventOf<'cosign'>);
}
