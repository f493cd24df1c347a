import {
  type Amount,
  type BreachCode,
  gs1CheckDigit,
  type HoldRecord,
  keyOf,
  type LotRecord,
  type PartyRecord,
  type Receipt,
  type UnitRecord,
} from '../model/index.ts';
import { exampleDigest, type Fields } from '../model/testing.ts';
import {
  dayMs,
  dispatchFields,
  heads,
  lamb,
  rewrite,
  say,
  type Trader,
  type TradeWorld,
} from '../testing-trade.ts';

/** An SSCC of the demonstration range by its number, 0–999. */
export const sscc = (number: number): string => {
  const digits = `09521500000000${String(number).padStart(3, '0')}`;
  return digits + gs1CheckDigit(digits);
};

export const unitAt = (at: TradeWorld, who: Trader, unit: string) =>
  at.world.state.at(keyOf.unit(who.id, unit)) as UnitRecord | undefined;
export const holdAt = (at: TradeWorld, id: string) =>
  at.world.state.at(keyOf.hold(id)) as HoldRecord | undefined;

export const breachesOf = ({ results }: Receipt): readonly BreachCode[] => {
  const [result] = results;
  if (result?.status !== 'recorded') throw new Error(`expected a record, found ${result?.status}`);
  return result.breaches;
};
export const idOf = ({ results }: Receipt): string => results[0]?.id ?? '';

interface Marked {
  readonly holds?: readonly string[];
  readonly recalls?: readonly string[];
}

/** By hand: a hold of the regulator's on a lot, a holding or a party. Answers its id. */
export function holdOn(at: TradeWorld, key: string, byte = 200): string {
  const id = exampleDigest(byte);
  rewrite(at, keyOf.hold(id), { by: at.regulator.id, remits: ['agriculture'], division: '152502' });
  rewrite(at, key, { holds: [...((at.world.state.at(key) as Marked).holds ?? []), id].sort() });
  return id;
}
export const releaseOf = (at: TradeWorld, id: string): void =>
  rewrite(at, keyOf.hold(id), { releasedAt: new Date(at.world.nowMs).toISOString() });

/** By hand: a recall of the lot. Answers its id. */
export function recallOf(at: TradeWorld, lot: string): string {
  const id = exampleDigest(201);
  const jurisdiction = { remits: ['agriculture'], division: '152502' };
  rewrite(at, keyOf.recall(id), { by: at.regulator.id, level: 1, lots: [lot], ...jurisdiction });
  rewrite(at, keyOf.lot(lot), { recalls: [id] });
  return id;
}
export const closeOf = (at: TradeWorld, id: string): void =>
  rewrite(at, keyOf.recall(id), { closedAt: new Date(at.world.nowMs).toISOString() });

export const lotWith = (at: TradeWorld, members: Partial<LotRecord>, lot = lamb): void =>
  rewrite(at, keyOf.lot(lot), members);
export const categoryWith = (at: TradeWorld, members: object, category = 'lamb-live'): void =>
  rewrite(at, keyOf.category(category), members);
export const partyHold = (at: TradeWorld, who: Trader): string =>
  holdOn(at, keyOf.party(who.id) as string, 202);
export const partyAt = (at: TradeWorld, who: Trader) =>
  at.world.state.at(keyOf.party(who.id)) as PartyRecord | undefined;

export const line = (amount: Amount, more: object = {}) => ({ lot: lamb, amount, ...more });

/** 动物检疫合格证明 that holds from and until these days. */
export const quarantine = (validFrom?: string, validUntil?: string) => [
  { kind: 'quarantine', number: exampleDigest(50), digest: exampleDigest(51), validFrom, validUntil },
];

/** The herder sends the lines as shipment `number`; answers the receipt. */
export const send = (at: TradeWorld, number: string, lines: readonly object[], more: Fields = {}) =>
  say(at, at.herder, { ...dispatchFields(at.plant.id, lines, at.world), number, ...more });

export const receiveFields = (shipment: string, lines: readonly object[], site = 'PLANT-1'): Fields => ({
  act: 'receive',
  shipment,
  site,
  lines,
});

/** Twenty head of `lamb` at PASTURE-1: `count` are sold and come back. */
export async function giveBack(at: TradeWorld, count: number): Promise<void> {
  const lines = [line(heads(count))];
  await say(at, at.herder, { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines });
  await say(at, at.herder, { act: 'takeBack', site: 'PASTURE-1', lines });
}

export const later = (at: TradeWorld, days: number): void => {
  at.world.nowMs += days * dayMs;
};
