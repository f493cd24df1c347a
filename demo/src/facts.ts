import { readFileSync } from 'node:fs';

interface ProductFact {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly shelf_life: { readonly days_typical: number };
  readonly gtin: { readonly value: string };
  readonly gi_or_standard:
    | readonly { readonly number: string | null; readonly title: string; readonly certainty: string }[]
    | null;
}

interface YieldFact {
  readonly product: string;
  readonly typical: number;
}

interface ProcessFact {
  readonly id: string;
  readonly outputs: readonly YieldFact[];
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../facts/${file}`, import.meta.url), 'utf8'));
const products = (read('products.json') as { readonly products: readonly ProductFact[] }).products;
const processes = (read('processes.json') as { readonly processes: readonly ProcessFact[] }).processes;

/** A product of the catalogue by its id (`P19`). Throws where there is none. */
export function productFact(id: string): ProductFact {
  const fact = products.find((product) => product.id === id);
  if (!fact) throw new RangeError(`there is no product ${id}`);
  return fact;
}

/** The product's GTIN in fourteen digits. */
export const gtinOfFact = (id: string): string => productFact(id).gtin.value.padStart(14, '0');

/** `2026-09-01` plus the typical shelf life, as a day. */
export function bestBeforeOf(id: string, madeAt: string): string {
  const days = productFact(id).shelf_life.days_typical;
  return new Date(Date.parse(madeAt) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Grams of an output from grams of input by the typical yield (permille) of a process, rounded down. */
export function typicalYieldG(process: string, output: string, inputG: number): number {
  const permille = processes
    .find((fact) => fact.id === process)
    ?.outputs.find((fact) => fact.product === output)?.typical;
  if (permille === undefined) throw new RangeError(`process ${process} has no output ${output}`);
  return Math.floor((inputG * permille) / 1000);
}
