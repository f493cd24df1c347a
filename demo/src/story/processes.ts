import type { EventFieldsOf } from '@mengsu/client';
import { yieldOf } from '../facts.ts';

type ProcessFields = EventFieldsOf<'registerProcess'>;
type Output = ProcessFields['outputs'][number];
type Band = Output['bands'][number];

/** The band of a fact, from a measure of the principal input to one of the output. */
function band(process: string, output: string, to: Band['to'] = 'massG', from: Band['from'] = 'massG'): Band {
  const { min, max } = yieldOf(process, output);
  return { from, to, minPermille: min, maxPermille: max };
}

/** Nothing is gained: as much of a measure as went in, at most. */
const conserved = (measure: Band['from']): Band => ({ from: measure, to: measure, maxPermille: 1000 });
/** So many pieces a head. */
const perHead = (count: number): Band => ({ from: 'count', to: 'count', maxPermille: count * 1000 });

/** 1,000 g of milk at 1.027 g/mL, the lightest, are 973 mL. */
const milkBand: Band = { from: 'massG', to: 'volumeMl', maxPermille: 973 };

const process = (
  id: string,
  names: { readonly zh: string; readonly en: string },
  principal: string,
  outputs: { readonly [category: string]: Band[] },
): ProcessFields => ({
  act: 'registerProcess',
  process: `${id}@1`,
  names,
  principal: [principal],
  outputs: Object.entries(outputs).map(([category, bands]) => ({ category, bands })),
});

/** 工艺: how much may come out, by the facts (`processes.json`); packing and splitting gain nothing. */
export const processes: readonly ProcessFields[] = [
  process('lamb-slaughter', { zh: '羔羊屠宰', en: 'Slaughter of lambs' }, 'lamb-live', {
    'lamb-carcass': [band('T01', 'P10/P13'), perHead(1)],
  }),
  process('lamb-cutting', { zh: '羊胴体分割', en: 'Cutting of lamb carcasses' }, 'lamb-carcass', {
    'lamb-cut': [band('T07', 'P11/P14')],
  }),
  process('cattle-slaughter', { zh: '牛屠宰', en: 'Slaughter of cattle' }, 'cattle-live', {
    'beef-side': [band('T03', 'P15'), perHead(2)],
  }),
  process('beef-cutting', { zh: '牛胴体分割', en: 'Cutting of beef sides' }, 'beef-side', {
    'beef-cut': [band('T08', 'P16')],
  }),
  {
    ...process('jerky-drying', { zh: '牛肉风干', en: 'Drying of beef' }, 'beef-cut', {
      'beef-jerky': [band('T10', 'P17')],
    }),
    additions: [{ category: 'seasoning', maxPermille: 80 }],
  },
  process('wheat-milling', { zh: '小麦制粉', en: 'Milling of wheat' }, 'wheat', {
    'wheat-flour': [band('T20', 'P01')],
    'grain-bran': [band('T20', 'M14 麸皮')],
  }),
  process('flour-packing', { zh: '小麦粉包装', en: 'Packing of flour' }, 'wheat-flour', {
    'flour-packed': [conserved('massG')],
  }),
  process('millet-hulling', { zh: '谷子碾米', en: 'Hulling of millet' }, 'millet-grain', {
    'millet-hulled': [band('T19', 'P18')],
  }),
  process('millet-packing', { zh: '小米包装', en: 'Packing of millet' }, 'millet-hulled', {
    'millet-packed': [conserved('massG')],
  }),
  process('rice-milling', { zh: '稻谷碾米', en: 'Milling of paddy' }, 'rice-paddy', {
    'rice-milled': [band('T18', 'P19')],
    'grain-bran': [band('T18', 'M14 米糠')],
  }),
  process('rice-mixing', { zh: '大米拼配', en: 'Mixing of rice' }, 'rice-milled', {
    'rice-milled': [conserved('massG')],
  }),
  process('rice-packing', { zh: '大米包装', en: 'Packing of rice' }, 'rice-milled', {
    'rice-packed': [conserved('massG')],
  }),
  process('tomato-concentrating', { zh: '番茄浓缩', en: 'Concentrating of tomatoes' }, 'tomato', {
    'tomato-paste': [band('T24', 'P03')],
  }),
  process('potato-splitting', { zh: '马铃薯分批', en: 'Splitting of potato lots' }, 'potato', {
    potato: [conserved('massG')],
  }),
  process('potato-packing', { zh: '马铃薯分选包装', en: 'Sorting and packing of potatoes' }, 'potato', {
    'potato-packed': [band('T28', '商品果/薯')],
  }),
  process('grape-splitting', { zh: '葡萄分批', en: 'Splitting of grape lots' }, 'grape', {
    grape: [conserved('massG')],
  }),
  process('grape-packing', { zh: '葡萄分选包装', en: 'Sorting and packing of grapes' }, 'grape', {
    'grape-packed': [band('T28', '商品果/薯')],
  }),
  process('wine-making', { zh: '葡萄酿酒', en: 'Making of wine' }, 'wine-grape', {
    'wine-bulk': [band('T23', 'P09', 'volumeMl')],
  }),
  process('wine-bottling', { zh: '葡萄酒灌装', en: 'Bottling of wine' }, 'wine-bulk', {
    wine: [conserved('volumeMl')],
  }),
  process('milk-pooling', { zh: '生乳合奶', en: 'Pooling of raw milk' }, 'milk-raw', {
    'milk-raw': [conserved('massG')],
  }),
  process('uht', { zh: '超高温灭菌', en: 'UHT treatment' }, 'milk-raw', { 'milk-uht': [milkBand] }),
  process('hurood-making', { zh: '奶豆腐制作', en: 'Making of hurood' }, 'milk-raw', {
    cheese: [band('T15', 'P24')],
  }),
];
