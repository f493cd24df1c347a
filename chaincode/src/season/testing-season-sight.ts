import { type Amount, gtinOf, type HoldingRecord, type LotRecord, measures } from '../model/index.ts';
import type { DeviceKey, Fields } from '../model/testing.ts';
import type { Trader } from '../testing-trade.ts';
import { dayMs } from './testing-season-days.ts';
import type { Step } from './testing-season-steps.ts';
import { certificateOf } from './testing-season-village.ts';
import {
  type Actor,
  type ActorName,
  actorNames,
  type GoodsName,
  type SeasonWorld,
  schemes,
} from './testing-season-world.ts';

/** A step as an event: what is said, and whose devices sign. */
export interface Telling {
  readonly fields: Fields;
  readonly signers: readonly DeviceKey[];
}

const decoder = new TextDecoder();

/** What a storyteller sees of the ledger. */
export class Sight {
  readonly at: SeasonWorld;
  /** Of the numbers of lots and shipments, where several stories are told on one ledger. */
  readonly prefix: string;

  constructor(at: SeasonWorld, prefix: string) {
    this.at = at;
    this.prefix = prefix;
  }

  /** The records of one kind, by what follows the kind in their keys. */
  records<R>(kind: string): [key: string, record: R][] {
    const prefix = `${kind}/`;
    return [...this.at.world.state.values]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]) => [key.slice(prefix.length), JSON.parse(decoder.decode(value)) as R]);
  }

  actor(number: number): Actor & { readonly name: ActorName; readonly site: string } {
    const name = actorNames[number % actorNames.length] ?? 'herder';
    const actor = this.at.actors[name];
    return { ...actor, name, site: actor.sites[0] ?? '' };
  }

  /** What lies at a place, of some products. */
  held(place: { readonly id: string; readonly site: string }, ...names: GoodsName[]) {
    const gtins = names.map((name) => this.at.goods[name].gtin);
    return this.records<HoldingRecord>('holding')
      .filter(([key]) => key.startsWith(`${place.id}/${place.site}/`))
      .map(([key, record]) => [key.slice(place.id.length + place.site.length + 2), record] as const)
      .filter(([lot]) => gtins.length === 0 || gtins.includes(gtinOf(lot)));
  }

  lots(): [string, LotRecord][] {
    return this.records<LotRecord>('lot');
  }

  pick<T>(list: readonly T[], number: number): T | undefined {
    return list[number % Math.max(list.length, 1)];
  }

  lot(name: GoodsName, number: number): string {
    return `${this.at.goods[name].gtin}/${this.prefix}${name.toUpperCase()}-${number}`;
  }

  said(who: Trader, fields: Fields, step: Step, ...cosigners: DeviceKey[]): Telling[] {
    const eventTime = new Date(this.at.world.nowMs - step.daysAgo * dayMs).toISOString();
    return [{ fields: { party: who.id, eventTime, ...fields }, signers: [who.device, ...cosigners] }];
  }

  claims(who: ActorName, way: number) {
    const wanted = schemes.filter((_, index) => (way & (1 << index)) !== 0);
    return wanted.map((scheme) => ({ scheme, certificate: certificateOf(this.at, scheme, who) }));
  }
}

/** Twelfths of an amount; 11 is all of it, and a little more now and then lies in other hands. */
export function shareOf(amount: Amount, much: number): Amount {
  const entries = measures.flatMap((measure) => {
    const whole = amount[measure];
    return whole === undefined
      ? []
      : [[measure, much >= 9 ? whole : Math.floor((whole * (much + 1)) / 12)] as const];
  });
  return Object.fromEntries(entries);
}
