import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runningKeepers } from '../../../network/fabric/src/keeper/keepers.ts';
import { placesIn } from '../../../network/fabric/src/places.ts';
import { FoundedNetwork } from '../../system/founded-network.ts';
import { testLedger } from '../../system/ground.ts';
import { untilQuiet } from '../../system/index-digest.ts';
import { recordedPlaces } from '../../system/ledger-blocks.ts';
import { type RunningSystem, runSystem } from '../../system/running-system.ts';
import type { BenchOptions } from '../benchmark.ts';
import { diskBytesOf } from '../measure/disk-usage.ts';
import { type ProcessorTime, watchProcessors } from '../measure/processor-time.ts';
import { type ProgramUsage, type WatchedProgram, watchPrograms } from '../measure/program-usage.ts';
import { EventPoster } from './event-poster.ts';
import type { Lane } from './lane.ts';
import { drainLanes, runClosedWindow, runPacedWindow, type WindowResult } from './load-window.ts';
import { LoadDevice } from './presigned.ts';

/** The parties of a load. */
export const partiesOfLoad = 64;
const partiesPerEnrolment = 32;
const settlePauseMs = 500;

export interface LoadResult extends WindowResult {
  readonly programs: readonly ProgramUsage[];
  /** Of the whole machine, in the same window. */
  readonly processors: ProcessorTime;
}

/** A whole system under load: devices that sign for it, and the account of everything that it said was recorded. */
export class LoadedSystem {
  readonly system: RunningSystem;
  readonly devices: readonly LoadDevice[];
  readonly #recorded: string[] = [];

  private constructor(system: RunningSystem, devices: readonly LoadDevice[]) {
    this.system = system;
    this.devices = devices;
  }

  static async start(options: BenchOptions): Promise<LoadedSystem> {
    const system = await runSystem({ environment: environmentOf(options) });
    try {
      const network = await FoundedNetwork.on(system);
      const devices: LoadDevice[] = [];
      while (devices.length < partiesOfLoad) {
        for (const producer of await network.enrolProducers(partiesPerEnrolment))
          devices.push(await LoadDevice.of(producer, network.network));
      }
      return new LoadedSystem(system, devices);
    } catch (error) {
      await system.remove();
      throw error;
    }
  }

  /** Every program of the system, and this one, which makes the load. */
  get watched(): WatchedProgram[] {
    const programs = this.system.programs.map((name) => ({ name, pid: this.system.pidOf(name) }));
    return [...programs, ...this.#nodes(), { name: 'load', pid: process.pid }];
  }

  /** Of a network of Hyperledger Fabric: peers, orderers and the chaincode beside them. */
  #nodes(): WatchedProgram[] {
    if (testLedger !== 'fabric') return [];
    const places = placesIn(path.dirname(this.system.places.connection));
    return runningKeepers(places).flatMap(({ programs }) => programs.map(({ name, pid }) => ({ name, pid })));
  }

  /** Closed: a post in flight for each lane. Paced: so many posts a second, whatever the answers do. */
  async load(
    lanes: readonly Lane[],
    plan: { readonly seconds: number; readonly postsPerSecond?: number },
  ): Promise<LoadResult> {
    await pause(settlePauseMs);
    const poster = new EventPoster(this.system.url, lanes.length);
    let endUsage: ((events: number) => ProgramUsage[]) | undefined;
    let endProcessors: (() => ProcessorTime) | undefined;
    let programs: ProgramUsage[] = [];
    let processors: ProcessorTime = { busyMs: 0, idleMs: 0 };
    const options = {
      poster,
      lanes,
      warmUpMs: Math.min(2000, plan.seconds * 250),
      windowMs: plan.seconds * 1000,
      onBegin: () => {
        endUsage = watchPrograms(this.watched);
        endProcessors = watchProcessors();
      },
      onEnd: (events: number) => {
        programs = endUsage?.(events) ?? [];
        processors = endProcessors?.() ?? processors;
      },
    };
    try {
      const result =
        plan.postsPerSecond === undefined
          ? await runClosedWindow(options)
          : await runPacedWindow(options, plan.postsPerSecond);
      for (const id of result.recorded) this.#recorded.push(id);
      return { ...result, programs, processors };
    } finally {
      poster.close();
    }
  }

  /** Records everything that the lanes have; nothing is measured. */
  async drain(lanes: readonly Lane[]): Promise<void> {
    const poster = new EventPoster(this.system.url, lanes.length);
    try {
      for (const id of await drainLanes(poster, lanes)) this.#recorded.push(id);
    } finally {
      poster.close();
    }
  }

  /** Bytes on disk: of the ledger (on Fabric of all its nodes together) and of the gateway's store. */
  diskBytes(): { readonly ledger: number; readonly store: number } {
    const { devnet, gateway, connection } = this.system.places;
    const ledger = testLedger === 'fabric' ? path.join(path.dirname(connection), 'nodes') : devnet;
    return { ledger: diskBytesOf(ledger), store: diskBytesOf(gateway) };
  }

  /** Throws where an event that was answered as recorded is not in the blocks exactly once. Answers how many were looked for. */
  async reckon(): Promise<number> {
    await untilQuiet(this.system);
    const times = new Map<string, number>();
    for (const { id } of await recordedPlaces(this.system)) times.set(id, (times.get(id) ?? 0) + 1);
    const lost = this.#recorded.filter((id) => !times.has(id)).length;
    const doubled = [...times.values()].filter((count) => count > 1).length;
    if (lost + doubled > 0)
      throw new Error(`of ${this.#recorded.length} events ${lost} are lost and ${doubled} are there twice`);
    return this.#recorded.length;
  }

  remove(): Promise<void> {
    return this.system.remove();
  }
}

function environmentOf({ profileFolder }: BenchOptions): { [name: string]: string } {
  const environment = { MENGSU_REQUESTS_PER_MINUTE_MAX: '0', MENGSU_LOG_LEVEL: 'warn' };
  if (profileFolder === undefined) return environment;
  mkdirSync(profileFolder, { recursive: true });
  return {
    ...environment,
    NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=500 --cpu-prof-dir=${profileFolder}`,
  };
}
