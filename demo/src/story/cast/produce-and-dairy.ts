import { type Actor, collector, processor, producer } from '../actor.ts';
import { digestOf } from '../digest.ts';

/** A member of the potato cooperative: a natural person, of whom the ledger knows a commitment. */
const member: Actor = {
  party: `P${digestOf('a member of the potato cooperative (demonstration)')}`,
  organisation: 'ProducersMSP',
  roles: ['producer'],
  division: '150929',
  sites: { 'FIELD-1': 'field' },
  isPersonal: true,
};

/** 乌兰察布马铃薯 · 乌海葡萄 · 乳制品. */
export const produceAndDairy = {
  potatocoop: producer({
    party: '93150929MAXXX07015',
    zh: '四子王旗马铃薯合作社',
    en: 'Potato cooperative of Siziwang Banner',
    sites: { 'FIELD-1': 'field' },
    isPersonal: true,
  }),
  member,
  potatotrader: collector({
    party: '91150902MAXXX0702A',
    zh: '集宁马铃薯收购站',
    en: 'Potato collector of Jining',
    sites: { 'CELLAR-1': 'warehouse' },
    isPersonal: true,
  }),
  vineyard: producer({
    party: '93150304MAXXX0801L',
    zh: '乌达区葡萄合作社',
    en: 'Grape cooperative of Wuda',
    sites: { 'ORCHARD-1': 'orchard', 'ORCHARD-2': 'orchard' },
    isPersonal: true,
  }),
  grapetrader: collector({
    party: '91150302MAXXX08021',
    zh: '海勃湾葡萄收购站',
    en: 'Grape collector of Haibowan',
    sites: { 'CELLAR-1': 'warehouse' },
    isPersonal: true,
  }),
  winery: processor({
    party: '91150302MAXXX08034',
    zh: '乌海葡萄酒庄',
    en: 'Winery of Wuhai',
    sites: { 'CELLAR-1': 'plant' },
  }),
  dairyfarm: producer({
    party: '93150123MAXXX0301E',
    zh: '和林格尔奶牛牧场',
    en: 'Dairy farm of Horinger',
    sites: { 'BARN-1': 'barn' },
  }),
  dairyfarm2: producer({
    party: '93150121MAXXX0302L',
    zh: '土默特左旗奶牛合作社',
    en: 'Dairy cooperative of Tumed Left Banner',
    sites: { 'BARN-1': 'barn' },
  }),
  dairyfarm3: producer({
    party: '93150125MAXXX0303H',
    zh: '武川奶牛牧场',
    en: 'Dairy farm of Wuchuan',
    sites: { 'BARN-1': 'barn' },
  }),
  dairy: processor({
    party: '91150123MAXXX0304X',
    zh: '和林格尔乳品厂',
    en: 'Dairy of Horinger',
    sites: { 'DAIRY-1': 'plant' },
  }),
  milkherder: producer({
    party: '93152530MAXXX0305C',
    zh: '正蓝旗奶牛合作社',
    en: 'Dairy cooperative of Zhenglan Banner',
    sites: { 'BARN-1': 'barn' },
  }),
  cheesemaker: processor({
    party: '91152530MAXXX0306M',
    zh: '正蓝旗奶食坊',
    en: 'Cheese maker of Zhenglan Banner',
    sites: { 'DAIRY-1': 'plant' },
  }),
} as const;
