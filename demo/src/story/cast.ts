import type { EventFieldsOf } from '@mengsu/client';

type Organisation = EventFieldsOf<'found'>['organisation'];
type Role = EventFieldsOf<'enrolParty'>['roles'][number];
type SiteKind = EventFieldsOf<'registerSite'>['kind'];

/** One of the four organisations: its own party founds it and keeps its registrar. */
export interface Founder {
  readonly organisation: Organisation;
  readonly party: string;
  readonly zh: string;
  readonly en: string;
}

/** A party of the demonstration. Nobody real is meant: the names say 示范, the credit codes have right check characters and no owner. */
export interface Actor {
  readonly name: string;
  readonly party: string;
  readonly organisation: Organisation;
  readonly roles: readonly Role[];
  readonly division: string;
  readonly zh: string;
  readonly en: string;
  readonly sites: readonly { readonly site: string; readonly kind: SiteKind }[];
}

export const founders: readonly Founder[] = [
  {
    organisation: 'ProducersMSP',
    party: '51150000MAXXX00018',
    zh: '生态农产品生产者联合会(示范)',
    en: 'Association of producers (demonstration)',
  },
  {
    organisation: 'TradeMSP',
    party: '51150000MAXXX0002B',
    zh: '农畜产品流通协会(示范)',
    en: 'Association of food trade (demonstration)',
  },
  {
    organisation: 'BrandMSP',
    party: '12150000MAXXX0003F',
    zh: '区域品牌认证中心(示范)',
    en: 'Centre of brand certification (demonstration)',
  },
  {
    organisation: 'RegulatorMSP',
    party: '11150000MAXXX0004M',
    zh: '农畜产品质量安全监管处(示范)',
    en: 'Office of food safety (demonstration)',
  },
];

const actorList = [
  {
    name: 'certifier',
    party: '12150000MAXXX0011A',
    organisation: 'BrandMSP',
    roles: ['certifier'],
    division: '150000',
    zh: '蒙字标认证机构(示范)',
    en: 'Certification body (demonstration)',
    sites: [],
  },
  {
    name: 'regulator',
    party: '11150000MAXXX0012G',
    organisation: 'RegulatorMSP',
    roles: ['regulator'],
    division: '150000',
    zh: '自治区监管机构(示范)',
    en: 'Regional regulator (demonstration)',
    sites: [],
  },
  {
    name: 'herder',
    party: '93152523MAXXX0101G',
    organisation: 'ProducersMSP',
    roles: ['producer'],
    division: '152523',
    zh: '苏尼特左旗牧民合作社(示范)',
    en: 'Herders’ cooperative of Sonid Left Banner (demonstration)',
    sites: [{ site: 'PASTURE-1', kind: 'pasture' }],
  },
  {
    name: 'slaughterhouse',
    party: '91152502MAXXX0102C',
    organisation: 'TradeMSP',
    roles: ['processor'],
    division: '152502',
    zh: '锡林浩特肉羊屠宰加工厂(示范)',
    en: 'Slaughterhouse of Xilinhot (demonstration)',
    sites: [
      { site: 'PLANT-1', kind: 'plant' },
      { site: 'COLD-1', kind: 'warehouse' },
    ],
  },
  {
    name: 'carrier',
    party: '91152502MAXXX0103F',
    organisation: 'TradeMSP',
    roles: ['carrier'],
    division: '152502',
    zh: '草原冷链运输(示范)',
    en: 'Grassland cold chain carrier (demonstration)',
    sites: [],
  },
  {
    name: 'butcher',
    party: '91150105MAXXX0104G',
    organisation: 'TradeMSP',
    roles: ['trader'],
    division: '150105',
    zh: '呼和浩特鲜食店(示范)',
    en: 'Fresh food shop of Hohhot (demonstration)',
    sites: [{ site: 'STORE-1', kind: 'store' }],
  },
  {
    name: 'ricefarm',
    party: '93152223MAXXX0201N',
    organisation: 'ProducersMSP',
    roles: ['producer'],
    division: '152223',
    zh: '扎赉特旗水稻合作社(示范)',
    en: 'Rice cooperative of Jalaid Banner (demonstration)',
    sites: [{ site: 'FIELD-1', kind: 'field' }],
  },
  {
    name: 'ricefarm2',
    party: '93152221MAXXX0202W',
    organisation: 'ProducersMSP',
    roles: ['producer'],
    division: '152221',
    zh: '科尔沁右翼前旗水稻农场(示范)',
    en: 'Rice farm of Horqin Right Front Banner (demonstration)',
    sites: [{ site: 'FIELD-1', kind: 'field' }],
  },
  {
    name: 'mill',
    party: '91152201MAXXX02037',
    organisation: 'TradeMSP',
    roles: ['processor'],
    division: '152201',
    zh: '乌兰浩特米业(示范)',
    en: 'Rice mill of Ulanhot (demonstration)',
    sites: [{ site: 'MILL-1', kind: 'plant' }],
  },
  {
    name: 'grocer',
    party: '91150502MAXXX0204F',
    organisation: 'TradeMSP',
    roles: ['trader'],
    division: '150502',
    zh: '科尔沁粮油店(示范)',
    en: 'Grocer of Horqin (demonstration)',
    sites: [{ site: 'STORE-1', kind: 'store' }],
  },
  {
    name: 'dairyfarm',
    party: '93150123MAXXX0301E',
    organisation: 'ProducersMSP',
    roles: ['producer'],
    division: '150123',
    zh: '和林格尔奶牛牧场(示范)',
    en: 'Dairy farm of Horinger (demonstration)',
    sites: [{ site: 'BARN-1', kind: 'barn' }],
  },
  {
    name: 'dairyfarm2',
    party: '93150121MAXXX0302L',
    organisation: 'ProducersMSP',
    roles: ['producer'],
    division: '150121',
    zh: '土默特左旗奶牛合作社(示范)',
    en: 'Dairy cooperative of Tumed Left Banner (demonstration)',
    sites: [{ site: 'BARN-1', kind: 'barn' }],
  },
  {
    name: 'dairyfarm3',
    party: '93150125MAXXX0303H',
    organisation: 'ProducersMSP',
    roles: ['producer'],
    division: '150125',
    zh: '武川奶牛牧场(示范)',
    en: 'Dairy farm of Wuchuan (demonstration)',
    sites: [{ site: 'BARN-1', kind: 'barn' }],
  },
  {
    name: 'dairy',
    party: '91150123MAXXX0304X',
    organisation: 'TradeMSP',
    roles: ['processor'],
    division: '150123',
    zh: '和林格尔乳品厂(示范)',
    en: 'Dairy of Horinger (demonstration)',
    sites: [{ site: 'DAIRY-1', kind: 'plant' }],
  },
] as const satisfies readonly Actor[];

export type ActorName = (typeof actorList)[number]['name'];
export const actors: readonly (Actor & { readonly name: ActorName })[] = actorList;

/** Throws for a name that is not in the cast. */
export function actor(name: ActorName): Actor {
  const found = actors.find((one) => one.name === name);
  if (!found) throw new RangeError(`${name} is not in the cast`);
  return found;
}
