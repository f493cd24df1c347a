import { processor, producer } from '../actor.ts';

/** 锡林郭勒羊 · 呼伦贝尔草原羊 · 科尔沁牛. */
export const livestock = {
  herder: producer({
    party: '93152523MAXXX0101G',
    zh: '苏尼特左旗牧民合作社',
    en: 'Herders’ cooperative of Sonid Left Banner',
    sites: { 'PASTURE-1': 'pasture' },
  }),
  slaughterhouse: processor({
    party: '91152502MAXXX0102C',
    zh: '锡林浩特肉羊屠宰加工厂',
    en: 'Slaughterhouse of Xilinhot',
    sites: { 'PLANT-1': 'plant', 'COLD-1': 'warehouse' },
  }),
  grazier: producer({
    party: '93150724MAXXX0401H',
    zh: '鄂温克旗草原羊合作社',
    en: 'Sheep cooperative of Evenki Banner',
    sites: { 'PASTURE-1': 'pasture' },
  }),
  hulunplant: processor({
    party: '91150702MAXXX0402Y',
    zh: '海拉尔羊肉加工厂',
    en: 'Mutton plant of Hailar',
    sites: { 'PLANT-1': 'plant' },
  }),
  cattlefarm: producer({
    party: '93150522MAXXX05010',
    zh: '科尔沁左翼后旗肉牛合作社',
    en: 'Cattle cooperative of Horqin Left Rear Banner',
    sites: { 'BARN-1': 'barn' },
  }),
  beefplant: processor({
    party: '91150502MAXXX0502A',
    zh: '科尔沁牛肉加工厂',
    en: 'Beef plant of Horqin',
    sites: { 'PLANT-1': 'plant' },
  }),
} as const;
