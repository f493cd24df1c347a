import type { LotPageData } from '../lot-page-data.ts';
import {
  exampleFrame,
  exampleGtin,
  exampleLot,
  exampleParty,
  exampleSite,
  exampleSteps,
  noAmounts,
  noPapers,
} from './builder.ts';

const farms = [
  exampleParty(41, 'ProducersMSP', '152223', {
    zh: '扎赉特旗稻香合作社（示例）',
    en: 'Jalaid Paddy Co-op (example)',
  }),
  exampleParty(42, 'ProducersMSP', '152221', { zh: '归流河水稻合作社（示例）' }),
];
const mill = exampleParty(43, 'ProducersMSP', '152201', {
  zh: '兴安岭下米业有限公司（示例）',
  en: 'Below Khingan Rice Mill (example)',
});
const brand = exampleParty(22, 'BrandMSP', '152201', {
  zh: '兴安盟大米协会（示例）',
  en: "Xing'an Rice Association (example)",
});
const plant = exampleSite(mill, 'MILL-1', 'plant');
const warehouse = exampleSite(mill, 'WH-2', 'warehouse');

const paddy = {
  gtin: exampleGtin('9952150001020'),
  names: { zh: '水稻(稻谷)', en: 'Paddy' },
  category: 'paddy',
};
const bulk = {
  gtin: exampleGtin('9952150001021'),
  names: { zh: '散装大米', en: 'Bulk milled rice' },
  category: 'bulk-grain',
};
const bag = {
  gtin: exampleGtin('0952150000019'),
  names: { zh: '兴安盟大米', en: "Xing'an rice", 'mn-Mong': 'ᠲᠤᠲᠤᠷᠭ\u180eᠠ' },
  category: 'rice',
};

const harvests = [
  exampleLot(paddy, 'F1-2026', { massG: 18_000_000 }, 'out'),
  exampleLot(paddy, 'F2-2026', { massG: 12_500_000 }, 'out'),
];
const halves = [
  exampleLot(paddy, 'F1-2026-A', { massG: 10_000_000 }, 'out'),
  exampleLot(paddy, 'F1-2026-B', { massG: 8_000_000 }, 'out'),
];
const milled = [
  exampleLot(bulk, 'R-101', { massG: 6_900_000 }, 'out'),
  exampleLot(bulk, 'R-102', { massG: 8_650_000 }, 'out'),
];
const mixed = exampleLot(bulk, 'R-MIX-7', { massG: 15_550_000 }, 'out');
const bags = exampleLot(bag, 'B-261003', { count: 3100, massG: 15_500_000 }, 'out');
const used = <T extends object>(lot: T) => ({ ...lot, side: 'in' as const });

const arrivals = farms.flatMap((farm, index) => {
  const lot = { ...(harvests[index] ?? harvests[0]), side: 'line' as const } as typeof bags;
  const field = exampleSite(farm, 'FIELD-3', 'field');
  const shipment = `${farm.id}/T-${index + 1}`;
  const base = { lots: [lot], shipment, depth: 4 };
  return [
    {
      ...base,
      act: 'commission' as const,
      lots: [{ ...lot, side: 'out' as const }],
      shipment: undefined,
      party: farm,
      site: field,
      saidAt: `2026-09-2${index}T06:00:00.000Z`,
    },
    {
      ...base,
      act: 'dispatch' as const,
      party: farm,
      site: field,
      counterparty: mill,
      saidAt: `2026-09-2${index + 2}T01:00:00.000Z`,
    },
    {
      ...base,
      act: 'receive' as const,
      party: mill,
      site: plant,
      counterparty: farm,
      outcome: { accepted: lot.amount },
      saidAt: `2026-09-2${index + 2}T07:30:00.000Z`,
    },
  ];
});

/** 兴安大米: two fields → split → mill → mix → bags, not sold yet, one shipment on its way. */
export const riceExample: LotPageData = {
  gtin: bag.gtin,
  lot: 'B-261003',
  product: {
    gtin: bag.gtin,
    names: bag.names,
    category: bag.category,
    categoryNames: { zh: '大米', en: 'Rice' },
    netContent: { massG: 5000 },
    shelfLifeDays: 540,
    standard: 'GB/T 1354-2018',
    owner: brand,
  },
  maker: mill,
  site: plant,
  created: bags.amount,
  bestBefore: '2028-03-26',
  madeAt: '2026-10-03T03:00:00.000Z',
  amounts: {
    ...noAmounts,
    available: { count: 2600, massG: 13_000_000 },
    inTransit: { count: 500, massG: 2_500_000 },
  },
  ...noPapers,
  steps: exampleSteps([
    ...arrivals,
    {
      act: 'transform',
      operation: 'split',
      lots: [used(harvests[0] ?? bags), ...halves],
      party: mill,
      site: plant,
      saidAt: '2026-09-26T00:30:00.000Z',
      depth: 3,
    },
    {
      act: 'transform',
      operation: 'mill',
      lots: [used(halves[0] ?? bags), ...milled.slice(0, 1)],
      party: mill,
      site: plant,
      saidAt: '2026-09-27T00:30:00.000Z',
      depth: 2,
    },
    {
      act: 'transform',
      operation: 'mill',
      lots: [used(harvests[1] ?? bags), ...milled.slice(1)],
      party: mill,
      site: plant,
      saidAt: '2026-09-28T00:30:00.000Z',
      depth: 2,
    },
    {
      act: 'transform',
      operation: 'mix',
      lots: [...milled.map(used), mixed],
      party: mill,
      site: plant,
      saidAt: '2026-09-30T05:00:00.000Z',
      depth: 1,
    },
    {
      act: 'transform',
      operation: 'pack',
      lots: [used(mixed), bags],
      party: mill,
      site: plant,
      saidAt: '2026-10-03T03:00:00.000Z',
      depth: 0,
    },
    {
      act: 'move',
      lots: [{ ...bags, side: 'line' }],
      party: mill,
      site: warehouse,
      saidAt: '2026-10-03T09:00:00.000Z',
      depth: 0,
    },
    {
      act: 'dispatch',
      lots: [exampleLot(bag, bags.lot, { count: 500, massG: 2_500_000 })],
      party: mill,
      site: warehouse,
      counterparty: exampleParty(32, 'TradeMSP', '110105', {
        zh: '京北粮油商行（示例）',
        en: 'North Capital Grain Shop (example)',
      }),
      shipment: `${mill.id}/T-9`,
      saidAt: '2026-10-07T10:00:00.000Z',
      depth: 0,
    },
  ]),
  ancestors: [
    [mixed, 1] as const,
    ...milled.map((lot) => [lot, 2] as const),
    ...halves.slice(0, 1).map((lot) => [lot, 3] as const),
    ...harvests.map((lot) => [lot, 4] as const),
  ].map(([lot, depth]) => ({
    gtin: lot.gtin,
    lot: lot.lot,
    product: lot.product,
    category: lot.category,
    depth,
    created: lot.amount,
  })),
  ...exampleFrame(bag.gtin, 'B-261003'),
};
