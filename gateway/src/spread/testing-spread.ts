import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventOf, LotRecord, Receipt, SignedDocument } from '@mengsu/chaincode/model';
import { keyOf } from '@mengsu/chaincode/model';
import type { DeviceKey } from '@mengsu/chaincode/model/testing';
import type { LawLedger } from '../audit/testing-law-ledger.ts';
import { applyBlocks } from '../indexer/apply.ts';
import { decodeBlock } from '../indexer/decode.ts';
import { testChaincode } from '../indexer/testing-ledger.ts';
import type { JobAnswer } from '../outbox/index.ts';
import type { Store } from '../store/open-store.ts';
import type { SaidSpread } from './say.ts';
import { Spreader, type SpreaderOptions } from './spreader.ts';

type Spread = EventOf<'spread'>;

/** Test utility: a store that follows a world, and a spreader whose outbox is the law itself. */
export class SpreadGround {
  readonly world: LawLedger;
  readonly store: Store;
  readonly posted: Spread[][] = [];
  readonly said: SaidSpread[] = [];
  readonly off: string[] = [];
  readonly faults: string[] = [];
  readonly failures: unknown[] = [];
  /** Done before a document is recorded, once. */
  meanwhile: (() => Promise<unknown>) | undefined;
  /** Answers instead of the law while it is there. */
  refusal: JobAnswer | undefined;
  #spreader: Spreader | undefined;

  constructor(world: LawLedger, store: Store) {
    this.world = world;
    this.store = store;
  }

  async index(): Promise<void> {
    const { blocks } = this.world.ledger;
    const known = await this.store.read((db) => db.selectFrom('blocks').select('number').execute());
    for (const block of blocks.slice(known.length))
      await applyBlocks(this.store, [await decodeBlock(block, testChaincode)]);
  }

  start(keyFile: string): void {
    const options: SpreaderOptions = {
      store: this.store,
      keyFile,
      post: (document) => ({ answer: this.#record(document) }),
      onSpread: (said) => this.said.push(said),
      onOff: (code) => this.off.push(code),
      onFault: (error, code) => {
        this.faults.push(code);
        this.failures.push(error);
      },
      nowMs: () => this.world.nowMs,
      times: { gatherMs: 1, pauseFirstMs: 1, pauseMaxMs: 2 },
    };
    this.#spreader = new Spreader(options);
    void this.#spreader.follow();
  }

  async stop(): Promise<void> {
    await this.#spreader?.stop();
  }

  /** Indexes what the world has recorded and tells the spreader. */
  async go(): Promise<void> {
    await this.index();
    this.#spreader?.wake();
  }

  lot(id: string): LotRecord {
    return this.world.state.at(keyOf.lot(id)) as LotRecord;
  }

  /** All that was posted, as `parent > child, child`. */
  get told(): string[] {
    return this.posted.flat().map(({ source, children }) => {
      const from = source.kind === 'lot' ? source.lot : source.site;
      return `${tailOf(from)} > ${children.map(tailOf).join(', ')}`;
    });
  }

  async #record(document: SignedDocument): Promise<JobAnswer> {
    await this.meanwhile?.();
    this.meanwhile = undefined;
    if (this.refusal) return this.refusal;
    this.posted.push(document.events.map(({ event }) => event as Spread));
    const events = document.events.map(({ envelope }) => envelope);
    const receipt: Receipt = await this.world.submit(JSON.stringify({ mode: document.mode, events }));
    await this.index();
    return { state: 'done', results: receipt.results };
  }
}

const tailOf = (id: string): string => id.slice(id.indexOf('/') + 1);

/** A folder with the key's file, as its owner keeps it. */
export async function keyFolder(key: DeviceKey, mode = 0o600) {
  const folder = await mkdtemp(join(tmpdir(), 'mengsu-key-'));
  const file = join(folder, 'service.jwk.json');
  const jwk = await globalThis.crypto.subtle.exportKey('jwk', key.privateKey);
  const write = () => writeFile(file, JSON.stringify(jwk), { mode });
  return { file, write, remove: () => rm(folder, { recursive: true }) };
}
