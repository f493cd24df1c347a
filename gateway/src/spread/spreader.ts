import { setTimeout as sleep } from 'node:timers/promises';
import {
  type OrganisationKey,
  type OrganisationKeyFault,
  OrganisationKeyUnusable,
  readOrganisationKey,
} from '../organisation-key.ts';
import type { Store } from '../store/open-store.ts';
import { findMarks } from './find-marks.ts';
import { firstPlace, readPlace, type SpreadPlace, writePlace } from './place.ts';
import { type SayOptions, SpreadRefused, say } from './say.ts';
import type { Speaker } from './sign-spread.ts';
import { walk } from './walk.ts';

export interface SpreaderOptions extends Omit<SayOptions, 'signal'> {
  readonly store: Store;
  readonly keyFile: string;
  /** Told why nothing is spread: once, and again when an organisation has been founded since. */
  readonly onOff: (code: OrganisationKeyFault | 'NO_ORGANISATION_OF_KEY') => void;
  /** Told of what is tried again, and of what was given up (SpreadRefused). */
  readonly onFault: (error: unknown, code: string) => void;
  readonly times?: SpreadTimes;
  /** The time of signing; the clock of this machine where it is left out. */
  readonly nowMs?: () => number;
}

export interface SpreadTimes {
  /** Blocks gather for so long. */
  readonly gatherMs: number;
  readonly pauseFirstMs: number;
  readonly pauseMaxMs: number;
}

const timesDefault: SpreadTimes = { gatherMs: 250, pauseFirstMs: 500, pauseMaxMs: 30_000 };
const refusalsMax = 5;

/**
 * Tells the ledger what it knows already: that holds, recalls, failed tests and intervals go down to what was made before they were told. It follows
 * the index and posts through the outbox, as anybody could. Several may do the same: said again, a spread changes nothing.
 */
export class Spreader {
  readonly #options: SpreaderOptions;
  readonly #times: SpreadTimes;
  readonly #stopping = new AbortController();
  #place: SpreadPlace = firstPlace;
  #key: OrganisationKey | undefined;
  /** The organisations' service keys when the file was looked at last. */
  #looked: string | undefined;
  #refusals = 0;
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #isAwake = true;

  constructor(options: SpreaderOptions) {
    this.#options = options;
    this.#times = options.times ?? timesDefault;
  }

  /** The index has grown. */
  wake(): void {
    this.#isAwake = true;
    this.#wake?.();
  }

  /** Spreads until it is stopped; never rejects. */
  follow(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Leaves the mark in hand: it is spread again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { gatherMs, pauseFirstMs, pauseMaxMs } = this.#times;
    let pauseMs = pauseFirstMs;
    while (!signal.aborted) {
      try {
        await this.#untilAwake();
        if (!signal.aborted) await this.#spreadAll();
        pauseMs = pauseFirstMs;
        await sleep(gatherMs, undefined, { signal });
      } catch (error) {
        if (signal.aborted) return;
        this.#isAwake = true;
        this.#options.onFault(error, error instanceof SpreadRefused ? error.code : 'SPREAD_FAILED');
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
      }
    }
  }

  async #untilAwake(): Promise<void> {
    if (!this.#isAwake && !this.#stopping.signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#isAwake = false;
  }

  async #spreadAll(): Promise<void> {
    const speaker = await this.#findSpeaker();
    if (!speaker) return;
    if (this.#place === firstPlace) this.#place = await this.#options.store.read(readPlace);
    for (;;) {
      const found = await this.#options.store.read((db) => findMarks(db, this.#place, speaker.key.kid));
      if (found.status === 'waiting') return;
      for (const mark of found.marks) {
        await this.#spread(mark, speaker);
        await this.#keep({ ordinal: mark.ordinal + 1, event: mark.event });
      }
      // Most blocks place no mark: after a crash they are looked through again, and nothing is written for them.
      if (found.marks.length > 0 || found.isFull) await this.#keep(found.next);
      else this.#place = found.next;
      if (!found.isFull) return;
    }
  }

  async #spread(mark: Parameters<typeof walk>[0], speaker: Speaker): Promise<void> {
    const { store } = this.#options;
    const { signal } = this.#stopping;
    try {
      await walk(mark, {
        read: (ask) => store.read(ask),
        say: (families) => say(families, speaker, { ...this.#options, signal }),
      });
      this.#refusals = 0;
    } catch (error) {
      this.#refusals += 1;
      if (!(error instanceof SpreadRefused) || this.#refusals < refusalsMax) throw error;
      // Others wait behind it; a page tells of the mark from the lineage in any case.
      this.#refusals = 0;
      this.#options.onFault(error, error.code);
    }
  }

  async #keep(place: SpreadPlace): Promise<void> {
    this.#place = place;
    await writePlace(this.#options.store.db, place);
  }

  /** Who speaks, while the file's key is the service key of an organisation. The file is looked at again when another was founded. */
  async #findSpeaker(): Promise<Speaker | undefined> {
    const organisations = await this.#options.store.read((db) =>
      db.selectFrom('organisations').select(['service', 'party', 'network']).orderBy('msp').execute(),
    );
    const founded = organisations.map(({ service }) => service).join(' ');
    const isNews = founded !== this.#looked;
    if (isNews) this.#key = await this.#readKey();
    this.#looked = founded;
    const { kid } = this.#key ?? {};
    const own = organisations.find(({ service }) => service === kid);
    if (this.#key && own)
      return {
        key: this.#key,
        party: own.party,
        network: own.network,
        nowMs: this.#options.nowMs ?? Date.now,
      };
    if (this.#key && isNews) this.#options.onOff('NO_ORGANISATION_OF_KEY');
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
}
