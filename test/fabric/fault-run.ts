import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AccountBook } from '../fault/account-book.ts';
import { errands, keepRunning } from '../fault/errands.ts';
import { FaultFile } from '../fault/fault-file.ts';
import { Poster } from '../fault/poster.ts';
import { faultsIn, settleAccounts } from '../fault/reckoning.ts';
import { bringUp, type FabricNetwork, makeFabricNetwork } from '../system/fabric-network.ts';
import { FoundedNetwork } from '../system/founded-network.ts';
import { liveDigest, openLedger, rebuiltDigest, untilQuiet } from '../system/index-digest.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';
import { SeededRandom } from '../system/seeded-random.ts';
import { FabricNodes } from './fabric-nodes.ts';
import { type FaultTold, tellFault } from './fault-page.ts';
import { untilNoReasonOf, untilReasonOf } from './readiness-reasons.ts';
import { WriteWatch } from './write-watch.ts';

const seed = process.env.MENGSU_FAULT_SEED ?? randomBytes(4).toString('hex');
/** The supervisor of the gateway waits as little as it can, and never gives up. */
const patience = { restartsMax: 1_000_000, windowMs: 1, pauseMs: 1 };
const settledPauseMs = 2_000;

export interface FaultRunOptions {
  /** Before the nodes are started. */
  readonly beforeUp?: (fabric: FabricNetwork) => Promise<void>;
  /** Added to the gateway's environment. */
  readonly environmentOf?: (fabric: FabricNetwork) => Promise<{ readonly [name: string]: string }>;
  /** After everything has been stopped, before the folder is removed. */
  readonly afterDown?: (() => Promise<void>) | undefined;
}

type Harm = Pick<FaultTold, 'injected' | 'expected'>;

/** A Fabric network and a gateway that is posted to all the time, while tests do harm; and the account of all that was posted. */
export class FaultRun {
  readonly fabric: FabricNetwork;
  readonly system: RunningSystem;
  readonly network: FoundedNetwork;
  readonly nodes: FabricNodes;
  /** By which the gateway is killed at a step of its write path. */
  readonly faultFile: FaultFile;
  readonly book = new AccountBook();
  readonly watch: WriteWatch;
  readonly #afterDown: FaultRunOptions['afterDown'];
  readonly #over = new AbortController();
  readonly #posters: Promise<unknown>;

  private constructor(
    parts: Pick<FaultRun, 'fabric' | 'system' | 'network' | 'faultFile'> & Pick<FaultRunOptions, 'afterDown'>,
    [prober, ...producers]: Awaited<ReturnType<FoundedNetwork['enrolProducers']>>,
  ) {
    if (!prober) throw new RangeError('there is no producer');
    this.fabric = parts.fabric;
    this.system = parts.system;
    this.network = parts.network;
    this.#afterDown = parts.afterDown;
    this.faultFile = parts.faultFile;
    this.nodes = new FabricNodes(parts.fabric);
    const { url } = parts.system;
    const { book } = this;
    const { signal } = this.#over;
    this.watch = new WriteWatch({ url, own: prober, book }, signal);
    const poster = new Poster({ url, book, stop: signal });
    this.#posters = Promise.all(
      errands.map((errand, index) => {
        const random = new SeededRandom(`${seed}/${index}`);
        const post = { own: producers[index] ?? prober, other: prober, poster, book, random };
        return keepRunning(errand, post, signal);
      }),
    );
  }

  static async start({ beforeUp, environmentOf, afterDown }: FaultRunOptions = {}): Promise<FaultRun> {
    console.log(`MENGSU_FAULT_SEED=${seed}`);
    const fabric = await makeFabricNetwork({ held: true });
    await beforeUp?.(fabric);
    await bringUp(fabric);
    const faultFile = new FaultFile(path.join(path.dirname(fabric.folder), 'fault'));
    const environment = {
      ...faultFile.environment,
      MENGSU_REQUESTS_PER_MINUTE_MAX: '0',
      MENGSU_LOG_LEVEL: 'warn',
      ...(await environmentOf?.(fabric)),
    };
    const system = await runSystem({ fabric: fabric.folder, patience, environment });
    const network = await FoundedNetwork.on(system);
    const producers = await network.enrolProducers(errands.length + 1);
    return new FaultRun({ fabric, system, network, faultFile, afterDown }, producers);
  }

  /**
   * Does harm, and resolves when new events are recorded after it. `act` answers what was seen beside that; it is told on docs/faults.md with the
   * longest time in which nothing was recorded. Throws where an event was answered as it must not be.
   */
  async suffer(harm: Harm, act: () => Promise<string>): Promise<number> {
    await this.watch.untilRecorded(performance.now());
    // With an orderer that complains alone the next one that fails is one too many.
    await this.nodes.untilOrderersLevel();
    const sinceMs = performance.now();
    const seen = await act();
    await this.watch.untilRecorded(performance.now());
    await pause(settledPauseMs);
    await this.watch.untilRecorded(performance.now());
    const awayMs = this.watch.longestGapMs(sinceMs);
    const [wrong] = this.book.wrongAnswers();
    if (wrong !== undefined) throw new Error(wrong);
    const restarted = await this.nodes.untilOrderersLevel();
    const alone = restarted.map((name) => `; the orderer of ${name} complained alone and was started again`);
    tellFault({ ...harm, seen: seen + alone.join(''), awayMs });
    return awayMs;
  }

  /** Resolves with the first reason of /readyz that fits. Throws where there is none within a minute. */
  untilReason(pattern: RegExp): Promise<string> {
    return untilReasonOf(this.system, pattern);
  }

  /** Resolves when /readyz says that nothing is wrong. Throws where that takes over a minute. */
  untilNoReason(): Promise<void> {
    return untilNoReasonOf(this.system);
  }

  /** Blocks of the highest peer. Throws where none answers. */
  async height(): Promise<number> {
    const ledger = openLedger(this.system);
    try {
      return await ledger.height();
    } finally {
      ledger.close();
    }
  }

  /** The status of the page of a lot that is on the ledger, asked as a phone does. */
  async pageStatus(): Promise<number> {
    const [lot = ''] = this.book.balances.keys();
    const page = new URL(`/01/${lot.slice(0, 14)}/10/${lot.slice(15)}`, this.system.url);
    const answer = await fetch(page, { headers: { accept: 'text/html' } });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** Ends the posting, and compares the book with the ledger and the index: sentences about what is wrong. */
  async reckon(): Promise<string[]> {
    this.#over.abort();
    await this.watch.ended();
    await this.#posters;
    const unanswered = await settleAccounts(this.system, this.book);
    await untilQuiet(this.system);
    console.log(`${this.book.events.size} events, ${unanswered} documents were posted again`);
    const wrong = await faultsIn(this.system, this.book);
    const isSame = (await rebuiltDigest(this.system)) === (await liveDigest(this.system));
    return isSame ? wrong : [...wrong, 'an index that is rebuilt from block 0 is another one'];
  }

  async remove(): Promise<void> {
    this.#over.abort();
    // Their failure, if any, was seen by the test that waited for them.
    await Promise.allSettled([this.#posters, this.watch.ended()]);
    await this.system.stop();
    await this.fabric.run('down');
    await this.#afterDown?.();
    await this.fabric.remove();
  }
}
