import { ceilingOfMilkG } from '../../facts.ts';
import { type Category, type Product, packedFact } from './kinds.ts';

export const dairyCategories: readonly Category[] = [
  {
    category: 'milk-raw',
    commodity: 'milk',
    stage: 1,
    zh: '生牛乳',
    en: 'Raw milk',
    measures: ['massG'],
    remits: ['agriculture', 'market'],
    use: 'milk',
    papers: { dispatch: ['rawMilkHandover'], receive: ['rawMilkHandover'] },
    tests: ['transform'],
    recountPermille: 5,
    ceilings: [{ class: 'lactating-cow', unit: 'head', perThousand: { massG: ceilingOfMilkG } }],
  },
  {
    category: 'milk-uht',
    commodity: 'milk',
    stage: 2,
    zh: '灭菌乳',
    en: 'UHT milk',
    measures: ['count', 'volumeMl'],
    remits: ['market'],
    use: 'milk',
    papers: { dispatch: ['testReport'] },
    recountPermille: 5,
  },
  {
    category: 'cheese',
    commodity: 'milk',
    stage: 2,
    zh: '奶豆腐',
    en: 'Hurood',
    measures: ['count', 'massG'],
    remits: ['market'],
    use: 'milk',
    papers: { dispatch: ['testReport'] },
    recountPermille: 5,
  },
];

export const dairyProducts = {
  milk: {
    gtin: '09521500100065',
    owner: 'dairyfarm',
    category: 'milk-raw',
    zh: '生牛乳(和林格尔)',
    en: 'Raw milk of Horinger',
  },
  milk2: {
    gtin: '09521500100072',
    owner: 'dairyfarm2',
    category: 'milk-raw',
    zh: '生牛乳(土默特左旗)',
    en: 'Raw milk of Tumed Left Banner',
  },
  milk3: {
    gtin: '09521500100089',
    owner: 'dairyfarm3',
    category: 'milk-raw',
    zh: '生牛乳(武川)',
    en: 'Raw milk of Wuchuan',
  },
  tank: {
    gtin: '09521500100096',
    owner: 'dairy',
    category: 'milk-raw',
    zh: '生牛乳(奶仓)',
    en: 'Raw milk, silo',
  },
  carton: packedFact('P21', 'dairy', 'milk-uht', 'volumeMl'),
  herdmilk: {
    gtin: '09521500100256',
    owner: 'milkherder',
    category: 'milk-raw',
    zh: '生牛乳(正蓝旗)',
    en: 'Raw milk of Zhenglan',
  },
  hurood: packedFact('P24', 'cheesemaker', 'cheese'),
} as const satisfies Record<string, Product>;
