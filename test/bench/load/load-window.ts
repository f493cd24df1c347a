import { setTimeout as pause } from 'node:timers/promises';
import type { EventPoster } from './event-poster.ts';
import { type Lane, takePost } from './lane.ts';

export interface WindowOptions {
  readonly poster: EventPoster;
  readonly lanes: readonly Lane[];
  readonly warmUpMs: number;
  readonly windowMs: number;
  /** Told when the warm-up is over. */
  readonly onBegin: () => void;
  /** Told when the window is over, while requests are still under way. */
  readonly onEnd: (events: number) => void;
}

/** What was answered inside the window. */
export interface WindowResult {
  readonly events: number;
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
  readonly waits: number;
  /** Ids of everything recorded, before and after the window too. */
  readonly recorded: readonly string[];
}

/** Counts what is answered between a beginning and an end; what comes before or after is recorded and not counted. */
class WindowCount {
  readonly recorded: string[] = [];
  readonly latenciesMs: number[] = [];
  waits = 0;
  events = 0;
  #startedAt: number | undefined;
  #endedAt: number | undefined;

  get isOver(): boolean {
    return this.#endedAt !== undefined;
  }

  begin(): void {
    this.#startedAt = performance.now();
  }

  end(): void {
    this.#endedAt ??= performance.now();
  }

  saw(ids: readonly string[], latencyMs: number, waits: number): void {
    this.recorded.push(...ids);
    if (this.#startedAt === undefined || this.isOver) return;
    this.events += ids.length;
    this.latenciesMs.push(latencyMs);
    this.waits += waits;
  }

  get result(): WindowResult {
    const seconds = ((this.#endedAt ?? Number.NaN) - (this.#startedAt ?? Number.NaN)) / 1000;
    const { events, latenciesMs, waits, recorded } = this;
    return { events, seconds, latenciesMs, waits, recorded };
  }
}

/** Posts everything that the lanes have, each lane in its order. Answers the ids. */
export async function drainLanes(poster: EventPoster, lanes: readonly Lane[]): Promise<string[]> {
  const recorded: string[] = [];
  const drain = async (lane: Lane): Promise<void> => {
    for (let post = takePost(lane); post; post = takePost(lane)) {
      await poster.post(post);
      recorded.push(...post.ids);
    }
  };
  await Promise.all(lanes.map(drain));
  return recorded;
}

/** Each lane posts as soon as it is answered: as many posts in flight as lanes. Ends early when a lane has nothing left. */
export async function runClosedWindow(options: WindowOptions): Promise<WindowResult> {
  const count = new WindowCount();
  const dry = new AbortController();
  const work = async (lane: Lane): Promise<void> => {
    while (!count.isOver) {
      const post = takePost(lane);
      if (!post) return dry.abort();
      const { latencyMs, waits } = await options.poster.post(post);
      count.saw(post.ids, latencyMs, waits);
    }
  };
  const working = Promise.all(options.lanes.map(work));
  await Promise.race([working, clock(options, count, dry.signal)]);
  await working;
  return count.result;
}

/** Posts start at a fixed rate whatever the answers do; a post waits for an idle lane, and its latency counts from when it was due. */
export async function runPacedWindow(options: WindowOptions, postsPerSecond: number): Promise<WindowResult> {
  const count = new WindowCount();
  const idle = [...options.lanes];
  const running = new Set<Promise<void>>();
  const failed = new AbortController();
  let failure: unknown;
  const send = async (lane: Lane, dueAt: number): Promise<void> => {
    const post = takePost(lane);
    if (!post) return;
    const { waits } = await options.poster.post(post);
    count.saw(post.ids, performance.now() - dueAt, waits);
    idle.push(lane);
  };
  const startedAt = performance.now();
  const dues: number[] = [];
  let started = 0;
  const pump = (): void => {
    for (; startedAt + (started * 1000) / postsPerSecond <= performance.now(); started++) {
      dues.push(startedAt + (started * 1000) / postsPerSecond);
    }
    for (let lane = idle[0]; lane && dues.length > 0; lane = idle[0]) {
      idle.shift();
      const sent = send(lane, dues.shift() ?? 0)
        .catch((error: unknown) => {
          failure ??= error;
          failed.abort();
        })
        .finally(() => running.delete(sent));
      running.add(sent);
    }
  };
  const timer = setInterval(pump, 2);
  await clock(options, count, failed.signal);
  clearInterval(timer);
  await Promise.all(running);
  if (failure !== undefined) throw failure;
  return count.result;
}

async function clock(options: WindowOptions, count: WindowCount, cut: AbortSignal): Promise<void> {
  const wait = (ms: number) =>
    pause(ms, undefined, { signal: cut }).catch((error: unknown) => {
      if (!cut.aborted) throw error;
    });
  await wait(options.warmUpMs);
  options.onBegin();
  count.begin();
  await wait(options.windowMs);
  count.end();
  options.onEnd(count.events);
}
