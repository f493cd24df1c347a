import { setTimeout as pause } from 'node:timers/promises';
import type { StoryPage } from '../../demo/src/story/tell.ts';
import { getJson, type RunningSystem, runSystem, tell } from './running-system.ts';

/** A system that has told the season, whose log all four organisations witness. */
export interface WitnessedSystem {
  readonly system: RunningSystem;
  readonly pages: readonly StoryPage[];
  /** The path of a story's page whose address has this part. Throws RangeError. */
  path(part: string): string;
  /** Path of the page of a piece. */
  readonly piece: string;
}

const witnessedTimeoutMs = 60_000;

/** Resolves when a checkpoint that enough organisations signed knows the whole story. Throws where that takes over 60 s. */
export async function runWitnessedSystem(): Promise<WitnessedSystem> {
  const system = await runSystem({ isWitnessed: true, isAlone: true });
  try {
    const pages = await tell(system);
    const { indexed } = await getJson<{ indexed: { block: number } }>(
      system,
      (pages[0]?.path ?? '').replace('/01/', '/api/lots/').replace('/10/', '/'),
    );
    await system.startWitnesses();
    await untilWitnessed(system, indexed.block);
    const path = (part: string): string => {
      const found = pages.find((page) => page.path.includes(part));
      if (!found) throw new RangeError(`the story has no page ${part}`);
      return found.path;
    };
    return { system, pages, path, piece: path('/21/') };
  } catch (error) {
    await system.remove();
    throw error;
  }
}

/** Resolves when a checkpoint of this block or a later one is shown. Throws where that takes over 60 s. */
export async function untilWitnessed({ url }: Pick<RunningSystem, 'url'>, block: number): Promise<void> {
  const until = Date.now() + witnessedTimeoutMs;
  for (;;) {
    const answer = await fetch(`${url}/api/checkpoint`);
    const note = await answer.text();
    if (answer.ok && Number(/^block (\d+)/m.exec(note)?.[1]) >= block) return;
    if (Date.now() > until) throw new Error(`no checkpoint of block ${block}: ${answer.status} ${note}`);
    await pause(200);
  }
}
