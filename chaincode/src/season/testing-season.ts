import { expect } from 'vitest';
import type { Result } from '../model/index.ts';
import { documentText } from '../model/testing.ts';
import { dayMs, sinceEnrolmentMs } from './testing-season-days.ts';
import { Observer } from './testing-season-observer.ts';
import type { Telling } from './testing-season-sight.ts';
import { requireSpread, spreadsIn } from './testing-season-spread.ts';
import type { Step } from './testing-season-steps.ts';
import { SeasonTeller } from './testing-season-teller.ts';
import { believing, type Told, toldOf, unsigned, WatchedWorld } from './testing-season-watched.ts';
import type { SeasonWorld } from './testing-season-world.ts';

/** A world long enough after the origin's that its devices may tell of the last weeks. */
function worldAfter(origin: SeasonWorld): SeasonWorld & { readonly world: WatchedWorld } {
  const world = new WatchedWorld(believing);
  world.nowMs = origin.world.nowMs + sinceEnrolmentMs;
  for (const [key, value] of origin.world.state.values) world.state.values.set(key, value);
  return { ...origin, world };
}

/** Tells a season event by event under the observer's eyes. */
export class Season {
  readonly at: SeasonWorld & { readonly world: WatchedWorld };
  readonly observer: Observer;
  readonly told: Told[] = [];
  readonly #teller: SeasonTeller;

  constructor(origin: SeasonWorld) {
    this.at = worldAfter(origin);
    this.observer = new Observer(this.at);
    this.#teller = new SeasonTeller(this.at);
  }

  async live(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (step.do === 'wait') this.at.world.nowMs += (1 + step.much) * dayMs;
      else if (step.do === 'again') await this.#again(step.what + step.much);
      else for (const telling of this.#teller.tell(step)) await this.tell(telling);
    }
  }

  async tell(telling: Telling): Promise<Result | undefined> {
    const told = toldOf(this.at, telling);
    this.told.push(told);
    const { state } = this.at.world;
    state.last = [];
    const { results } = await this.at.world.submit(documentText([unsigned(told)], 'each'));
    const [result] = results;
    if (result) {
      const written = state.last.filter(({ key }) => key !== `event/${result.id}`);
      this.observer.see({ telling, result, writes: result.status === 'recorded' ? written : state.last });
    }
    return result;
  }

  /** Invariant 7: what was recorded exists, and coming again changes nothing. */
  async #again(which: number): Promise<void> {
    const told = this.told[which % Math.max(this.told.length, 1)];
    if (!told) return;
    const { state } = this.at.world;
    const before = new Map(state.values);
    const { results } = await this.at.world.submit(documentText([unsigned(told)], 'each'));
    if (results[0]?.status === 'exists') expect([...state.values]).toEqual([...before]);
    // What was refused may be taken now: it is not told again here.
    state.restore(before);
  }

  /** Invariant 6: when everything has been spread, as gateways do at once. */
  async spreadAll(): Promise<void> {
    for (let round = 0; round < 8; round += 1) if (!(await this.#spreadOnce())) break;
    requireSpread(this.observer);
  }

  async #spreadOnce(): Promise<boolean> {
    let hasChanged = false;
    for (const telling of spreadsIn(this.at, this.observer)) {
      expect(await this.tell(telling)).toMatchObject({ status: 'recorded' });
      hasChanged ||= this.at.world.state.last.some(({ key }) => key.startsWith('lot/'));
    }
    return hasChanged;
  }
}
