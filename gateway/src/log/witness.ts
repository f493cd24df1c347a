import { setTimeout as sleep } from 'node:timers/promises';
import type { SignedDocument } from '@mengsu/chaincode/model';
import {
  type OrganisationKey,
  type OrganisationKeyFault,
  OrganisationKeyUnusable,
  readOrganisationKey,
} from '../organisation-key.ts';
import { type JobAnswer, OutboxFull } from '../outbox/index.ts';
import type { Store } from '../store/open-store.ts';
import { nextStep, type WitnessStep, type WitnessTimes, witnessTimes } from './next-step.ts';
import { compareCheckpoint, makeCheckpoint } from './own-checkpoint.ts';
import { NoteReader } from './read-notes.ts';
import { readWitnessView, type WitnessMemory } from './read-view.ts';
import { type CosignChain, type Cosigner, signCosign } from './sign-cosign.ts';

export interface WitnessOptions {
  readonly store: Store;
  /** The private JWK of an organisation's log key. */
  readonly keyFile: string;
  /** How many organisations' signatures make a checkpoint that is shown. */
  readonly threshold: number;
  readonly post: (document: SignedDocument) => { readonly answer: Promise<JobAnswer> };
  /** Whether the index has all blocks that are known. */
  readonly isCurrent: () => boolean;
  readonly onSigned: (signed: { readonly size: number; readonly isOwn: boolean }) => void;
  /** Told of a checkpoint that our own log contradicts. */
  readonly onContradiction: (detail: string) => void;
  readonly onOff: (code: OrganisationKeyFault | 'NO_ORGANISATION_OF_KEY') => void;
  readonly onFault: (error: unknown) => void;
  readonly times?: WitnessTimes;
  readonly lookEveryMs?: number;
  /** The clock of this machine where it is left out. */
  readonly nowMs?: () => number;
}

const lookEveryMsDefault = 500;
const faultPauseMs = 2_000;
const textsMax = 1_000;

/**
 * Signs checkpoints of the log with an organisation's log key: it proposes one when it is due, and signs another's when its own tree and map
 * have the same roots there. What it says goes to the ledger, through the outbox, as anybody's events do.
 */
export class Witness {
  readonly #options: WitnessOptions;
  readonly #times: WitnessTimes;
  readonly #stopping = new AbortController();
  readonly #notes = new NoteReader();
  readonly #settled = new Set<string>();
  readonly #contradicted = new Set<string>();
  readonly #startedMs: number;
  #proposedMs = 0;
  #saidMs = 0;
  #key: OrganisationKey | undefined;
  /** The organisations' log keys when the file was looked at last. */
  #looked: string | undefined;
  #chain: CosignChain | undefined;
  #running: Promise<void> | undefined;

  constructor(options: WitnessOptions) {
    this.#options = options;
    this.#times = options.times ?? witnessTimes;
    this.#startedMs = this.#nowMs();
  }

  /** Witnesses until it is stopped; never rejects. */
  follow(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let pauseMs = this.#options.lookEveryMs ?? lookEveryMsDefault;
      try {
        await this.#look();
      } catch (error) {
        if (signal.aborted) return;
        this.#options.onFault(error);
        pauseMs = faultPauseMs;
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const cosigner = await this.#findCosigner();
    if (!cosigner) return;
    const { store, threshold, isCurrent } = this.#options;
    const memory: WitnessMemory = {
      ...{
        nowMs: this.#nowMs(),
        startedMs: this.#startedMs,
        proposedMs: this.#proposedMs,
        saidMs: this.#saidMs,
      },
      ...{ threshold, isCurrent: isCurrent(), settled: this.#settled },
      contradicted: this.#contradicted,
    };
    const view = await store.read((db) => readWitnessView(db, cosigner, { memory, notes: this.#notes }));
    if (view) await this.#do(nextStep(view, this.#times), cosigner);
  }

  async #do(step: WitnessStep, cosigner: Cosigner): Promise<void> {
    if (step.kind === 'wait') return;
    if (step.kind === 'cosign') {
      const { text, checkpoint } = step.note;
      remember(this.#settled, text);
      const difference = await compareCheckpoint(this.#options.store, checkpoint);
      if (difference === undefined) await this.#say(text, checkpoint.size, { cosigner, isOwn: false });
      else if (difference !== 'PASSED') {
        remember(this.#contradicted, text);
        this.#options.onContradiction(difference);
      }
      return;
    }
    this.#proposedMs = this.#nowMs();
    const made = await makeCheckpoint(this.#options.store, cosigner.network, this.#proposedMs);
    remember(this.#settled, made.text);
    await this.#say(made.text, made.size, { cosigner, isOwn: true });
  }

  /** Posts the signature and waits for the ledger's word. */
  async #say(
    note: string,
    size: number,
    { cosigner, isOwn }: { readonly cosigner: Cosigner; readonly isOwn: boolean },
  ): Promise<void> {
    this.#saidMs = this.#nowMs();
    const chain = this.#chain ?? (await this.#readChain(cosigner.key.kid));
    const event = await signCosign(note, cosigner, { chain, nowMs: this.#nowMs() });
    this.#chain = { sequence: event.event.sequence, previous: event.id };
    const answer = await this.#post({ mode: 'each', events: [event] });
    if (answer === undefined) return;
    const result = answer.state === 'refused' ? answer : answer.results[0];
    if (result && 'code' in result) throw new Error(`a cosignature was refused: ${result.code}`);
    this.#options.onSigned({ size, isOwn });
  }

  /** Undefined where the outbox is full: a later checkpoint will do. */
  async #post(document: SignedDocument): Promise<JobAnswer | undefined> {
    try {
      const { answer } = this.#options.post(document);
      const { signal } = this.#stopping;
      return await Promise.race([answer, aborted(signal)]);
    } catch (error) {
      if (error instanceof OutboxFull) return undefined;
      throw error;
    }
  }

  async #readChain(device: string): Promise<CosignChain> {
    const last = await this.#options.store.read((db) =>
      db
        .selectFrom('events')
        .select(['sequence', 'id as previous'])
        .where('device', '=', device)
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst(),
    );
    return last ?? { sequence: 0, previous: null };
  }

  /** Who signs, while the file's key is the log key of an organisation. The file is looked at again when another was founded. */
  async #findCosigner(): Promise<Cosigner | undefined> {
    const organisations = await this.#options.store.read((db) =>
      db.selectFrom('organisations').select(['log', 'party', 'network']).orderBy('msp').execute(),
    );
    const founded = organisations.map(({ log }) => log).join(' ');
    const isNews = founded !== this.#looked;
    if (isNews) this.#key = await this.#readKey();
    this.#looked = founded;
    const own = organisations.find(({ log }) => log === this.#key?.kid);
    if (this.#key && own) return { key: this.#key, party: own.party, network: own.network };
    if (this.#key && isNews && organisations.length > 0) this.#options.onOff('NO_ORGANISATION_OF_KEY');
    return undefined;
  }

  async #readKey(): Promise<OrganisationKey | undefined> {
    try {
      return await readOrganisationKey(this.#options.keyFile);
    } catch (error) {
      if (!(error instanceof OrganisationKeyUnusable)) throw error;
      this.#options.onOff(error.code);
      return undefined;
    }
  }

  #nowMs(): number {
    return this.#options.nowMs?.() ?? Date.now();
  }
}

function remember(texts: Set<string>, text: string): void {
  if (texts.size >= textsMax) texts.clear();
  texts.add(text);
}

/** Rejects when the signal aborts. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
