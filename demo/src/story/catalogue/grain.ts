import { ceilingOfCropG } from '../../facts.ts';
import { type Category, type Product, packedFact } from './kinds.ts';

const bulk = {
  measures: ['massG'],
  remits: ['grain', 'agriculture', 'market'],
  use: 'crop',
  recountPermille: 10,
} satisfies Partial<Category>;

const packed = {
  stage: 3,
  measures: ['count', 'massG'],
  remits: ['market'],
  use: 'crop',
  recountPermille: 5,
} satisfies Partial<Category>;

const ceiling = (crop: string): Category['ceilings'] => [
  { class: 'irrigated', unit: 'areaM2', perThousand: { massG: ceilingOfCropG(crop) } },
];

export const grainCategories: readonly Category[] = [
  {
    ...bulk,
    stage: 1,
    category: 'wheat',
    commodity: 'wheat',
    zh: '小麦',
    en: 'Wheat',
    ceilings: ceiling('小麦'),
  },
  {
    ...bulk,
    stage: 2,
    category: 'wheat-flour',
    commodity: 'wheat',
    zh: '小麦粉(散)',
    en: 'Wheat flour, bulk',
  },
  { ...packed, category: 'flour-packed', commodity: 'wheat', zh: '小麦粉(袋装)', en: 'Wheat flour, packed' },
  {
    ...bulk,
    stage: 1,
    category: 'millet-grain',
    commodity: 'millet',
    zh: '谷子',
    en: 'Foxtail millet in the hull',
    ceilings: ceiling('谷子'),
  },
  {
    ...bulk,
    stage: 2,
    category: 'millet-hulled',
    commodity: 'millet',
    zh: '小米(散)',
    en: 'Hulled millet, bulk',
  },
  {
    ...packed,
    category: 'millet-packed',
    commodity: 'millet',
    zh: '小米(袋装)',
    en: 'Hulled millet, packed',
  },
  {
    ...bulk,
    stage: 1,
    category: 'rice-paddy',
    commodity: 'rice',
    zh: '稻谷',
    en: 'Paddy rice',
    ceilings: ceiling('水稻(稻谷)'),
  },
  { ...bulk, stage: 2, category: 'rice-milled', commodity: 'rice', zh: '大米(散)', en: 'Milled rice, bulk' },
  { ...packed, category: 'rice-packed', commodity: 'rice', zh: '大米(袋装)', en: 'Milled rice, packed' },
  { ...bulk, stage: 2, category: 'grain-bran', commodity: 'bran', zh: '糠麸', en: 'Bran' },
];

export const grainProducts = {
  wheat: {
    gtin: '09521500100133',
    owner: 'wheatfarm',
    category: 'wheat',
    zh: '河套春小麦',
    en: 'Hetao spring wheat',
  },
  flour: {
    gtin: '09521500100140',
    owner: 'flourmill',
    category: 'wheat-flour',
    zh: '河套小麦粉(散)',
    en: 'Hetao flour, bulk',
  },
  wheatbran: {
    gtin: '09521500100157',
    owner: 'flourmill',
    category: 'grain-bran',
    zh: '麸皮',
    en: 'Wheat bran',
  },
  flourbag: packedFact('P01', 'flourmill', 'flour-packed'),
  milletgrain: {
    gtin: '09521500100164',
    owner: 'milletfarm',
    category: 'millet-grain',
    zh: '敖汉谷子',
    en: 'Aohan millet in the hull',
  },
  millet: {
    gtin: '09521500100171',
    owner: 'milletmill',
    category: 'millet-hulled',
    zh: '敖汉小米(散)',
    en: 'Aohan millet, bulk',
  },
  milletbag: packedFact('P18', 'milletmill', 'millet-packed'),
  paddy: {
    gtin: '09521500100027',
    owner: 'ricefarm',
    category: 'rice-paddy',
    zh: '稻谷(扎赉特旗)',
    en: 'Paddy rice of Jalaid',
  },
  paddy2: {
    gtin: '09521500100034',
    owner: 'ricefarm2',
    category: 'rice-paddy',
    zh: '稻谷(科尔沁右翼前旗)',
    en: 'Paddy rice of Horqin Right Front Banner',
  },
  rice: {
    gtin: '09521500100041',
    owner: 'mill',
    category: 'rice-milled',
    zh: '兴安盟大米(散)',
    en: 'Xing’an rice, bulk',
  },
  bran: { gtin: '09521500100058', owner: 'mill', category: 'grain-bran', zh: '米糠', en: 'Rice bran' },
  bag: packedFact('P19', 'mill', 'rice-packed'),
} as const satisfies Record<string, Product>;
