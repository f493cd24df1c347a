import { readFileSync } from 'node:fs';

interface ProductFact {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** A word of traditional Mongolian; null where none is known. */
  readonly mn: { readonly text: string | null; readonly certainty: string };
  readonly net_content: { readonly values: readonly [number, ...number[]] };
  readonly shelf_life: { readonly days_typical: number };
  readonly gtin: { readonly value: string };
  readonly gi_or_standard:
    | readonly { readonly number: string | null; readonly title: string; readonly certainty: string }[]
    | null;
}

/** Thousandths: grams, or millilitres, out of 1,000 g in. */
interface YieldFact {
  readonly product: string;
  readonly min: number;
  readonly typical: number;
  readonly max: number;
}

interface ProcessFact {
  readonly id: string;
  readonly outputs: readonly YieldFact[];
}

interface QuotaFacts {
  readonly crops: readonly { readonly crop: string; readonly ceiling: { readonly value: number } | null }[];
  readonly milk: { readonly per_lactating_cow_year_kg: { readonly ceiling: { readonly value: number } } };
  readonly sheep: {
    readonly slaughter_per_breeding_ewe_year: { readonly ceiling: { readonly value: number } };
  };
  readonly cattle: {
    readonly slaughter_per_breeding_cow_year: { readonly ceiling: { readonly value: number } };
  };
  readonly weights: readonly {
    readonly breed: string;
    readonly live_kg: { readonly [age: string]: { readonly value: number | readonly number[] } };
  }[];
  readonly pre_harvest_intervals: readonly {
    readonly pesticide: string;
    readonly crop: string;
    readonly phi_days: number;
  }[];
  readonly withdrawal_periods: readonly {
    readonly drug: string;
    readonly species: string;
    readonly meat_days: number;
  }[];
}

const read = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../facts/${file}`, import.meta.url), 'utf8'));
const products = (read('products.json') as { readonly products: readonly ProductFact[] }).products;
const processes = (read('processes.json') as { readonly processes: readonly ProcessFact[] }).processes;
const quotas = read('quotas.json') as QuotaFacts;

function found<T>(fact: T | undefined, what: string): T {
  if (fact === undefined) throw new RangeError(`the facts have no ${what}`);
  return fact;
}

/** A product of the catalogue by its id (`P19`). Throws where there is none. */
export const productFact = (id: string): ProductFact =>
  found(
    products.find((product) => product.id === id),
    `product ${id}`,
  );

/** The product's word in traditional Mongolian, where it is known with high or medium certainty; otherwise the Chinese stands alone. */
export function mongolianNameOf(id: string): string | undefined {
  const { text, certainty } = productFact(id).mn;
  return certainty === 'high' || certainty === 'medium' ? (text ?? undefined) : undefined;
}

/** The product's GTIN in fourteen digits. */
export const gtinOfFact = (id: string): string => productFact(id).gtin.value.padStart(14, '0');

/** What one piece holds, in the product's base unit: the GTIN stands for the first of its sizes. */
export const netContentOf = (id: string): number => productFact(id).net_content.values[0];

/** `2026-09-01` plus the typical shelf life, as a day. */
export function bestBeforeOf(id: string, madeAt: string): string {
  const days = productFact(id).shelf_life.days_typical;
  return new Date(Date.parse(madeAt) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The yield of an output of a process (`T18`, `P19`), in thousandths. Throws where there is none. */
export const yieldOf = (process: string, output: string): YieldFact =>
  found(
    processes.find((fact) => fact.id === process)?.outputs.find((fact) => fact.product === output),
    `output ${output} of process ${process}`,
  );

/** Grams of an output from grams of input by the typical yield of a process, rounded down. */
export const typicalYieldG = (process: string, output: string, inputG: number): number =>
  Math.floor((inputG * yieldOf(process, output).typical) / 1000);

/** Grams that 1,000 m² of a crop bear at most in a season, from kilograms a mu (2,000/3 m²). */
export function ceilingOfCropG(crop: string): number {
  const fact = quotas.crops.find((one) => one.crop === crop);
  return found(fact?.ceiling?.value, `ceiling of ${crop}`) * 1500;
}

/** Grams of milk of 1,000 lactating cows in a year, at most. */
export const ceilingOfMilkG = quotas.milk.per_lactating_cow_year_kg.ceiling.value * 1_000_000;
/** Head that go to slaughter of 1,000 breeding ewes, and cows, in a year, at most. */
export const ceilingOfSheep = Math.round(quotas.sheep.slaughter_per_breeding_ewe_year.ceiling.value * 1000);
export const ceilingOfCattle = Math.round(quotas.cattle.slaughter_per_breeding_cow_year.ceiling.value * 1000);

/** Grams of the heaviest animal of a breed and age. */
export function heaviestG(breed: string, age: string): number {
  const weight = quotas.weights.find((one) => one.breed === breed)?.live_kg[age]?.value;
  const kilograms = found(weight, `weight of ${breed} ${age}`);
  return Math.round(Math.max(...[kilograms].flat()) * 1000);
}

/** 安全间隔期 of a pesticide on a crop, in days. */
export const cropIntervalDays = (pesticide: string, crop: string): number =>
  found(
    quotas.pre_harvest_intervals.find(
      (one) => one.pesticide.startsWith(pesticide) && one.crop.startsWith(crop),
    ),
    `interval of ${pesticide} on ${crop}`,
  ).phi_days;

/** 停药期 of a veterinary drug for meat, in days. */
export const meatIntervalDays = (drug: string, species: string): number =>
  found(
    quotas.withdrawal_periods.find((one) => one.drug === drug && one.species.includes(species)),
    `interval of ${drug} for ${species}`,
  ).meat_days;
