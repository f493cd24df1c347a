import { dairyCategories, dairyProducts } from './catalogue/dairy.ts';
import { grainCategories, grainProducts } from './catalogue/grain.ts';
import type { Category, Product } from './catalogue/kinds.ts';
import { livestockCategories, livestockProducts } from './catalogue/livestock.ts';
import { produceCategories, produceProducts } from './catalogue/produce.ts';

export { type Category, type Product, standardOf } from './catalogue/kinds.ts';

export const categories: readonly Category[] = [
  ...livestockCategories,
  ...grainCategories,
  ...produceCategories,
  ...dairyCategories,
];

export const products = {
  ...livestockProducts,
  ...grainProducts,
  ...produceProducts,
  ...dairyProducts,
} as const;

interface Pieces {
  readonly count: number;
  readonly massG?: number;
  readonly volumeMl?: number;
}

export type ProductName = keyof typeof products;

/** So many pieces of a packed product, with what they hold. Throws for one that is not packed. */
export function piecesOf(product: ProductName, count: number): Pieces {
  const { netContent }: Product = products[product];
  if (!netContent) throw new RangeError(`${product} is not packed`);
  const entries = Object.entries(netContent).map(([measure, piece]) => [measure, piece * count]);
  return { count, ...Object.fromEntries(entries) };
}

/** `slices`, `J0421` → the id of the lot. */
export const lotOf = (product: ProductName, number: string): string => `${products[product].gtin}/${number}`;
