import type { Submitter } from './acts/index.ts';
import type { ActName } from './model/index.ts';
import type { DeviceKey, Fields } from './model/testing.ts';
import { commissionFields, heads, lamb, say, shippedWorld, type Trader } from './testing-trade.ts';
import { gtin } from './testing-world.ts';

/** Twenty head were made at PASTURE-1; ten are there, ten in the open shipment S1 to the plant. */
export type BudgetWorld = Awaited<ReturnType<typeof shippedWorld>>;
export const budgetWorld = shippedWorld;

/** Who speaks, what it says, who signs too. */
export type Said = readonly [who: Trader, fields: Fields, ...cosigners: DeviceKey[]];

/** Messages to the peer, keys read, keys written. */
export interface Cost {
  readonly messages: number;
  readonly reads: number;
  readonly writes: number;
}

/** What an act may cost: one event alone in its document, after `before` has been told. `of` says which case of the act it is. */
export interface BudgetRow extends Cost {
  readonly act: ActName;
  readonly of: string;
  readonly said: (at: BudgetWorld) => Said | Promise<Said>;
  readonly before?: (at: BudgetWorld) => Promise<unknown>;
  readonly submitter?: Submitter;
}

/** One row: `row('sell', 'one lot', [messages, reads, writes], { said })`. */
export const row = (
  act: ActName,
  of: string,
  [messages, reads, writes]: readonly [messages: number, reads: number, writes: number],
  more: Omit<BudgetRow, keyof Cost | 'act' | 'of'>,
): BudgetRow => ({ act, of, messages, reads, writes, ...more });

export const line = (count: number) => [{ lot: lamb, amount: heads(count) }];
export const byHerder =
  (fields: Fields) =>
  (at: BudgetWorld): Said => [at.herder, fields];
/** One head of `lamb` at PASTURE-1. */
export const atPasture = (act: string, more: object = {}): Fields => ({
  act,
  site: 'PASTURE-1',
  lines: line(1),
  ...more,
});
export const receiveOf = (shipment: string, lines: readonly object[]): Fields => ({
  act: 'receive',
  shipment,
  site: 'PLANT-1',
  lines,
});
/** The ten head of S1 are at the plant. */
export const accept = (at: BudgetWorld) =>
  say(at, at.plant, receiveOf(at.shipment, [{ lot: lamb, accepted: heads(10) }]));

/** Forty further lots of one head each, all of them at PASTURE-1, each made by an event of its own. */
export const manyLots = Array.from({ length: 40 }, (_, index) => `${gtin(1)}/N${index}`);
export const makeMany = (at: BudgetWorld) =>
  at.world.sayAll(
    manyLots.map((lot) => [{ party: at.herder.id, ...commissionFields(lot, heads(1)) }, [at.herder.device]]),
  );

export const byRegulator =
  (fields: Fields) =>
  (at: BudgetWorld): Said => [at.regulator, fields];
/** By the certifier, with the regulator: what mints trust. */
export const byBoth =
  (fieldsOf: (at: BudgetWorld) => Fields) =>
  (at: BudgetWorld): Said => [at.certifier, fieldsOf(at), at.regulator.device];
