import type { Actor, Organisation } from './actor.ts';
import { authoritiesAndShops } from './cast/authorities-and-shops.ts';
import { grain } from './cast/grain.ts';
import { livestock } from './cast/livestock.ts';
import { produceAndDairy } from './cast/produce-and-dairy.ts';

/** One of the four organisations: its own party founds it and keeps its registrar. */
export interface Founder {
  readonly organisation: Organisation;
  readonly party: string;
  readonly zh: string;
  readonly en: string;
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

const cast = { ...authoritiesAndShops, ...livestock, ...grain, ...produceAndDairy } as const;

export type ActorName = keyof typeof cast;
export const actors: readonly (Actor & { readonly name: ActorName })[] = (
  Object.keys(cast) as ActorName[]
).map((name) => ({ ...cast[name], name }));

export const actor = (name: ActorName): Actor => cast[name];
