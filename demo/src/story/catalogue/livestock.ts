import { ceilingOfCattle, ceilingOfSheep, heaviestG } from '../../facts.ts';
import { type Category, fromFact, type Product, packedFact } from './kinds.ts';

const live = {
  stage: 1,
  measures: ['count', 'massG'],
  remits: ['agriculture'],
  papers: { dispatch: ['quarantine'], receive: ['quarantine'] },
  recountPermille: 20,
} satisfies Partial<Category>;

const meat = {
  measures: ['count', 'massG'],
  remits: ['agriculture', 'market'],
  use: 'meat',
  papers: { dispatch: ['quarantine', 'meatInspection'] },
  recountPermille: 10,
} satisfies Partial<Category>;

export const livestockCategories: readonly Category[] = [
  {
    ...live,
    category: 'lamb-live',
    commodity: 'sheep',
    zh: '活羊(羔羊)',
    en: 'Live lambs',
    ceilings: [
      {
        class: 'breeding-ewe',
        unit: 'head',
        perThousand: { count: ceilingOfSheep, massG: ceilingOfSheep * heaviestG('苏尼特羊', 'young_ram') },
      },
    ],
  },
  { ...meat, stage: 2, category: 'lamb-carcass', commodity: 'sheep', zh: '羔羊胴体', en: 'Lamb carcasses' },
  { ...meat, stage: 3, category: 'lamb-cut', commodity: 'sheep', zh: '羊肉分割品', en: 'Lamb cuts' },
  {
    ...live,
    category: 'cattle-live',
    commodity: 'cattle',
    zh: '活牛',
    en: 'Live cattle',
    ceilings: [
      {
        class: 'breeding-cow',
        unit: 'head',
        perThousand: {
          count: ceilingOfCattle,
          massG: ceilingOfCattle * heaviestG('科尔沁牛', 'at_slaughter'),
        },
      },
    ],
  },
  { ...meat, stage: 2, category: 'beef-side', commodity: 'cattle', zh: '牛二分体', en: 'Beef sides' },
  { ...meat, stage: 3, category: 'beef-cut', commodity: 'cattle', zh: '牛肉分割品', en: 'Beef cuts' },
  {
    category: 'beef-jerky',
    commodity: 'cattle',
    stage: 4,
    zh: '牛肉干',
    en: 'Beef jerky',
    measures: ['count', 'massG'],
    remits: ['market'],
    use: 'meat',
    recountPermille: 5,
  },
  {
    category: 'seasoning',
    commodity: 'seasoning',
    stage: 0,
    zh: '调味料',
    en: 'Seasoning',
    measures: ['massG'],
    remits: ['market'],
    recountPermille: 10,
  },
];

export const livestockProducts = {
  lamb: {
    gtin: '09521500100010',
    owner: 'herder',
    category: 'lamb-live',
    zh: '苏尼特羔羊(活)',
    en: 'Sonid lambs, live',
  },
  carcass: fromFact('P10', 'slaughterhouse', 'lamb-carcass'),
  leg: fromFact('P11', 'slaughterhouse', 'lamb-cut'),
  slices: packedFact('P12', 'slaughterhouse', 'lamb-cut'),
  hulunlamb: {
    gtin: '09521500100102',
    owner: 'grazier',
    category: 'lamb-live',
    zh: '呼伦贝尔羔羊(活)',
    en: 'Hulunbuir lambs, live',
  },
  huluncarcass: fromFact('P13', 'hulunplant', 'lamb-carcass'),
  ribs: packedFact('P14', 'hulunplant', 'lamb-cut'),
  cattle: {
    gtin: '09521500100119',
    owner: 'cattlefarm',
    category: 'cattle-live',
    zh: '科尔沁肉牛(活)',
    en: 'Horqin cattle, live',
  },
  side: fromFact('P15', 'beefplant', 'beef-side'),
  steak: packedFact('P16', 'beefplant', 'beef-cut'),
  jerky: packedFact('P17', 'beefplant', 'beef-jerky'),
  salt: {
    gtin: '09521500100126',
    owner: 'beefplant',
    category: 'seasoning',
    zh: '食用盐(原料)',
    en: 'Salt, as an ingredient',
  },
} as const satisfies Record<string, Product>;
