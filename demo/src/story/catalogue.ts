import { gtinOfFact, productFact } from '../facts.ts';
import type { ActorName } from './cast.ts';

type Measures = ('count' | 'massG' | 'volumeMl')[];

/** A kind of goods, with what it is counted in. */
export interface Category {
  readonly category: string;
  readonly commodity: string;
  readonly zh: string;
  readonly en: string;
  readonly measures: Measures;
  readonly remits: ('agriculture' | 'market' | 'grain' | 'customs')[];
}

/** A product of the demonstration: a catalogue fact (`fact`), or an intermediate with its own demonstration GTIN. */
export interface Product {
  readonly gtin: string;
  readonly owner: ActorName;
  readonly category: string;
  readonly zh: string;
  readonly en: string;
  readonly fact?: string;
  readonly netContent?: { readonly massG?: number; readonly volumeMl?: number };
}

export const categories: readonly Category[] = [
  {
    category: 'lamb-live',
    commodity: 'sheep',
    zh: '活羊(羔羊)',
    en: 'Live lambs',
    measures: ['count', 'massG'],
    remits: ['agriculture'],
  },
  {
    category: 'lamb-carcass',
    commodity: 'sheep',
    zh: '羔羊胴体',
    en: 'Lamb carcasses',
    measures: ['count', 'massG'],
    remits: ['agriculture', 'market'],
  },
  {
    category: 'lamb-cut',
    commodity: 'sheep',
    zh: '羊肉分割品',
    en: 'Lamb cuts',
    measures: ['count', 'massG'],
    remits: ['market'],
  },
  {
    category: 'rice-paddy',
    commodity: 'rice',
    zh: '稻谷',
    en: 'Paddy rice',
    measures: ['massG'],
    remits: ['grain', 'agriculture'],
  },
  {
    category: 'rice-milled',
    commodity: 'rice',
    zh: '大米(散)',
    en: 'Milled rice, bulk',
    measures: ['massG'],
    remits: ['grain', 'market'],
  },
  {
    category: 'rice-packed',
    commodity: 'rice',
    zh: '大米(袋装)',
    en: 'Milled rice, packed',
    measures: ['count', 'massG'],
    remits: ['market'],
  },
  {
    category: 'rice-bran',
    commodity: 'rice',
    zh: '米糠',
    en: 'Rice bran',
    measures: ['massG'],
    remits: ['grain'],
  },
  {
    category: 'milk-raw',
    commodity: 'milk',
    zh: '生牛乳',
    en: 'Raw milk',
    measures: ['massG'],
    remits: ['agriculture'],
  },
  {
    category: 'milk-uht',
    commodity: 'milk',
    zh: '灭菌乳',
    en: 'UHT milk',
    measures: ['count', 'volumeMl'],
    remits: ['market'],
  },
];

const fromFact = (fact: string, owner: ActorName, category: string): Product => {
  const { zh, en } = productFact(fact);
  return { gtin: gtinOfFact(fact), owner, category, zh, en, fact };
};

export const products = {
  lamb: {
    gtin: '09521500100010',
    owner: 'herder',
    category: 'lamb-live',
    zh: '苏尼特羔羊(活)',
    en: 'Sonid lambs, live',
  },
  carcass: fromFact('P10', 'slaughterhouse', 'lamb-carcass'),
  leg: fromFact('P11', 'slaughterhouse', 'lamb-cut'),
  slices: { ...fromFact('P12', 'slaughterhouse', 'lamb-cut'), netContent: { massG: 500 } },
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
  bran: { gtin: '09521500100058', owner: 'mill', category: 'rice-bran', zh: '米糠', en: 'Rice bran' },
  bag: { ...fromFact('P19', 'mill', 'rice-packed'), netContent: { massG: 5000 } },
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
  carton: { ...fromFact('P21', 'dairy', 'milk-uht'), netContent: { volumeMl: 250 } },
} as const satisfies Record<string, Product>;

/** A product's standard as its label would have it: a figure of the facts that is sure enough, and of this very product (no remark in brackets). */
export function standardOf(product: Product): string | undefined {
  if (product.fact === undefined) return undefined;
  const known = productFact(product.fact).gi_or_standard ?? [];
  const own = known.filter(({ certainty, title }) => certainty !== 'low' && !title.includes('('));
  return own.flatMap(({ number }) => number ?? []).find((number) => standardForm.test(number));
}

const standardForm = /^[A-Z][A-Z0-9/]{1,7} [0-9][0-9.-]{0,19}$/;
