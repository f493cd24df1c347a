import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '../../demo/src/run/free-port.ts';
import { type Places, placesIn, type System, startSystem } from '../../demo/src/run/system.ts';
import { type StoryPage, tellStory } from '../../demo/src/story/tell.ts';

/** A whole system in a folder of its own, for one test file. */
export interface RunningSystem {
  readonly places: Places;
  readonly url: string;
  /** Stops the programs and keeps the folder. */
  stop(): Promise<void>;
  /** Starts them again in the same folder, on the same port. */
  start(): Promise<void>;
  /** Stops and deletes everything. */
  remove(): Promise<void>;
}

export async function runSystem(
  environment: { readonly [name: string]: string } = {},
): Promise<RunningSystem> {
  const places = placesIn(await mkdtemp(path.join(tmpdir(), 'mengsu-')));
  const [port = 0] = await freePorts(1);
  const failures: Error[] = [];
  let system: System | undefined;
  const stop = async (): Promise<void> => {
    await system?.stop();
    system = undefined;
    if (failures[0]) throw failures[0];
  };
  const start = async (): Promise<void> => {
    system = await startSystem({ places, port, environment, onFailure: (error) => failures.push(error) });
  };
  await start();
  return {
    places,
    url: `http://127.0.0.1:${port}`,
    stop,
    start,
    async remove() {
      await stop();
      await rm(places.data, { recursive: true, force: true });
    },
  };
}

/** Tells the demonstration's story on it. */
export const tell = (system: RunningSystem): Promise<StoryPage[]> =>
  tellStory(system.places, system.url, () => undefined);

/** A GET that must answer JSON. */
export async function getJson<T>(system: RunningSystem, urlPath: string): Promise<T> {
  const answer = await fetch(new URL(urlPath, system.url), { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${urlPath} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
