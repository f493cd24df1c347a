import type { Amount } from './model/index.ts';
import { shipmentIdOf } from './model/index.ts';
import { exampleDigest, type Fields } from './model/testing.ts';
import { days2026 } from './season/testing-season-days.ts';
import { certificateOf, seasonWorld } from './season/testing-season-village.ts';
import { goodsOf, heads, paper, pieceG, type SeasonWorld } from './season/testing-season-world.ts';
import type { Tale } from './testing-law-tale.ts';
import { dayMs, type Trader } from './testing-trade.ts';
import { World } from './testing-world.ts';

export const { season } = days2026;
export const goods = goodsOf(0);

/** One line of the page: what is said of it, and what happens. */
export interface Example {
  readonly said: string;
  readonly happens: (tale: Tale) => Promise<void>;
}

export const example = (said: string, happens: (tale: Tale) => Promise<void>): Example => ({ said, happens });

let origin: Promise<SeasonWorld> | undefined;

/**
 * A world of one's own for one example: herder (quota of 30 head), neighbour (12 head), plant, two shops, certifier, regulators, laboratory; all
 * trust granted by acts; no lot. The keys are those of the first.
 */
export async function exampleWorld(): Promise<SeasonWorld> {
  origin ??= seasonWorld(new World());
  const made = await origin;
  const world = new World();
  for (const [key, value] of made.world.state.values) world.state.values.set(key, value);
  // Everybody was enrolled 30 days ago.
  world.nowMs = made.world.nowMs + 30 * dayMs;
  return { ...made, world };
}

export const lamb = (number = 1): string => `${goods.lamb.gtin}/L${number}`;
export const carcass = (number = 1): string => `${goods.carcass.gtin}/C${number}`;
export const cut = (number = 1): string => `${goods.cut.gtin}/P${number}`;
export const packs = (count: number): Amount => ({ count, massG: count * pieceG });
/** Carcasses of 20 kg. */
export const bodies = (count: number): Amount => ({ count, massG: count * 20_000 });
export const of = (lot: string, amount: Amount, more: object = {}) => ({ lot, amount, ...more });

/** A certificate of the certifier's by its number. */
export const certificateFor = (at: SeasonWorld, number: string): string => `${at.certifier.id}/${number}`;

export const claims = (at: SeasonWorld, holder: string, scheme = 'mengzibiao') => [
  { scheme, certificate: certificateOf(at, scheme, holder) },
];

/** 产出 at the herder's pasture without a claim. */
export const harvest = (lot: string, count: number, more: Fields = {}): Fields => ({
  act: 'commission',
  site: 'PASTURE-1',
  lot,
  amount: heads(count),
  ...more,
});

/** The same under 蒙字标, on the quota of the season. */
export const claimedHarvest = (at: SeasonWorld, lot: string, count: number, more: Fields = {}): Fields =>
  harvest(lot, count, { season, claims: claims(at, 'herder'), ...more });

/** 加工 at the plant: `inputs` become `outputs`. */
export const work = (process: string, inputs: readonly object[], outputs: readonly object[]): Fields => ({
  act: 'transform',
  site: 'PLANT-1',
  operation: 'slaughter',
  process,
  inputs,
  outputs,
});

/** The same with the plant's claim of 蒙字标 for every output. */
export const claimedWork = (
  at: SeasonWorld,
  process: string,
  inputs: readonly object[],
  outputs: readonly object[],
): Fields => ({
  ...work(
    process,
    inputs,
    outputs.map((output) => ({ ...output, claims: ['mengzibiao'] })),
  ),
  claims: claims(at, 'plant'),
});

export const atPlant = (act: string, lines: readonly object[], more: Fields = {}): Fields => ({
  act,
  site: 'PLANT-1',
  lines,
  ...more,
});
export const atPasture = (act: string, lines: readonly object[], more: Fields = {}): Fields => ({
  act,
  site: 'PASTURE-1',
  lines,
  ...more,
});
export const atShop = (act: string, lines: readonly object[], more: Fields = {}): Fields => ({
  act,
  site: 'SHOP-1',
  lines,
  ...more,
});

/** 发货 S1, which leaves a day later. */
export const sending = (
  tale: Tale,
  site: string,
  to: Trader,
  lines: readonly object[],
  more = {},
): Fields => ({
  act: 'dispatch',
  number: 'S1',
  site,
  to: to.id,
  departure: tale.instant(1),
  lines,
  ...more,
});
export const shipmentOf = (who: Trader, number = 'S1'): string => shipmentIdOf(who.id, number);
export const receiving = (shipment: string, site: string, lines: readonly object[]): Fields => ({
  act: 'receive',
  shipment,
  site,
  lines,
});

/** The herder's claimed lambs go to the plant: `count` head of lot 1 lie there. */
export async function lambsAtPlant(tale: Tale, count: number, harvested?: Fields): Promise<void> {
  const { herder } = tale.at.actors;
  await tale.given(herder, harvested ?? claimedHarvest(tale.at, lamb(), count));
  await bring(tale, lamb(), count);
}

/** The herder sends a lot of its pasture to the plant, which takes it. */
export async function bring(tale: Tale, lot: string, count: number): Promise<void> {
  const { herder, plant } = tale.at.actors;
  const number = `B${lot.slice(15)}`;
  await tale.given(herder, sending(tale, 'PASTURE-1', plant, [of(lot, heads(count))], { number }));
  const lines = [{ lot, accepted: heads(count) }];
  await tale.given(plant, receiving(shipmentOf(herder, number), 'PLANT-1', lines));
}

/** Ten lambs became ten claimed carcasses of 20 kg at the plant: lot 1. */
export async function carcassesAtPlant(tale: Tale): Promise<void> {
  await lambsAtPlant(tale, 10);
  const outputs = [of(carcass(), bodies(10))];
  await tale.given(
    tale.at.actors.plant,
    claimedWork(tale.at, 'slaughter@1', [of(lamb(), heads(10))], outputs),
  );
}

/** Two of the carcasses became 60 claimed packs of 500 g: lot 1. */
export async function packsAtPlant(tale: Tale, more: object = {}): Promise<void> {
  await carcassesAtPlant(tale);
  const outputs = [of(cut(), packs(60), more)];
  await tale.given(tale.at.actors.plant, claimedWork(tale.at, 'cut@1', [of(carcass(), bodies(2))], outputs));
}

/** The packs went to the shop, which has all 60. */
export async function packsAtShop(tale: Tale, more: object = {}): Promise<void> {
  const { plant, shop } = tale.at.actors;
  await packsAtPlant(tale, more);
  await tale.given(plant, {
    act: 'selfTest',
    site: 'PLANT-1',
    lot: cut(),
    verdict: 'passed',
    report: exampleDigest(90),
  });
  await tale.given(plant, sending(tale, 'PLANT-1', shop, [of(cut(), packs(60))], { number: 'S2' }));
  const lines = [{ lot: cut(), accepted: packs(60), collected: 'declaration' }];
  await tale.given(shop, receiving(shipmentOf(plant, 'S2'), 'SHOP-1', lines));
}

/** 投入品使用 of the medicine with 28 days for meat, a day ago, on a lot or on all of the pasture. */
export const dosing = (tale: Tale, lot?: string): Fields => ({
  act: 'treat',
  site: 'PASTURE-1',
  lot,
  input: 'VD-1',
  dose: { milli: 5000, unit: 'mL' },
  from: tale.instant(-1),
  to: tale.instant(-1),
});

export const recalling = (tale: Tale, lots: readonly string[], more: Fields = {}): Fields => ({
  act: 'recall',
  lots,
  level: 1,
  kind: 'ordered',
  reason: 'residue',
  knownAt: tale.instant(0),
  ...more,
});

export const holding = (lots: readonly string[]): Fields => ({
  act: 'hold',
  subject: { kind: 'lots', lots },
  reason: 'suspicion',
});

export const correcting = (event: string): Fields => ({
  act: 'correct',
  event,
  reason: 'typingError',
  reverse: true,
});

export { exampleDigest, heads, paper };
