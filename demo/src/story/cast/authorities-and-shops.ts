import { carrier, certifier, laboratory, regulator, trader } from '../actor.ts';

/** Who grants, watches, tests, carries and sells, for all brands. Credit codes with MAXXX are made up: right by the check character, given to nobody. */
export const authoritiesAndShops = {
  certifier: certifier({
    party: '12150000MAXXX0011A',
    zh: '蒙字标认证机构',
    en: 'Certification body',
    sites: {},
  }),
  regulator: regulator({
    party: '11150000MAXXX0012G',
    zh: '自治区监管机构',
    en: 'Regional regulator',
    sites: {},
  }),
  laboratory: laboratory({
    party: '12150105MAXXX0013X',
    zh: '农畜产品检验检测中心',
    en: 'Laboratory of farm produce',
    sites: { 'LAB-1': 'laboratory' },
  }),
  carrier: carrier({
    party: '91152502MAXXX0103F',
    zh: '草原冷链运输',
    en: 'Grassland cold chain carrier',
    sites: {},
  }),
  butcher: trader({
    party: '91150105MAXXX0104G',
    zh: '呼和浩特鲜食店',
    en: 'Fresh food shop of Hohhot',
    sites: { 'STORE-1': 'store' },
  }),
  market: trader({
    party: '91150102MAXXX01058',
    zh: '呼和浩特新城超市',
    en: 'Supermarket of Hohhot',
    sites: { 'STORE-1': 'store' },
  }),
  grocer: trader({
    party: '91150502MAXXX0204F',
    zh: '科尔沁粮油店',
    en: 'Grocer of Horqin',
    sites: { 'STORE-1': 'store' },
  }),
  hulunshop: trader({
    party: '91150702MAXXX04032',
    zh: '海拉尔鲜肉店',
    en: 'Butcher of Hailar',
    sites: { 'STORE-1': 'store' },
  }),
} as const;
