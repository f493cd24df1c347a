import type { Amount, HoldingRecord, Organisation, ShipmentRecord } from './model/index.ts';
import { keyOf, shipmentIdOf } from './model/index.ts';
import type { DeviceKey, Fields } from './model/testing.ts';
import { creditCode, enrol, type FoundedNetwork, foundAll, gtin, World } from './testing-world.ts';

/** A party with its device, which speaks for itself. */
export interface Trader {
  readonly id: string;
  readonly device: DeviceKey;
}

export interface TradeWorld {
  readonly world: World;
  readonly network: FoundedNetwork;
  readonly herder: Trader;
  readonly plant: Trader;
  readonly shop: Trader;
  readonly certifier: Trader;
  readonly regulator: Trader;
}

export const lamb = `${gtin(1)}/L1`;
export const carcass = `${gtin(2)}/C1`;
export const milk = `${gtin(3)}/M1`;
export const dayMs = 86_400_000;

export const heads = (count: number): Amount => ({ count, massG: count * 40_000 });
export const litres = (volumeMl: number): Amount => ({ volumeMl });

/** Who speaks, and what it says: `party` is the trader's own. */
export const say = (at: TradeWorld, who: Trader, fields: Fields, ...cosigners: DeviceKey[]) =>
  at.world.say({ party: who.id, ...fields }, who.device, ...cosigners);

async function enrolTraders(world: World, network: FoundedNetwork) {
  const trader = async (first17: string, organisation: Organisation, ...roles: string[]): Promise<Trader> => {
    const id = creditCode(first17);
    return { id, device: await enrol(world, network, { id, organisation, roles }) };
  };
  return {
    herder: await trader('93152502115000101', 'ProducersMSP', 'producer'),
    plant: await trader('91152502115000202', 'TradeMSP', 'processor', 'trader'),
    shop: await trader('91152502115000505', 'TradeMSP', 'trader'),
    certifier: await trader('12150000115000303', 'BrandMSP', 'certifier'),
    regulator: await trader('11150000115000404', 'RegulatorMSP', 'regulator'),
  };
}

export const categoryFields = (category: string, measures: readonly string[]): Fields => ({
  act: 'registerCategory',
  category,
  commodity: 'food',
  names: { zh: category },
  measures,
  remits: ['agriculture'],
});

export const productFields = (item: number, category: string): Fields => ({
  act: 'registerProduct',
  gtin: gtin(item),
  category,
  names: { zh: category },
});

export const siteFields = (site: string, kind = 'warehouse'): Fields => ({
  act: 'registerSite',
  site,
  kind,
  division: '152502',
});

/**
 * A herder (sites PASTURE-1, BARN-1; products 1 live lamb by count and mass, 3 milk by volume), a plant (PLANT-1; product 2 carcass), a shop (SHOP-1),
 * a certifier and a regulator. No lot exists yet.
 */
export async function tradeWorld(world = new World()): Promise<TradeWorld> {
  const network = await foundAll(world);
  const at: TradeWorld = { world, network, ...(await enrolTraders(world, network)) };
  const { herder, plant, shop, certifier, regulator } = at;
  await say(at, certifier, categoryFields('lamb-live', ['count', 'massG']), regulator.device);
  await say(at, certifier, categoryFields('lamb-carcass', ['count', 'massG']), regulator.device);
  await say(at, certifier, categoryFields('raw-milk', ['volumeMl']), regulator.device);
  await say(at, herder, productFields(1, 'lamb-live'), network.ProducersMSP.registrar);
  await say(at, herder, productFields(3, 'raw-milk'), network.ProducersMSP.registrar);
  await say(at, plant, productFields(2, 'lamb-carcass'), network.TradeMSP.registrar);
  await say(at, herder, siteFields('PASTURE-1', 'pasture'));
  await say(at, herder, siteFields('BARN-1', 'barn'));
  await say(at, plant, siteFields('PLANT-1', 'plant'));
  await say(at, shop, siteFields('SHOP-1', 'store'));
  return at;
}

/** The same, with 20 head and 800 kg of `lamb` at PASTURE-1. */
export async function lambWorld(): Promise<TradeWorld> {
  const at = await tradeWorld();
  await say(at, at.herder, commissionFields(lamb, heads(20)));
  return at;
}

/** The same, with 10 head of it in the shipment S1 to the plant, which leaves a day later. */
export async function shippedWorld(): Promise<TradeWorld & { readonly shipment: string }> {
  const at = await lambWorld();
  await say(at, at.herder, dispatchFields(at.plant.id, [{ lot: lamb, amount: heads(10) }], at.world));
  return { ...at, shipment: shipmentIdOf(at.herder.id, 'S1') };
}

export const commissionFields = (lot: string, amount: Amount): Fields => ({
  act: 'commission',
  site: 'PASTURE-1',
  lot,
  amount,
});

export const dispatchFields = (to: string, lines: readonly object[], world: World): Fields => ({
  act: 'dispatch',
  number: 'S1',
  site: 'PASTURE-1',
  to,
  departure: new Date(world.nowMs + dayMs).toISOString(),
  lines,
});

export const holdingAt = (at: TradeWorld, who: Trader, site: string, lot: string) =>
  at.world.state.at(keyOf.holding(who.id, site, lot)) as HoldingRecord | undefined;

export const shipmentAt = (at: TradeWorld, shipment: string) =>
  at.world.state.at(keyOf.shipment(shipment)) as ShipmentRecord | undefined;

/** By hand: the act that suspends a party is a later part of the law. */
export const suspend = (at: TradeWorld, party: string) =>
  rewrite(at, keyOf.party(party), { state: 'suspended' });

/** Overwrites members of a record by hand; a member that is undefined goes away. */
export function rewrite(at: TradeWorld, key: string, members: object): void {
  const record = { ...(at.world.state.at(key) as object), ...members };
  at.world.state.values.set(key, new TextEncoder().encode(JSON.stringify(record)));
}
