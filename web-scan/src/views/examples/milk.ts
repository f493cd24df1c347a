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

const dairy = exampleParty(51, 'ProducersMSP', '150123', {
  zh: '敕勒川乳业有限公司（示例）',
  en: 'Chilechuan Dairy Co. (example)',
});
const plant = exampleSite(dairy, 'UHT-1', 'plant');
const raw = {
  gtin: exampleGtin('9952150000020'),
  names: { zh: '生牛乳', en: 'Raw cow’s milk', 'mn-Mong': 'ᠰᠦ' },
  category: 'dairy-raw',
};
const milk = {
  gtin: exampleGtin('0952150000021'),
  names: { zh: '灭菌纯牛奶', en: 'UHT milk', 'mn-Mong': 'ᠰᠦ' },
  category: 'dairy',
};
const divisions = [
  '150121',
  '150122',
  '150123',
  '150221',
  '150121',
  '150122',
  '150123',
  '150221',
  '150622',
  '150421',
];
const farms = divisions.map((division, index) =>
  exampleParty(60 + index, 'ProducersMSP', division, {
    zh: `第${index + 1}奶牛牧场（示例）`,
    en: `Dairy farm ${index + 1} (example)`,
  }),
);
const milkings = farms.map((_farm, index) =>
  exampleLot(raw, `T${index + 1}-0905`, { volumeMl: 9_600_000 + index * 131_000 }),
);
const inTank = { volumeMl: milkings.reduce((sum, { amount }) => sum + (amount.volumeMl ?? 0), 0) };
const tank = exampleLot(raw, 'TANK-0905', inTank, 'out');
const cartons = exampleLot(milk, 'U20260906', { count: 408_000, volumeMl: 102_000_000 }, 'out');

const arrivals = farms.flatMap((farm, index) => {
  const lots = milkings.slice(index, index + 1);
  const barn = exampleSite(farm, 'BARN-1', 'barn');
  const shipment = `${farm.id}/M-${index + 1}`;
  const minute = String(index * 5).padStart(2, '0');
  return [
    {
      act: 'commission' as const,
      lots: lots.map((lot) => ({ ...lot, side: 'out' as const })),
      party: farm,
      site: barn,
      saidAt: `2026-09-04T21:${minute}:00.000Z`,
      depth: 2,
    },
    {
      act: 'dispatch' as const,
      lots,
      party: farm,
      site: barn,
      counterparty: dairy,
      shipment,
      saidAt: `2026-09-04T23:${minute}:00.000Z`,
      depth: 2,
    },
    {
      act: 'receive' as const,
      lots,
      party: dairy,
      site: plant,
      counterparty: farm,
      shipment,
      outcome: { accepted: lots[0]?.amount },
      saidAt: `2026-09-05T03:${minute}:00.000Z`,
      cosigners: 1,
      depth: 2,
    },
  ];
});

/** UHT milk: ten farms → one tank → cartons → ten shops, sold out: 43 steps, the heavy page. */
export const milkExample: LotPageData = {
  gtin: milk.gtin,
  lot: 'U20260906',
  product: {
    gtin: milk.gtin,
    names: milk.names,
    category: milk.category,
    categoryNames: { zh: '灭菌乳', en: 'UHT milk' },
    netContent: { volumeMl: 250 },
    shelfLifeDays: 180,
    standard: 'GB 25190-2010',
    owner: dairy,
  },
  maker: dairy,
  site: plant,
  created: cartons.amount,
  bestBefore: '2027-03-05',
  madeAt: '2026-09-06T04:00:00.000Z',
  amounts: { ...noAmounts, sold: cartons.amount },
  ...noPapers,
  steps: exampleSteps([
    ...arrivals.toSorted((one, other) => one.saidAt.localeCompare(other.saidAt)),
    {
      act: 'transform',
      operation: 'pool',
      lots: [...milkings.map((lot) => ({ ...lot, side: 'in' as const })), tank],
      party: dairy,
      site: plant,
      saidAt: '2026-09-05T08:00:00.000Z',
      depth: 1,
    },
    {
      act: 'transform',
      operation: 'fill',
      lots: [{ ...tank, side: 'in' }, cartons],
      party: dairy,
      site: plant,
      saidAt: '2026-09-06T04:00:00.000Z',
      depth: 0,
    },
    ...farms.map((_farm, index) => ({
      act: 'sell' as const,
      soldTo: index % 2 === 0 ? ('consumer' as const) : ('parcel' as const),
      lots: [exampleLot(milk, cartons.lot, { count: 40_800, volumeMl: 10_200_000 })],
      party: dairy,
      site: exampleSite(dairy, `STORE-${index + 1}`, 'store'),
      saidAt: `2026-09-${10 + index}T09:00:00.000Z`,
      depth: 0,
    })),
  ]),
  ancestors: [
    {
      gtin: raw.gtin,
      lot: tank.lot,
      product: raw.names,
      category: raw.category,
      depth: 1,
      created: tank.amount,
    },
    ...milkings.map((lot) => ({
      gtin: lot.gtin,
      lot: lot.lot,
      product: lot.product,
      category: lot.category,
      depth: 2,
      created: lot.amount,
    })),
  ],
  ...exampleFrame(milk.gtin, 'U20260906'),
};
