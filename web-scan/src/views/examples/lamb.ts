import type { LotPageData } from '../lot-page-data.ts';
import {
  exampleDigest,
  exampleFrame,
  exampleLot,
  exampleParty,
  examplePerson,
  exampleSite,
  exampleSteps,
  noAmounts,
  noPapers,
} from './builder.ts';
import { carcass, lamb, leg } from './lamb-goods.ts';

const herder = examplePerson(1, '152526');
const abattoir = exampleParty(11, 'ProducersMSP', '152526', {
  zh: '乌珠穆沁草原肉业有限公司（示例）',
  en: 'Ujimqin Grassland Meat Co. (example)',
});
const shop = exampleParty(31, 'TradeMSP', '150105', {
  zh: '青城生鲜超市（示例）',
  en: 'Blue City Fresh Food (example)',
});
const brand = exampleParty(21, 'BrandMSP', '152502', {
  zh: '锡林郭勒羊品牌协会（示例）',
  en: 'Xilingol Sheep Brand Association (example)',
});
const pasture = exampleSite(herder, 'PASTURE-1', 'pasture');
const plant = exampleSite(abattoir, 'PLANT-1', 'plant');
const store = exampleSite(shop, 'STORE-7', 'store');

const born = exampleLot(lamb, 'M-0412', { count: 120, massG: 4_560_000 }, 'out');
const sent = exampleLot(lamb, 'M-0412', { count: 40, massG: 1_520_000 });
const hung = exampleLot(carcass, 'C-20260911', { count: 40, massG: 716_000 }, 'out');
const legs = exampleLot(leg, 'L-20260912', { count: 80, massG: 214_400 }, 'out');
const carton = exampleLot(leg, 'L-20260912', { count: 60, massG: 160_800 });
const sold = exampleLot(leg, 'L-20260912', { count: 23, massG: 61_640 });

const certifier = exampleParty(41, 'BrandMSP', '150102', {
  zh: '北疆认证有限公司（示例）',
  en: 'Northern Certification Co. (example)',
});
const laboratory = exampleParty(51, 'RegulatorMSP', '150102', {
  zh: '北疆食品检验所（示例）',
  en: 'Northern Food Laboratory (example)',
});

const toPlant = `${herder.id}/S-1`;
const toShop = `${abattoir.id}/D-88`;

/** 锡林郭勒羊: pasture → slaughter → cutting → shop, with a late record and two legs refused. */
export const lambExample: LotPageData = {
  gtin: leg.gtin,
  lot: 'L-20260912',
  product: {
    gtin: leg.gtin,
    names: leg.names,
    category: leg.category,
    categoryNames: { zh: '分割羊肉', en: 'Lamb cuts' },
    shelfLifeDays: 365,
    standard: 'GB/T 9961-2008',
    owner: brand,
  },
  maker: abattoir,
  site: plant,
  created: legs.amount,
  bestBefore: '2027-09-12',
  madeAt: '2026-09-12T02:40:00.000Z',
  amounts: {
    ...noAmounts,
    available: { count: 55, massG: 147_400 },
    sold: sold.amount,
    disposed: { count: 2, massG: 5360 },
  },
  ...noPapers,
  claims: [
    {
      scheme: 'mengzibiao',
      certificate: `${certifier.id}/MZB-2026-0017`,
      issuer: certifier,
      holder: abattoir,
      from: '2026-01-01',
      until: '2028-12-31',
      scope: { products: [], categories: ['lamb-carcass', 'lamb-cut'], sites: ['PLANT-1'] },
      state: 'active',
    },
  ],
  declarations: [
    {
      eventId: exampleDigest('declaration of the legs'),
      party: abattoir,
      form: 1,
      basis: 'ownTest',
      amount: legs.amount,
      saidAt: '2026-09-12T03:00:00.000Z',
    },
  ],
  tests: [
    {
      eventId: exampleDigest('test of the legs'),
      kind: 'inspect',
      gtin: leg.gtin,
      lot: legs.lot,
      party: laboratory,
      verdict: 'passed',
      methods: [{ method: 'GB 31650', verdict: 'passed' }],
      certificate: `${certifier.id}/LAB-2025-0003`,
      report: exampleDigest('report on the legs'),
      saidAt: '2026-09-13T05:00:00.000Z',
    },
  ],
  treatments: [
    {
      eventId: exampleDigest('treatment of the lambs'),
      input: 'SY150012345',
      names: { zh: '伊维菌素注射液', en: 'Ivermectin injection' },
      kind: 'veterinaryDrug',
      dose: { milli: 96_000, unit: 'mL' },
      party: herder,
      gtin: lamb.gtin,
      lot: born.lot,
      from: '2026-05-20T01:00:00.000Z',
      to: '2026-05-20T04:00:00.000Z',
    },
  ],
  steps: exampleSteps([
    {
      act: 'commission',
      lots: [born],
      party: herder,
      site: pasture,
      saidAt: '2026-04-12T01:00:00.000Z',
      recordedAt: '2026-04-16T03:12:00.000Z',
      depth: 2,
    },
    {
      act: 'dispatch',
      lots: [sent],
      party: herder,
      site: pasture,
      counterparty: abattoir,
      shipment: toPlant,
      saidAt: '2026-09-09T23:10:00.000Z',
      depth: 2,
    },
    {
      act: 'receive',
      lots: [sent],
      party: abattoir,
      site: plant,
      counterparty: herder,
      shipment: toPlant,
      outcome: { accepted: sent.amount },
      saidAt: '2026-09-10T05:30:00.000Z',
      depth: 2,
    },
    {
      act: 'transform',
      operation: 'slaughter',
      lots: [{ ...sent, side: 'in' }, hung],
      party: abattoir,
      site: plant,
      saidAt: '2026-09-11T00:20:00.000Z',
      depth: 1,
    },
    {
      act: 'transform',
      operation: 'cut',
      lots: [{ ...hung, side: 'in' }, legs],
      party: abattoir,
      site: plant,
      saidAt: '2026-09-12T02:40:00.000Z',
      depth: 0,
    },
    {
      act: 'dispatch',
      lots: [carton],
      party: abattoir,
      site: plant,
      counterparty: shop,
      shipment: toShop,
      saidAt: '2026-09-14T08:00:00.000Z',
      depth: 0,
    },
    {
      act: 'receive',
      lots: [carton],
      party: shop,
      site: store,
      counterparty: abattoir,
      shipment: toShop,
      outcome: { accepted: { count: 58, massG: 155_440 }, refused: { count: 2, massG: 5360 } },
      saidAt: '2026-09-15T01:15:00.000Z',
      depth: 0,
    },
    {
      act: 'dispose',
      reason: 'destruction',
      lots: [exampleLot(leg, 'L-20260912', { count: 2, massG: 5360 })],
      party: abattoir,
      site: plant,
      saidAt: '2026-09-17T06:00:00.000Z',
      depth: 0,
    },
    {
      act: 'sell',
      soldTo: 'consumer',
      lots: [sold],
      party: shop,
      site: store,
      saidAt: '2026-09-18T12:00:00.000Z',
      cosigners: 1,
      depth: 0,
    },
  ]),
  ancestors: [
    {
      gtin: carcass.gtin,
      lot: hung.lot,
      product: carcass.names,
      category: carcass.category,
      depth: 1,
      created: hung.amount,
    },
    {
      gtin: lamb.gtin,
      lot: born.lot,
      product: lamb.names,
      category: lamb.category,
      depth: 2,
      created: born.amount,
    },
  ],
  ...exampleFrame(leg.gtin, 'L-20260912'),
};
