import { setTimeout as sleep } from 'node:timers/promises';
import type { Crypto } from '@mengsu/chaincode/model';
import type { BlockSource } from '../indexer/follow.ts';
import type { LedgerWrite } from '../indexer/write-set.ts';
import type { Store } from '../store/open-store.ts';
import { countAlarms } from '../store/queries/alarms.ts';
import type { AlarmRow } from './audit-tables.ts';
import { type Execution, execute } from './execute.ts';
import { differenceOf, type Finding, foreignFinding, judge } from './judge.ts';
import { LedgerWrites } from './ledger-writes.ts';
import { Pace, type PaceOptions } from './pace.ts';
import { pacedCrypto } from './paced-crypto.ts';
import { type AuditPlace, firstPlace, readBatch, readPlace, type TransactionToAudit } from './read-batch.ts';
import { ShadowState } from './shadow-state.ts';
import { forgetAudit, writeBatch } from './write-batch.ts';

export interface AuditorOptions {
  readonly store: Store;
  readonly chaincode: string;
  /** Asked for single blocks again, after a disagreement. */
  readonly blocks: BlockSource;
  /** Told once of each alarm, after it is kept. */
  readonly onAlarm: (alarm: AlarmRow) => void;
  /** Told of what the audit recovers from or waits for. */
  readonly onFault: (error: unknown) => void;
  /** Whether the gateway has better to do: the audit then takes a tenth of a processor at most, and catches up later. */
  readonly isBusy?: () => boolean;
  /** After this many alarms it stands still: the law and the ledger have parted, and a person must look. */
  readonly alarmsMax?: number;
}

export interface AuditorState {
  readonly status: 'idle' | 'following' | 'retrying' | 'full' | 'stopped';
  /** The last block that was audited whole, −1 before the first. */
  readonly block: number;
  readonly alarms: number;
  /** Why it does not go on. */
  readonly fault?: string;
}

const pace = { sliceMs: 5, restMs: 5, restBusyMs: 45 } as const satisfies Partial<PaceOptions>;
/** Blocks gather for so long: one SQL transaction for all of them. */
const gatherMs = 250;
const pauseFirstMs = 500;
const pauseMaxMs = 30_000;

/**
 * Executes the law again, behind the index and in ledger order, over a state of its own, and compares: results, breaches and writes.
 * Where it does not agree it raises an alarm, and goes on from what the ledger wrote, so that one disagreement is one alarm.
 */
export class Auditor {
  readonly #options: AuditorOptions;
  readonly #state: ShadowState;
  readonly #crypto: Crypto;
  readonly #ledger: LedgerWrites;
  readonly #stopping = new AbortController();
  #place: AuditPlace = firstPlace;
  #shown: AuditorState = { status: 'idle', block: -1, alarms: 0 };
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #isAwake = true;

  constructor(options: AuditorOptions) {
    this.#options = options;
    this.#state = new ShadowState(options.store);
    this.#crypto = pacedCrypto(new Pace({ ...pace, isBusy: options.isBusy ?? (() => false) }));
    this.#ledger = new LedgerWrites(options);
  }

  get state(): AuditorState {
    return this.#shown;
  }

  /** The index has grown. */
  wake(): void {
    this.#isAwake = true;
    this.#wake?.();
  }

  /** Audits until it is stopped or full; never rejects: `state` tells which. */
  follow(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Leaves the batch in hand: it is done again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#running;
    this.#shown = { ...this.#shown, status: 'stopped' };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let pauseMs = pauseFirstMs;
    while (!signal.aborted && this.#shown.status !== 'full') {
      try {
        await this.#untilAwake();
        if (!signal.aborted) await this.#auditAll();
        pauseMs = pauseFirstMs;
        await sleep(gatherMs, undefined, { signal });
      } catch (error) {
        if (signal.aborted) return;
        this.#fail(error);
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
      }
    }
  }

  async #untilAwake(): Promise<void> {
    while (!this.#isAwake && !this.#stopping.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#isAwake = false;
  }

  /** Whatever has failed, store or ledger, the batch is done again from what is kept. */
  #fail(error: unknown): void {
    this.#state.forget();
    this.#ledger.forget();
    this.#isAwake = true;
    const fault = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (this.#shown.fault !== fault) this.#options.onFault(error);
    this.#shown = { ...this.#shown, status: 'retrying', fault };
  }

  /** Everything that is in the index, a batch after another. */
  async #auditAll(): Promise<void> {
    const { store, alarmsMax = 10_000 } = this.#options;
    const { signal } = this.#stopping;
    this.#place = await store.read(readPlace);
    // What it met before is still so until a batch is through.
    this.#shown = { ...this.#shown, block: this.#place.block - 1, alarms: await store.read(countAlarms) };
    while (!signal.aborted && this.#shown.status !== 'full') {
      if (this.#shown.alarms >= alarmsMax) {
        this.#shown = { ...this.#shown, status: 'full', fault: `stands still after ${alarmsMax} alarms` };
        return;
      }
      if (!(await this.#auditBatch())) return;
    }
  }

  /** False when nothing is left to do. */
  async #auditBatch(): Promise<boolean> {
    const { store, onAlarm } = this.#options;
    const batch = await store.read((db) => readBatch(db, this.#place));
    if (batch.status === 'waiting') {
      this.#show(this.#shown.alarms);
      return false;
    }
    if (batch.status === 'otherLedger') return this.#startAnew();
    const alarms: Omit<AlarmRow, 'number'>[] = [];
    for (const transaction of batch.transactions) {
      if (this.#stopping.signal.aborted) return false;
      const finding = await this.#audit(transaction);
      if (finding) alarms.push(alarmOf(transaction, finding));
    }
    const kept = await writeBatch(store, { written: this.#state.written, alarms, next: batch.next });
    this.#state.settle();
    this.#ledger.forget();
    this.#place = batch.next;
    this.#show(this.#shown.alarms + kept.length);
    for (const alarm of kept) onAlarm(alarm);
    return batch.isFull;
  }

  async #startAnew(): Promise<boolean> {
    const { store, onFault } = this.#options;
    const alarms = await forgetAudit(store);
    onFault(new Error(`the index follows another ledger: its audit begins anew, ${alarms} alarms went`));
    this.#state.forget();
    this.#place = firstPlace;
    this.#show(0);
    return true;
  }

  #show(alarms: number): void {
    this.#shown = { status: 'following', block: this.#place.block - 1, alarms };
  }

  async #audit(transaction: TransactionToAudit): Promise<Finding | undefined> {
    const { foreignCall, envelopes, recordedAt, submitter } = transaction;
    if (foreignCall !== undefined) {
      await this.#believe(transaction, undefined);
      return foreignFinding(foreignCall);
    }
    const execution = await execute(envelopes, {
      state: this.#state,
      crypto: this.#crypto,
      recordedAt,
      submitter,
    });
    // Its text may name a party: it is for the log alone.
    if (execution.status === 'failed') this.#options.onFault(execution.failure);
    const finding = judge(transaction, execution);
    if (finding) {
      const difference = await this.#believe(transaction, execution);
      return finding.kind === 'WRITES_DIFFER' && difference !== ''
        ? { ...finding, found: difference }
        : finding;
    }
    this.#state.put(writesOf(execution));
    return undefined;
  }

  /** Takes the ledger's word for what was written: whatever comes later was decided upon it. Answers where it parts from ours. */
  async #believe(transaction: TransactionToAudit, execution: Execution | undefined): Promise<string> {
    const { block, tx, blockHash: hash } = transaction;
    const writeSet = await this.#ledger.read({ block, tx, hash }, this.#stopping.signal);
    // Copies: a part of a block would keep the whole block.
    this.#state.put(
      writeSet.writes.map(({ key, value }) => ({ key, value: value && Uint8Array.from(value) })),
    );
    return differenceOf(writeSet, execution ? writesOf(execution) : []);
  }
}

const writesOf = (execution: Execution): readonly LedgerWrite[] =>
  execution.status === 'executed' ? execution.writes : [];

function alarmOf({ block, tx, txId }: TransactionToAudit, finding: Finding): Omit<AlarmRow, 'number'> {
  const { kind, event = null, found, expected } = finding;
  return { block, tx, tx_id: txId, event, kind, found, expected, raised_at: new Date().toISOString() };
}
