import type { Amount, Organisation } from '../model/index.ts';
import { exampleDigest, type Fields } from '../model/testing.ts';
import type { Trader } from '../testing-trade.ts';
import { creditCode, enrol, type FoundedNetwork, foundAll, gtin, type World } from '../testing-world.ts';
import type { SeasonDays } from './testing-season-days.ts';

/** A party of the season with its sites. */
export interface Actor extends Trader {
  readonly sites: readonly string[];
}

export const actorNames = ['herder', 'neighbour', 'plant', 'shop', 'market'] as const;
export type ActorName = (typeof actorNames)[number];

/** Who grants and judges, the same for every village, and the network on which they do. */
export interface SeasonRegion {
  readonly world: World;
  readonly network: FoundedNetwork;
  readonly days: SeasonDays;
  readonly registrars: { readonly [name in Organisation]: Trader };
  readonly certifier: Trader;
  readonly regulator: Trader;
  readonly countyRegulator: Trader;
  readonly laboratory: Trader;
}

/** A village: two herders, a plant and two shops, under a certifier, a regulator of the region, one of another county, and a laboratory. */
export interface SeasonWorld extends SeasonRegion {
  readonly village: number;
  readonly actors: { readonly [name in ActorName]: Actor };
  /** The plant again, by the hand of a named person: who signs 合格证. */
  readonly hand: Trader;
  readonly goods: Goods;
}

export const schemes = ['mengzibiao', 'organic'] as const;
/** Grams of a head in this season's stories. */
export const headG = 40_000;
export const pieceG = 500;
export const slaughterPermille = 540;
export const cutPermille = 900;
export const saltPermille = 100;
/** Heads that the two herders' quotas allow. */
export const quotaHeads = { herder: 30, neighbour: 12 } as const;

export const goodsNames = ['lamb', 'lamb2', 'carcass', 'cut', 'salt'] as const;
export type GoodsName = (typeof goodsNames)[number];
export type Goods = {
  readonly [name in GoodsName]: {
    readonly gtin: string;
    readonly category: string;
    readonly owner: ActorName;
  };
};

/** The products of a village: every village has its own. */
export function goodsOf(village: number): Goods {
  const code = (item: number): string => gtin(10 + village * 10 + item);
  return {
    lamb: { gtin: code(1), category: 'season-lamb', owner: 'herder' },
    lamb2: { gtin: code(2), category: 'season-lamb', owner: 'neighbour' },
    carcass: { gtin: code(3), category: 'season-carcass', owner: 'plant' },
    cut: { gtin: code(4), category: 'season-cut', owner: 'plant' },
    salt: { gtin: code(5), category: 'season-salt', owner: 'plant' },
  };
}

export const heads = (count: number): Amount => ({ count, massG: count * headG });

const both = ['count', 'massG'];
const band = (from: string, to: string, maxPermille: number) => ({ from, to, maxPermille });

const categories: readonly Fields[] = [
  {
    category: 'season-lamb',
    commodity: 'sheep',
    measures: both,
    remits: ['agriculture'],
    stage: 0,
    recountPermille: 20,
    ceilings: [{ class: 'ewe', unit: 'head', perThousand: { count: 1000, massG: 1000 * headG } }],
  },
  {
    category: 'season-carcass',
    commodity: 'sheep',
    measures: both,
    remits: ['market'],
    stage: 1,
    use: 'meat',
    papers: { dispatch: ['meatInspection'] },
    recountPermille: 20,
  },
  {
    category: 'season-cut',
    commodity: 'sheep',
    measures: both,
    remits: ['market'],
    stage: 2,
    use: 'meat',
    declared: true,
    tests: ['sell'],
  },
  { category: 'season-salt', commodity: 'salt', measures: ['massG'], remits: ['market'], stage: 0 },
];

const processes: readonly Fields[] = [
  {
    process: 'split@1',
    principal: ['season-lamb'],
    outputs: [
      { category: 'season-lamb', bands: [band('count', 'count', 1000), band('massG', 'massG', 1000)] },
    ],
  },
  {
    process: 'slaughter@1',
    principal: ['season-lamb'],
    outputs: [
      {
        category: 'season-carcass',
        bands: [band('count', 'count', 1000), band('massG', 'massG', slaughterPermille)],
      },
    ],
  },
  {
    process: 'cut@1',
    principal: ['season-carcass'],
    outputs: [{ category: 'season-cut', bands: [band('massG', 'massG', cutPermille)] }],
    additions: [{ category: 'season-salt', maxPermille: saltPermille }],
  },
  {
    process: 'repack@1',
    principal: ['season-cut'],
    outputs: [
      { category: 'season-cut', bands: [band('count', 'count', 1000), band('massG', 'massG', 1000)] },
    ],
  },
];

/** A network with its certifier, regulators and laboratory, and what is registered for every village. */
export async function seasonRegion(world: World, days: SeasonDays): Promise<SeasonRegion> {
  const network = await foundAll(world);
  const party = async (
    first17: string,
    organisation: Organisation,
    role: string,
    remit: { readonly remits?: string[]; readonly divisionPrefix?: string } = {},
  ): Promise<Trader> => {
    const id = creditCode(first17);
    return { id, device: await enrol(world, network, { id, organisation, roles: [role], ...remit }) };
  };
  const registrar = (name: Organisation): Trader => ({
    id: network[name].party,
    device: network[name].registrar,
  });
  const region: SeasonRegion = {
    world,
    network,
    days,
    registrars: {
      ProducersMSP: registrar('ProducersMSP'),
      TradeMSP: registrar('TradeMSP'),
      BrandMSP: registrar('BrandMSP'),
      RegulatorMSP: registrar('RegulatorMSP'),
    },
    certifier: await party('12150000115000303', 'BrandMSP', 'certifier'),
    regulator: await party('11150000115000404', 'RegulatorMSP', 'regulator'),
    countyRegulator: await party('11150400115000909', 'RegulatorMSP', 'regulator', {
      remits: ['market', 'agriculture'],
      divisionPrefix: '1504',
    }),
    laboratory: await party('12152502115000808', 'TradeMSP', 'laboratory'),
  };
  await register(region);
  await grantLaboratory(region);
  return region;
}

async function register(region: SeasonRegion): Promise<void> {
  const mint = minter(region);
  for (const fields of categories)
    await mint({ act: 'registerCategory', names: { zh: String(fields.category) }, ...fields });
  for (const fields of processes) await mint({ act: 'registerProcess', names: { zh: '工艺' }, ...fields });
  await mint({
    act: 'registerInput',
    input: 'VD-1',
    kind: 'veterinaryDrug',
    names: { zh: '示范兽药' },
    intervals: { meat: 28 },
  });
}

/** Says what mints trust: the certifier, with the regulator's signature. */
export const minter =
  ({ world, certifier, regulator }: SeasonRegion) =>
  (fields: Fields) =>
    world.say({ party: certifier.id, ...fields }, certifier.device, regulator.device);

async function grantLaboratory(region: SeasonRegion): Promise<void> {
  const { world, laboratory, days } = region;
  await world.say(
    { act: 'registerSite', party: laboratory.id, site: 'LAB-1', kind: 'laboratory', division: '152502' },
    laboratory.device,
  );
  await minter(region)({
    act: 'issueCertificate',
    number: 'LABORATORY',
    scheme: 'laboratory',
    holder: laboratory.id,
    products: [],
    categories: ['season-lamb', 'season-carcass', 'season-cut'],
    sites: ['LAB-1'],
    ...days.year,
  });
}

/** A paper of the kind that a category may want. */
export const paper = (kind: string, validUntil?: string): object => ({
  kind,
  number: exampleDigest(80),
  digest: exampleDigest(81),
  validUntil,
});
