import { ceilingOfCropG } from '../../facts.ts';
import { type Category, type Product, packedFact } from './kinds.ts';

/** What 承诺达标合格证 is asked for: vegetables and fruit. */
const fresh = {
  remits: ['agriculture', 'market'],
  use: 'crop',
  declared: true,
  papers: { dispatch: ['declaration'] },
  recountPermille: 30,
} satisfies Partial<Category>;

const grown = { ...fresh, stage: 1, measures: ['massG'] } satisfies Partial<Category>;
const sorted = { ...fresh, stage: 2, measures: ['count', 'massG'] } satisfies Partial<Category>;

const ceiling = (kind: string, massG: number): Category['ceilings'] => [
  { class: kind, unit: 'areaM2', perThousand: { massG } },
];
/** 800 kg a mu (note of the fact). */
const wineGrapeCeilingG = 800 * 1500;

export const produceCategories: readonly Category[] = [
  {
    ...grown,
    category: 'tomato',
    commodity: 'tomato',
    zh: '加工番茄',
    en: 'Processing tomatoes',
    ceilings: ceiling('irrigated', ceilingOfCropG('加工番茄')),
  },
  {
    category: 'tomato-paste',
    commodity: 'tomato',
    stage: 2,
    zh: '番茄酱',
    en: 'Tomato paste',
    measures: ['count', 'massG'],
    remits: ['market'],
    use: 'crop',
    recountPermille: 5,
  },
  {
    ...grown,
    category: 'potato',
    commodity: 'potato',
    zh: '马铃薯',
    en: 'Potatoes',
    ceilings: ceiling('irrigated', ceilingOfCropG('马铃薯(鲜薯)')),
  },
  { ...sorted, category: 'potato-packed', commodity: 'potato', zh: '马铃薯(袋装)', en: 'Potatoes, packed' },
  {
    ...grown,
    category: 'grape',
    commodity: 'table-grape',
    zh: '葡萄(鲜食)',
    en: 'Table grapes',
    ceilings: ceiling('table-grape', ceilingOfCropG('葡萄(鲜食+酿酒)')),
  },
  {
    ...sorted,
    category: 'grape-packed',
    commodity: 'table-grape',
    zh: '葡萄(盒装)',
    en: 'Table grapes, packed',
  },
  {
    ...grown,
    category: 'wine-grape',
    commodity: 'wine-grape',
    zh: '酿酒葡萄',
    en: 'Wine grapes',
    ceilings: ceiling('wine-grape', wineGrapeCeilingG),
  },
  {
    category: 'wine-bulk',
    commodity: 'wine-grape',
    stage: 2,
    zh: '原酒',
    en: 'Wine, bulk',
    measures: ['volumeMl'],
    remits: ['market'],
    recountPermille: 10,
  },
  {
    category: 'wine',
    commodity: 'wine-grape',
    stage: 3,
    zh: '葡萄酒(瓶装)',
    en: 'Wine, bottled',
    measures: ['count', 'volumeMl'],
    remits: ['market'],
    recountPermille: 5,
  },
];

export const produceProducts = {
  tomato: {
    gtin: '09521500100188',
    owner: 'tomatofarm',
    category: 'tomato',
    zh: '加工番茄(鲜)',
    en: 'Processing tomatoes',
  },
  paste: packedFact('P03', 'pastemaker', 'tomato-paste'),
  potato: {
    gtin: '09521500100195',
    owner: 'potatocoop',
    category: 'potato',
    zh: '四子王旗马铃薯',
    en: 'Potatoes of Siziwang',
  },
  sortedpotato: {
    gtin: '09521500100201',
    owner: 'potatotrader',
    category: 'potato',
    zh: '马铃薯(收购)',
    en: 'Potatoes, collected',
  },
  potatobag: packedFact('P06', 'potatotrader', 'potato-packed'),
  grape: {
    gtin: '09521500100218',
    owner: 'vineyard',
    category: 'grape',
    zh: '乌达鲜食葡萄',
    en: 'Table grapes of Wuda',
  },
  sortedgrape: {
    gtin: '09521500100225',
    owner: 'grapetrader',
    category: 'grape',
    zh: '鲜食葡萄(收购)',
    en: 'Table grapes, collected',
  },
  grapebox: packedFact('P08', 'grapetrader', 'grape-packed'),
  winegrape: {
    gtin: '09521500100232',
    owner: 'vineyard',
    category: 'wine-grape',
    zh: '乌达酿酒葡萄',
    en: 'Wine grapes of Wuda',
  },
  winebulk: {
    gtin: '09521500100249',
    owner: 'winery',
    category: 'wine-bulk',
    zh: '干红原酒',
    en: 'Dry red wine, bulk',
  },
  wine: packedFact('P09', 'winery', 'wine', 'volumeMl'),
} as const satisfies Record<string, Product>;
