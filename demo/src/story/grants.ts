import { type ActorName, actor, actors } from './cast.ts';
import { type Product, products } from './catalogue.ts';

/** What a site bears, as it was certified: 1 mu is 2,000/3 m². */
export interface Ground {
  readonly holder: ActorName;
  readonly site: string;
  readonly category: string;
  /** Square metres or head, as the category's ceiling has it. */
  readonly amount: number;
}

const ofMu = (mu: number): number => Math.floor((mu * 2000) / 3);

/** Every site from which something may be claimed; its quota is capacity × ceiling. */
export const grounds: readonly Ground[] = [
  { holder: 'herder', site: 'PASTURE-1', category: 'lamb-live', amount: 400 },
  { holder: 'grazier', site: 'PASTURE-1', category: 'lamb-live', amount: 600 },
  { holder: 'cattlefarm', site: 'BARN-1', category: 'cattle-live', amount: 120 },
  { holder: 'wheatfarm', site: 'FIELD-1', category: 'wheat', amount: ofMu(200) },
  { holder: 'tomatofarm', site: 'FIELD-1', category: 'tomato', amount: ofMu(100) },
  { holder: 'milletfarm', site: 'FIELD-1', category: 'millet-grain', amount: ofMu(150) },
  { holder: 'ricefarm', site: 'FIELD-1', category: 'rice-paddy', amount: ofMu(150) },
  { holder: 'ricefarm2', site: 'FIELD-1', category: 'rice-paddy', amount: ofMu(100) },
  { holder: 'potatocoop', site: 'FIELD-1', category: 'potato', amount: ofMu(100) },
  { holder: 'member', site: 'FIELD-1', category: 'potato', amount: ofMu(20) },
  { holder: 'vineyard', site: 'ORCHARD-1', category: 'grape', amount: ofMu(30) },
  { holder: 'vineyard', site: 'ORCHARD-2', category: 'wine-grape', amount: ofMu(60) },
  { holder: 'dairyfarm', site: 'BARN-1', category: 'milk-raw', amount: 400 },
  { holder: 'dairyfarm2', site: 'BARN-1', category: 'milk-raw', amount: 260 },
  { holder: 'dairyfarm3', site: 'BARN-1', category: 'milk-raw', amount: 130 },
  { holder: 'milkherder', site: 'BARN-1', category: 'milk-raw', amount: 60 },
];

/** Who may claim what beside 蒙字标, which all have. */
const furtherSchemes: { readonly [name in ActorName]?: readonly string[] } = {
  cattlefarm: ['gi-horqin-beef'],
  beefplant: ['gi-horqin-beef'],
  wheatfarm: ['green'],
  flourmill: ['green'],
  milletfarm: ['gi-aohan-millet', 'organic'],
  milletmill: ['gi-aohan-millet', 'organic'],
  ricefarm: ['gi-xingan-rice'],
  ricefarm2: ['gi-xingan-rice'],
  mill: ['gi-xingan-rice'],
  potatocoop: ['gi-ulanqab-potato'],
  member: ['gi-ulanqab-potato'],
  potatotrader: ['gi-ulanqab-potato'],
  vineyard: ['gi-wuhai-grape'],
  grapetrader: ['gi-wuhai-grape'],
  milkherder: ['gi-xilingol-cheese'],
  cheesemaker: ['gi-xilingol-cheese'],
};

/** The categories that a party brings into being: of its own products, and of its grounds. Ingredients from outside claim nothing. */
export function categoriesOf(name: ActorName): string[] {
  const own = Object.values<Product>(products).filter(({ owner }) => owner === name);
  const grown = grounds.filter(({ holder }) => holder === name);
  const found = [...own, ...grown].map(({ category }) => category);
  return [...new Set(found)].filter((category) => category !== 'seasoning');
}

/** The schemes that a party may claim. */
export const schemesOf = (name: ActorName): string[] =>
  categoriesOf(name).length === 0 ? [] : ['mengzibiao', ...(furtherSchemes[name] ?? [])];

/** Its qualifications, which no lot carries. */
export function qualificationsOf(name: ActorName): string[] {
  const { roles } = actor(name);
  return [
    ...(roles.includes('processor') ? ['production-licence'] : []),
    ...(roles.includes('laboratory') ? ['laboratory'] : []),
  ];
}

/** `GI-AOHAN-MILLET-0021`: a number that the issuer has given once. */
export const certificateNumber = (scheme: string, holder: ActorName): string =>
  `${scheme.toUpperCase()}-${String(actors.findIndex(({ name }) => name === holder)).padStart(4, '0')}`;

export const certificateOf = (scheme: string, holder: ActorName): string =>
  `${actor('certifier').party}/${certificateNumber(scheme, holder)}`;

/** Claims of a maker, each with its own certificate. */
export const claimsOf = (holder: ActorName, schemes: readonly string[]) =>
  schemes.map((scheme) => ({ scheme, certificate: certificateOf(scheme, holder) }));
