import {
  type Amount,
  type CodesRecord,
  gtinOf,
  type HoldingRecord,
  type HoldRecord,
  keyOf,
  LedgerError,
  type LotRecord,
  limits,
  type Mode,
  type QuotaRecord,
  type RecallRecord,
  type Result,
  type ShipmentRecord,
  type StateKey,
} from './model/index.ts';
import type { DeviceKey, Fields } from './model/testing.ts';
import { days2026 } from './season/testing-season-days.ts';
import type { SeasonWorld } from './season/testing-season-world.ts';
import { dayMs, type Trader } from './testing-trade.ts';
import type { World } from './testing-world.ts';

/** Who says what, with whose signatures beside. */
export type Said = readonly [who: Trader, fields: Fields, ...cosigners: DeviceKey[]];

const schemeNames: { readonly [scheme: string]: string } = { mengzibiao: '蒙字标', organic: '有机' };

const answer = (result: Result): string => {
  if (result.status === 'refused') return `refused · ${result.code}`;
  return [result.status, ...result.breaches].join(' · ');
};

const amountText = ({ count, massG, volumeMl }: Amount, piece: string): string =>
  [
    count === undefined ? [] : [`${count} ${piece}`],
    massG === undefined ? [] : [`${massG / 1000} kg`],
    volumeMl === undefined ? [] : [`${volumeMl / 1000} L`],
  ]
    .flat()
    .join(' and ');

/**
 * One example of the law, told to the engine. What is `given` must be recorded and is not spoken of; what is `told` is answered, and the
 * facts after it are read from the state. Nothing here decides anything.
 */
export class Tale {
  readonly at: SeasonWorld;
  readonly world: World;
  readonly #parts: string[][] = [];

  constructor(at: SeasonWorld) {
    this.at = at;
    this.world = at.world;
  }

  /** What really happened, as the page says it. */
  get outcome(): string {
    return this.#parts.map((part) => part.join(' · ')).join('; ');
  }

  /** Answers the event's id. */
  async given(...said: Said): Promise<string> {
    const [result] = await this.#say([said], 'all');
    if (result?.status !== 'recorded') throw new Error(`${said[1].act} was to be recorded`);
    return result.id;
  }

  /** Many events, as many documents as they need. */
  async givenAll(said: readonly Said[]): Promise<void> {
    for (let first = 0; first < said.length; first += limits.eventsPerDocumentMax)
      await this.#say(said.slice(first, first + limits.eventsPerDocumentMax), 'all');
  }

  async told(...said: Said): Promise<string> {
    const [result] = await this.toldAll([said]);
    return result?.id ?? '';
  }

  /** Several events in one document of mode `each`. */
  async toldAll(said: readonly Said[]): Promise<readonly Result[]> {
    return this.#answered(() => this.#say(said, 'each'));
  }

  /** A document that was signed before, as it is. */
  async submitted(text: string): Promise<void> {
    await this.#answered(async () => (await this.world.submit(text)).results);
  }

  async #answered(ask: () => Promise<readonly Result[]>): Promise<readonly Result[]> {
    try {
      const results = await ask();
      for (const result of results) this.#parts.push([answer(result)]);
      return results;
    } catch (refusal) {
      if (!(refusal instanceof LedgerError)) throw refusal;
      this.#parts.push([`refused · ${refusal.code}`]);
      return [];
    }
  }

  async #say(said: readonly Said[], mode: Mode): Promise<readonly Result[]> {
    const events = said.map(
      ([who, fields, ...cosigners]) =>
        [{ party: who.id, ...fields }, [who.device, ...cosigners]] as [Fields, DeviceKey[]],
    );
    return (await this.world.sayAll(events, mode)).results;
  }

  wait(days: number): void {
    this.world.nowMs += days * dayMs;
  }

  /** An instant so many days from now. */
  instant(days: number): string {
    return new Date(this.world.nowMs + days * dayMs).toISOString();
  }

  read<R>(key: StateKey<R>): R | undefined {
    return this.world.state.at(key) as R | undefined;
  }

  #fact(text: string): void {
    this.#parts.at(-1)?.push(text);
  }

  claim(lotId: string): void {
    const claims = this.#lot(lotId).claims ?? [];
    this.#fact(
      claims.length === 0
        ? 'no claim'
        : `claims ${claims.map((scheme) => schemeNames[scheme] ?? scheme).join(' and ')}`,
    );
  }

  /** Whether a hold stands on the whole lot. */
  lotHold(lotId: string): void {
    this.#fact(this.#isHeld(this.#lot(lotId).holds) ? 'on hold' : 'not on hold');
  }

  /** Whether a hold stands on what one party has of it. */
  goodsHold(who: Trader, site: string, lotId: string): void {
    const { holds } = this.#holding(who, site, lotId);
    this.#fact(`${this.#name(who)}’s goods ${this.#isHeld(holds) ? 'on hold' : 'not on hold'}`);
  }

  recalled(lotId: string): void {
    const isOpen = (id: string): boolean => {
      const recall = this.read<RecallRecord>(keyOf.recall(id));
      return recall !== undefined && recall.closedAt === undefined;
    };
    this.#fact(this.#lot(lotId).recalls?.some(isOpen) ? 'recalled' : 'not recalled');
  }

  undone(lotId: string): void {
    this.#fact(this.#lot(lotId).reversed ? 'never made' : 'stands');
  }

  holds(who: Trader, site: string, lotId: string): void {
    const { available } = this.#holding(who, site, lotId);
    this.#fact(`${this.#name(who)} holds ${amountText(available, this.#piece(lotId))}`);
  }

  returned(who: Trader, site: string, lotId: string): void {
    const { returned = {} } = this.#holding(who, site, lotId);
    this.#fact(`${amountText(returned, this.#piece(lotId)) || 'nothing'} given back`);
  }

  shipment(id: string): void {
    this.#fact(`shipment ${this.read<ShipmentRecord>(keyOf.shipment(id))?.state ?? 'not there'}`);
  }

  activeCodes(who: Trader, lotId: string): void {
    const sets = this.read<CodesRecord>(keyOf.codes(who.id, lotId))?.sets ?? [];
    const count = sets
      .flatMap(({ activated }) => activated)
      .reduce((sum, [from, to]) => sum + to - from + 1, 0);
    this.#fact(`${count} codes active`);
  }

  /** What is left of the herder's quota of the season. */
  quotaLeft(): void {
    const quota = this.read<QuotaRecord>(
      keyOf.quota(this.at.actors.herder.id, 'PASTURE-1', 'sheep', days2026.season),
    );
    this.#fact(`quota ${(quota?.granted.count ?? 0) - (quota?.used.count ?? 0)} head left`);
  }

  /** Whether anything at all lies under the key. */
  there(key: string, what: string): void {
    this.#fact(this.world.state.at(key) === undefined ? `no ${what}` : what);
  }

  #name = ({ id }: Trader): string =>
    Object.entries(this.at.actors).find(([, actor]) => actor.id === id)?.[0] ?? id;

  #piece = (lotId: string): string => (this.#lot(lotId).category === 'season-cut' ? 'packs' : 'head');

  #lot(lotId: string): LotRecord {
    const lot = this.read<LotRecord>(keyOf.lot(lotId));
    if (!lot) throw new Error(`${lotId} of ${gtinOf(lotId)} is not there`);
    return lot;
  }

  #holding = (who: Trader, site: string, lotId: string): HoldingRecord =>
    this.read<HoldingRecord>(keyOf.holding(who.id, site, lotId)) ?? { available: {}, sold: {} };

  #isHeld = (ids: readonly string[] = []): boolean =>
    ids.some((id) => {
      const hold = this.read<HoldRecord>(keyOf.hold(id));
      return hold !== undefined && hold.releasedAt === undefined;
    });
}
