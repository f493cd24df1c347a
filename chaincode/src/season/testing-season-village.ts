import type { Organisation } from '../model/index.ts';
import { exampleDigest, makeDevice } from '../model/testing.ts';
import type { Trader } from '../testing-trade.ts';
import { creditCode, enrol, type World } from '../testing-world.ts';
import { days2026 } from './testing-season-days.ts';
import {
  type ActorName,
  goodsOf,
  heads,
  minter,
  pieceG,
  quotaHeads,
  type SeasonRegion,
  type SeasonWorld,
  seasonRegion,
} from './testing-season-world.ts';

/** The parties of a village: `first` and `last` are digits of the credit code, and its sites are codes with their kinds. */
const parties = {
  herder: {
    first: '93',
    last: '01',
    organisation: 'ProducersMSP',
    roles: ['producer'],
    sites: { 'PASTURE-1': 'pasture', 'BARN-1': 'barn' },
  },
  neighbour: {
    first: '93',
    last: '06',
    organisation: 'ProducersMSP',
    roles: ['producer'],
    sites: { 'PASTURE-1': 'pasture' },
  },
  plant: {
    first: '91',
    last: '02',
    organisation: 'TradeMSP',
    roles: ['processor', 'trader'],
    sites: { 'PLANT-1': 'plant' },
  },
  shop: {
    first: '91',
    last: '05',
    organisation: 'TradeMSP',
    roles: ['trader'],
    sites: { 'SHOP-1': 'store' },
  },
  market: {
    first: '91',
    last: '07',
    organisation: 'TradeMSP',
    roles: ['trader'],
    sites: { 'SHOP-1': 'store' },
  },
} as const satisfies {
  readonly [name in ActorName]: {
    readonly first: string;
    readonly last: string;
    readonly organisation: Organisation;
    readonly roles: readonly string[];
    readonly sites: { readonly [code: string]: string };
  };
};

/** The world in which seasons are told, its trust granted, with one village and no lot yet. */
export async function seasonWorld(world: World): Promise<SeasonWorld> {
  return seasonVillage(await seasonRegion(world, days2026), 0);
}

/** One more village of the region, with parties and products of its own, its trust granted, with no lot yet. */
export async function seasonVillage(region: SeasonRegion, village: number): Promise<SeasonWorld> {
  const { world, network } = region;
  const trader = async (name: ActorName): Promise<Trader> => {
    const { first, last, organisation, roles } = parties[name];
    const id = creditCode(`${first}15250211${String(village).padStart(5, '0')}${last}`);
    return { id, device: await enrol(world, network, { id, organisation, roles }) };
  };
  const actor = async (name: ActorName) => ({
    ...(await trader(name)),
    sites: Object.keys(parties[name].sites),
  });
  const actors = {
    herder: await actor('herder'),
    neighbour: await actor('neighbour'),
    plant: await actor('plant'),
    shop: await actor('shop'),
    market: await actor('market'),
  };
  const hand = { id: actors.plant.id, device: await makeDevice() };
  const made: SeasonWorld = { ...region, village, actors, hand, goods: goodsOf(village) };
  await enrolHand(made);
  await register(made);
  await certify(made);
  await grantQuotas(made);
  await mandate(made);
  return made;
}

async function enrolHand({ world, actors, hand }: SeasonWorld): Promise<void> {
  const { id, device } = actors.plant;
  const fields = { subject: id, key: hand.device.publicKey, role: 'operator', person: exampleDigest(79) };
  await world.say({ act: 'enrolDevice', party: id, ...fields }, device, hand.device);
}

async function register({ world, network, actors, goods }: SeasonWorld): Promise<void> {
  for (const [name, { sites }] of Object.entries(parties)) {
    const { id, device } = actors[name as ActorName];
    for (const [site, kind] of Object.entries(sites))
      await world.say({ act: 'registerSite', party: id, site, kind, division: '152502' }, device);
  }
  for (const { gtin, category, owner } of Object.values(goods)) {
    await world.say(
      {
        act: 'registerProduct',
        party: actors[owner].id,
        gtin,
        category,
        names: { zh: category },
        ...(category === 'season-cut' ? { netContent: { massG: pieceG }, netContentPermille: 0 } : {}),
      },
      actors[owner].device,
      network[parties[owner].organisation].registrar,
    );
  }
}

/** What follows the issuer in a certificate's id. */
const certificateNumber = ({ village }: SeasonWorld, scheme: string, holder: string): string =>
  `${scheme.toUpperCase()}-${holder.toUpperCase()}-${village}`;

export const certificateOf = (made: SeasonWorld, scheme: string, holder: string): string =>
  `${made.certifier.id}/${certificateNumber(made, scheme, holder)}`;

async function certify(made: SeasonWorld): Promise<void> {
  const { actors, goods, days } = made;
  const mint = minter(made);
  const certificate = (scheme: string, holder: ActorName, products: string[], site: string) =>
    mint({
      act: 'issueCertificate',
      number: certificateNumber(made, scheme, holder),
      scheme,
      holder: actors[holder].id,
      products,
      categories: [],
      sites: [site],
      ...days.year,
    });
  await certificate('mengzibiao', 'herder', [goods.lamb.gtin], 'PASTURE-1');
  await certificate('organic', 'herder', [goods.lamb.gtin], 'PASTURE-1');
  await certificate('mengzibiao', 'neighbour', [goods.lamb2.gtin], 'PASTURE-1');
  await certificate('mengzibiao', 'plant', [goods.carcass.gtin, goods.cut.gtin, goods.lamb.gtin], 'PLANT-1');
  await certificate('organic', 'plant', [goods.carcass.gtin, goods.cut.gtin], 'PLANT-1');
}

async function grantQuotas(made: SeasonWorld): Promise<void> {
  const { actors, days } = made;
  const mint = minter(made);
  for (const holder of ['herder', 'neighbour'] as const) {
    const where = { holder: actors[holder].id, site: 'PASTURE-1' };
    const count = quotaHeads[holder];
    await mint({
      act: 'certifySite',
      ...where,
      commodity: 'sheep',
      capacities: [{ class: 'ewe', unit: 'head', amount: count }],
    });
    await mint({
      act: 'grantQuota',
      ...where,
      category: 'season-lamb',
      season: days.season,
      ...days.quota,
      granted: heads(count),
    });
  }
}

async function mandate(made: SeasonWorld): Promise<void> {
  const { world, actors, goods, days } = made;
  await world.say(
    {
      act: 'delegate',
      party: actors.herder.id,
      principal: actors.herder.id,
      delegate: actors.neighbour.id,
      acts: ['commission', 'dispatch', 'receive'],
      gtins: [],
      until: `${days.year.until}T00:00:00.000Z`,
    },
    actors.herder.device,
  );
  await world.say(
    {
      act: 'delegate',
      party: actors.herder.id,
      principal: actors.herder.id,
      delegate: actors.plant.id,
      acts: [],
      gtins: [goods.lamb.gtin],
      until: `${days.year.until}T00:00:00.000Z`,
    },
    actors.herder.device,
  );
}
