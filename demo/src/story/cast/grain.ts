import { processor, producer } from '../actor.ts';

/** 天赋河套 · 赤峰小米 · 兴安大米. */
export const grain = {
  wheatfarm: producer({
    party: '93150821MAXXX0601N',
    zh: '五原县小麦合作社',
    en: 'Wheat cooperative of Wuyuan',
    sites: { 'FIELD-1': 'field' },
  }),
  flourmill: processor({
    party: '91150802MAXXX0602F',
    zh: '临河面粉厂',
    en: 'Flour mill of Linhe',
    sites: { 'MILL-1': 'plant' },
  }),
  tomatofarm: producer({
    party: '93150826MAXXX06035',
    zh: '杭锦后旗番茄合作社',
    en: 'Tomato cooperative of Hanggin Rear Banner',
    sites: { 'FIELD-1': 'field' },
    isPersonal: true,
  }),
  pastemaker: processor({
    party: '91150802MAXXX0604M',
    zh: '临河番茄制品厂',
    en: 'Tomato plant of Linhe',
    sites: { 'PLANT-1': 'plant' },
  }),
  milletfarm: producer({
    party: '93150430MAXXX09014',
    zh: '敖汉旗谷子合作社',
    en: 'Millet cooperative of Aohan Banner',
    sites: { 'FIELD-1': 'field' },
  }),
  milletmill: processor({
    party: '91150402MAXXX0902U',
    zh: '赤峰小米加工厂',
    en: 'Millet mill of Chifeng',
    sites: { 'MILL-1': 'plant' },
  }),
  ricefarm: producer({
    party: '93152223MAXXX0201N',
    zh: '扎赉特旗水稻合作社',
    en: 'Rice cooperative of Jalaid Banner',
    sites: { 'FIELD-1': 'field' },
  }),
  ricefarm2: producer({
    party: '93152221MAXXX0202W',
    zh: '科尔沁右翼前旗水稻农场',
    en: 'Rice farm of Horqin Right Front Banner',
    sites: { 'FIELD-1': 'field' },
  }),
  mill: processor({
    party: '91152201MAXXX02037',
    zh: '乌兰浩特米业',
    en: 'Rice mill of Ulanhot',
    sites: { 'MILL-1': 'plant' },
  }),
} as const;
