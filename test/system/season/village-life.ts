import { documentText, signedPayload } from '@mengsu/chaincode/model/testing';
import type { MengsuClient } from '@mengsu/client';
import { expect } from 'vitest';
import { Observer } from '../../../chaincode/src/season/testing-season-observer.ts';
import type { Telling } from '../../../chaincode/src/season/testing-season-sight.ts';
import { requireSpread, spreadsIn } from '../../../chaincode/src/season/testing-season-spread.ts';
import type { Step } from '../../../chaincode/src/season/testing-season-steps.ts';
import { SeasonTeller } from '../../../chaincode/src/season/testing-season-teller.ts';
import { type Told, toldOf, unsigned } from '../../../chaincode/src/season/testing-season-watched.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { LivingVillage } from './season-ledger.ts';
import { type PostedDocument, verdictOfApi, verdictOfEngine } from './verdict.ts';

interface Said extends Told {
  readonly telling: Telling;
}

const spreadRoundsMax = 8;
const spreadsPerDocument = 60;
/** Events of a document, as often as it stands here. */
const sizes = [1, 1, 2, 3, 5, 8, 13, 21] as const;

/**
 * Tells a village's histories through the API. The engine in memory foresees a document's events, so that each may build upon the others; after the answer
 * it judges the same document at the time that the ledger gave it, and must say the same.
 */
export class VillageLife {
  readonly at: LivingVillage;
  readonly observer: Observer;
  readonly answered = new Map<string, number>();
  readonly #client: MengsuClient;
  readonly #random: SeededRandom;
  readonly #told: Said[] = [];

  constructor(at: LivingVillage, client: MengsuClient, random: SeededRandom) {
    this.at = at;
    this.observer = new Observer(at);
    this.#client = client;
    this.#random = random;
  }

  /** One history. Nobody waits: the ledger's clock is the real one. */
  async tell(steps: readonly Step[], prefix: string): Promise<void> {
    const teller = new SeasonTeller(this.at, prefix);
    const rest = steps.filter((step) => step.do !== 'wait');
    while (rest.length > 0) {
      const before = new Map(this.at.world.state.values);
      const document = await this.#foresee(rest, teller, this.#random.pick(sizes));
      this.at.world.state.restore(before);
      if (document.length > 0) await this.#post(document, this.#modeFor(document));
    }
  }

  /** Everything that lots carry goes down to all that was made of them. */
  async spreadAll(): Promise<void> {
    for (let round = 0; round < spreadRoundsMax; round += 1) {
      const lots = this.#lots();
      const spreads = spreadsIn(this.at, this.observer).map((telling) => this.#say(telling));
      for (let from = 0; from < spreads.length; from += spreadsPerDocument)
        await this.#post(spreads.slice(from, from + spreadsPerDocument), 'all');
      if (this.#lots() === lots) break;
    }
    requireSpread(this.observer);
  }

  #lots = (): string => JSON.stringify(this.observer.records('lot'));

  /** Takes steps from the front until a document is full, each told in the light of those before it. */
  async #foresee(steps: Step[], teller: SeasonTeller, size: number): Promise<Said[]> {
    const { world } = this.at;
    const document: Said[] = [];
    while (document.length < size) {
      const step = steps.shift();
      if (!step) break;
      world.nowMs = Date.now();
      const said =
        step.do === 'again' ? this.#again(step) : teller.tell(step).map((telling) => this.#say(telling));
      for (const one of said) {
        if (document.some(({ payload }) => payload === one.payload)) continue;
        document.push(one);
        await world.submit(documentText([unsigned(one)], 'each'));
      }
    }
    return document;
  }

  /** What was told before, recorded or refused, is told again as it was. */
  #again({ what, much }: Step): Said[] {
    const said = this.#told[(what + much) % Math.max(this.#told.length, 1)];
    return said ? [said] : [];
  }

  #say(telling: Telling): Said {
    return { telling, ...toldOf(this.at, telling) };
  }

  /** One refusal refuses a document of mode `all`: long ones would tell nothing. */
  #modeFor(document: readonly Said[]): PostedDocument['mode'] {
    return document.length <= 3 && this.#random.whole(0, 2) === 0 ? 'all' : 'each';
  }

  async #post(said: readonly Said[], mode: PostedDocument['mode']): Promise<void> {
    const { world } = this.at;
    const events = await Promise.all(said.map(({ payload, signers }) => signedPayload(payload, signers)));
    const { recordedAt, ...answered } = await verdictOfApi(this.#client, { mode, events });
    world.nowMs = recordedAt === undefined ? Date.now() : Date.parse(recordedAt);
    const before = new Map(world.state.values);
    const judged = await verdictOfEngine(() => world.submit(documentText(events, mode)));
    expect(answered, `${mode}: ${said.map(({ payload }) => payload).join('\n')}`).toEqual(judged);
    this.#told.push(...said);
    for (const { status, code } of answered.results ?? []) this.#count(code ?? status);
    if (answered.problem) this.#count(`all ${answered.problem.code}`);
    if (answered.problem) return;
    const after = new Map(world.state.values);
    world.state.restore(before);
    for (const one of said) await this.#relive(one);
    requireSameState(world.state.values, after);
  }

  /** The same event by itself, under the observer's eyes. */
  async #relive(said: Said): Promise<void> {
    const { world } = this.at;
    world.state.last = [];
    const { results } = await world.submit(documentText([unsigned(said)], 'each'));
    const [result] = results;
    if (!result) throw new Error('an event has no result');
    const { last } = world.state;
    const writes =
      result.status === 'recorded' ? last.filter(({ key }) => key !== `event/${result.id}`) : last;
    this.observer.see({ telling: said.telling, result, writes });
  }

  #count(what: string): void {
    this.answered.set(what, (this.answered.get(what) ?? 0) + 1);
  }
}

/** What a document writes all at once is what its events write one by one. */
function requireSameState(
  apart: ReadonlyMap<string, Uint8Array>,
  together: ReadonlyMap<string, Uint8Array>,
): void {
  const differs = ([key, value]: readonly [string, Uint8Array]): boolean =>
    Buffer.compare(together.get(key) ?? Buffer.of(), value) !== 0;
  expect([...apart].filter(differs)).toEqual([]);
  expect(apart.size).toBe(together.size);
}
