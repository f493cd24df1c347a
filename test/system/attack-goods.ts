import type { EventFields, EventFieldsOf } from '@mengsu/client';
import type { ActorName } from '../../demo/src/story/cast.ts';
import { lotOf, type ProductName, piecesOf } from '../../demo/src/story/catalogue.ts';
import { digestOf } from '../../demo/src/story/digest.ts';
import { claimsOf } from '../../demo/src/story/grants.ts';
import { type Amount, type AttackWorld, day, instant, type Who } from './attack-world.ts';

type Papers = NonNullable<EventFieldsOf<'dispatch'>['papers']>;
type PaperKind = Papers[number]['kind'];

export const lambs = (count: number): Amount => ({ count, massG: count * 40_000 });
export const packs = (count: number): Amount => piecesOf('slices', count);
export const line = (lot: string, amount: Amount) => ({ lot, amount });

/** Papers that hold. */
export const papersOf = (...kinds: PaperKind[]): Papers =>
  kinds.map((kind) => ({ kind, number: digestOf(`number ${kind}`), digest: digestOf(`file ${kind}`) }));

export const meatPapers = papersOf('quarantine', 'meatInspection');

/** A new lot number of a product. */
export const newLot = (world: AttackWorld, product: ProductName): string =>
  lotOf(product, `A${world.next()}`);

/** Lambs of the herder's as the law wants them told; `claims: undefined` leaves them unclaimed. */
export const harvest = (
  world: AttackWorld,
  lot: string,
  amount: Amount,
  more: Partial<EventFieldsOf<'commission'>> = {},
): EventFields => ({
  act: 'commission',
  site: 'PASTURE-1',
  lot,
  amount,
  season: world.stage.season,
  claims: claimsOf('herder', ['mengzibiao']),
  ...more,
});

/** A new lot of claimed lambs at the herder's pasture. */
export async function herdOf(world: AttackWorld, count: number): Promise<string> {
  const lot = newLot(world, 'lamb');
  await world.done('herder', harvest(world, lot, lambs(count)));
  return lot;
}

/** The same without claims. */
export async function plainHerdOf(world: AttackWorld, count: number): Promise<string> {
  const lot = newLot(world, 'lamb');
  await world.done('herder', harvest(world, lot, lambs(count), { claims: undefined, season: undefined }));
  return lot;
}

export const sending = (
  world: AttackWorld,
  to: Who,
  site: string,
  goods: readonly { readonly lot: string; readonly amount: Amount; readonly unit?: string }[],
  more: Partial<EventFieldsOf<'dispatch'>> = {},
): EventFieldsOf<'dispatch'> => ({
  act: 'dispatch',
  number: `S-${world.next()}`,
  site,
  to: world.party(to),
  departure: instant(0),
  papers: meatPapers,
  lines: goods.map((one) => ({ ...one })),
  ...more,
});

export const receiving = (
  shipment: string,
  site: string,
  lines: EventFieldsOf<'receive'>['lines'],
): EventFieldsOf<'receive'> => ({ act: 'receive', shipment, site, papers: meatPapers, lines });

/** Answers the id of the shipment. */
export async function sent(
  world: AttackWorld,
  from: Who,
  fields: EventFieldsOf<'dispatch'>,
): Promise<string> {
  await world.done(from, fields);
  return `${world.party(from)}/${fields.number}`;
}

/** Both hands of a handover. Answers the ids of dispatch and receipt. */
export async function handedOver(
  world: AttackWorld,
  from: { readonly by: Who; readonly site: string },
  to: { readonly by: Who; readonly site: string },
  goods: { readonly lot: string; readonly amount: Amount },
): Promise<{ readonly dispatch: string; readonly receipt: string; readonly shipment: string }> {
  const fields = sending(world, to.by, from.site, [goods]);
  const dispatch = await world.done(from.by, fields);
  const shipment = `${world.party(from.by)}/${fields.number}`;
  const lines = [{ lot: goods.lot, accepted: goods.amount, collected: 'other' as const }];
  const receipt = await world.done(to.by, receiving(shipment, to.site, lines));
  return { dispatch, receipt, shipment };
}

/** Claimed lambs in the slaughterhouse's plant. */
export async function lambsInPlant(world: AttackWorld, count: number): Promise<string> {
  const lot = await herdOf(world, count);
  const plant = { by: 'slaughterhouse', site: 'PLANT-1' };
  await handedOver(world, { by: 'herder', site: 'PASTURE-1' }, plant, line(lot, lambs(count)));
  return lot;
}

type Made = EventFieldsOf<'transform'>;

/** A transform at the slaughterhouse's plant whose outputs all make its claim. */
export function making(
  inputs: Made['inputs'],
  outputs: Made['outputs'],
  more: Partial<Made> & { readonly maker?: ActorName } = {},
): EventFieldsOf<'transform'> {
  const { maker = 'slaughterhouse', ...changes } = more;
  const isClaiming = changes.process !== undefined;
  return {
    act: 'transform',
    site: 'PLANT-1',
    operation: 'cut',
    inputs,
    outputs: outputs.map((output) => (isClaiming ? { claims: ['mengzibiao'], ...output } : output)),
    ...(isClaiming ? { claims: claimsOf(maker, ['mengzibiao']) } : {}),
    ...changes,
  };
}

/** Claimed packs of sliced lamb in the slaughterhouse's plant, of carcasses of new lambs. */
export async function slicesInPlant(world: AttackWorld, count: number): Promise<string> {
  const [carcasses, slices] = [newLot(world, 'carcass'), newLot(world, 'slices')];
  const heads = Math.max(1, Math.ceil(count / 40));
  const lot = await lambsInPlant(world, heads);
  const carcass = { count: heads, massG: heads * 17_000 };
  await world.allDone('slaughterhouse', [
    making([line(lot, lambs(heads))], [line(carcasses, carcass)], {
      operation: 'slaughter',
      process: 'lamb-slaughter@1',
    }),
    making([line(carcasses, carcass)], [{ ...line(slices, packs(count)), bestBefore: day(100) }], {
      process: 'lamb-cutting@1',
    }),
  ]);
  return slices;
}

/** The same, in the butcher's shop. */
export async function slicesInShop(world: AttackWorld, count: number): Promise<string> {
  const lot = await slicesInPlant(world, count);
  const plant = { by: 'slaughterhouse', site: 'PLANT-1' };
  await handedOver(world, plant, { by: 'butcher', site: 'STORE-1' }, line(lot, packs(count)));
  return lot;
}

export const selling = (
  lot: string,
  amount: Amount,
  site = 'STORE-1',
  more: Partial<EventFieldsOf<'sell'>> = {},
): EventFieldsOf<'sell'> => ({ act: 'sell', site, lines: [line(lot, amount)], to: 'consumer', ...more });

export const holding = (
  world: AttackWorld,
  who: Who,
  site: string,
  lots: string[],
): EventFieldsOf<'hold'> => ({
  act: 'hold',
  subject: { kind: 'holding', party: world.party(who), site, lots },
  reason: 'suspicion',
});

export const holdingLots = (
  lots: string[],
  reason: EventFieldsOf<'hold'>['reason'] = 'suspicion',
): EventFieldsOf<'hold'> => ({ act: 'hold', subject: { kind: 'lots', lots }, reason });

export const recalling = (
  lots: string[],
  kind: 'voluntary' | 'ordered' = 'voluntary',
): EventFieldsOf<'recall'> => ({
  act: 'recall',
  lots,
  level: 2,
  kind,
  reason: 'residue',
  knownAt: instant(-0.1),
});

export const undoing = (event: string): EventFieldsOf<'correct'> => ({
  act: 'correct',
  event,
  reason: 'typingError',
  reverse: true,
});
