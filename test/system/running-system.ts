import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Patience } from '@mengsu/network/programs';
import { freePorts } from '../../demo/src/run/free-port.ts';
import {
  type OwnGateway,
  otherOrganisations,
  startOwnGateway,
  startWitnesses,
} from '../../demo/src/run/own-gateways.ts';
import {
  type Places,
  placesIn,
  placesOnFabric,
  type System,
  startSystem,
} from '../../demo/src/run/system.ts';
import { type StoryPage, tellStory } from '../../demo/src/story/tell.ts';
import { bringUp, type FabricNetwork, makeFabricNetwork } from './fabric-network.ts';
import { testLedger } from './ground.ts';
import { liveDigest, untilQuiet } from './index-digest.ts';

/** A whole system in a folder of its own, for one test file. */
export interface RunningSystem {
  readonly places: Places;
  readonly url: string;
  /** The process of a program that is kept running: `gateway`, `devnet`, `chaincode-…`. Throws for any other name. */
  pidOf(name: string): number;
  readonly programs: readonly string[];
  /** Starts the other three organisations' gateways as witnesses; they stop with the system. */
  startWitnesses(): Promise<readonly OwnGateway[]>;
  /** Stops the programs and keeps the folder. */
  stop(): Promise<void>;
  /** Starts them again in the same folder, on the same port. */
  start(): Promise<void>;
  /** Stops and deletes everything. */
  remove(): Promise<void>;
}

export interface RunOptions {
  /** Added to every program's environment. */
  readonly environment?: { readonly [name: string]: string };
  readonly patience?: Patience;
  /** Other scripts for programs, by their names. */
  readonly scripts?: { readonly [name: string]: string };
  /** The log is witnessed: the gateway signs checkpoints, and so do the other three's once `startWitnesses` was called. */
  readonly isWitnessed?: true;
  /** Without the other organisations' gateways, whatever MENGSU_TEST_GATEWAYS says. */
  readonly isAlone?: true;
  /** The folder of a running Fabric network, which is kept; default: devnet, or with MENGSU_TEST_LEDGER=fabric a network of its own. */
  readonly fabric?: string;
}

export async function runSystem({ fabric: given, ...options }: RunOptions = {}): Promise<RunningSystem> {
  const own = given === undefined && testLedger === 'fabric' ? await ownFabricNetwork() : undefined;
  const fabric = given ?? own?.folder;
  const places = fabric ? placesOnFabric(fabric) : placesIn(await mkdtemp(path.join(tmpdir(), 'mengsu-')));
  const ledger = fabric ? 'fabric' : 'devnet';
  const [port = 0] = await freePorts(1);
  const failures: Error[] = [];
  let system: System | undefined;
  let companions: OwnGateway[] = [];
  let witnesses: OwnGateway[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all([...companions, ...witnesses].map((gateway) => gateway.stop()));
    companions = [];
    witnesses = [];
    await system?.stop();
    system = undefined;
    if (failures[0]) throw failures[0];
  };
  const start = async (): Promise<void> => {
    system = await startSystem({
      ...options,
      places,
      ledger,
      port,
      onFailure: (error) => failures.push(error),
    });
    if (withCompanions && options.isAlone !== true) companions = await startCompanions(places);
  };
  await start().catch(async (error: unknown) => {
    await own?.remove();
    throw error;
  });
  return {
    places,
    url: `http://127.0.0.1:${port}`,
    pidOf: (name) => {
      const pid = system?.programs.find((program) => program.name === name)?.pid;
      if (pid === undefined) throw new RangeError(`no program ${name} is running`);
      return pid;
    },
    get programs() {
      return (system?.programs ?? []).map(({ name }) => name);
    },
    async startWitnesses() {
      witnesses = await startWitnesses(places);
      return witnesses;
    },
    stop,
    start,
    async remove() {
      const all = [{ places, url: `http://127.0.0.1:${port}` }, ...companions];
      try {
        if (companions.length > 0) await requireSameIndex(all);
      } finally {
        await stop();
      }
      await rm(places.data, { recursive: true, force: true });
      await own?.remove();
    },
  };
}

/** MENGSU_TEST_GATEWAYS=4: beside every system the gateways of the other organisations, which must come to the same index. */
const withCompanions = process.env.MENGSU_TEST_GATEWAYS === '4';

const startCompanions = (places: Places): Promise<OwnGateway[]> =>
  Promise.all(otherOrganisations.map((mspId) => startOwnGateway(places, mspId)));

async function requireSameIndex(all: readonly Pick<RunningSystem, 'places' | 'url'>[]): Promise<void> {
  await Promise.all(all.map((gateway) => untilQuiet(gateway)));
  const digests = await Promise.all(all.map((gateway) => liveDigest(gateway)));
  if (new Set(digests).size > 1) throw new Error(`four gateways have these indexes: ${digests.join(', ')}`);
}

/** A Fabric network for one test file, with the law on it. Throws with its words where it does not come up. */
async function ownFabricNetwork(): Promise<FabricNetwork> {
  const network = await makeFabricNetwork();
  await bringUp(network);
  return network;
}

/** Tells the demonstration's story on it. */
export const tell = (system: RunningSystem): Promise<readonly StoryPage[]> =>
  tellStory(system.places, system.url, () => undefined);

/** A GET that must answer JSON. */
export async function getJson<T>(system: Pick<RunningSystem, 'url'>, urlPath: string): Promise<T> {
  const answer = await fetch(new URL(urlPath, system.url), { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${urlPath} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
