import * as z from 'zod';
import { limits } from './limits.ts';

/** The measures of an amount in base units: pieces or head, grams, millilitres. */
export const measures = ['count', 'massG', 'volumeMl'] as const;
export type Measure = (typeof measures)[number];

/** One or two integer measures. Each is conserved on its own. */
export type Amount = { readonly [measure in Measure]?: number | undefined };

const whole = z.int().min(1).max(limits.amountMax).optional();
const part = z.int().min(0).max(limits.amountMax).optional();
const stated = (amount: Amount): Measure[] => measures.filter((measure) => amount[measure] !== undefined);
const oneOrTwo = (amount: Amount): boolean => stated(amount).length >= 1 && stated(amount).length <= 2;

/** What comes into being: every stated measure is at least 1. */
export const CreatedAmountSchema = z
  .strictObject({ count: whole, massG: whole, volumeMl: whole })
  .refine(oneOrTwo, { error: 'one or two measures' });

/** What is taken from something that is there: measures may be 0 (same head, other mass), but not all of them. */
export const AmountSchema = z
  .strictObject({ count: part, massG: part, volumeMl: part })
  .refine(oneOrTwo, { error: 'one or two measures' })
  .refine((amount) => !isNothing(amount), { error: 'nothing' });

/** What was counted of something: every measure may be 0. */
export const CountedAmountSchema = z
  .strictObject({ count: part, massG: part, volumeMl: part })
  .refine(oneOrTwo, { error: 'one or two measures' });

/** A set of one or two different measures, in the fixed order count, massG, volumeMl. */
export const MeasuresSchema = z
  .array(z.enum(measures))
  .min(1)
  .max(2)
  .refine(
    (list) => list.length < 2 || measures.indexOf(list[0] ?? 'count') < measures.indexOf(list[1] ?? 'count'),
    {
      error: 'order of measures',
    },
  );

export const nothing: Amount = {};

export const isNothing = (amount: Amount): boolean =>
  measures.every((measure) => (amount[measure] ?? 0) === 0);

/** True where `amount` states exactly the measures of `wanted`. */
export function statesMeasures(amount: Amount, wanted: readonly Measure[]): boolean {
  return measures.every((measure) => (amount[measure] !== undefined) === wanted.includes(measure));
}

/** `amount` in thousandths of `rate`, compared without rounding: amount · 1000 ≤ of · permille. BigInt: the products go beyond 2^53. */
export const withinPermille = (amount: number, of: number, permille: number): boolean =>
  BigInt(amount) * 1000n <= BigInt(of) * BigInt(permille);

/** True where `held` has at least `wanted` in every measure. */
export function covers(held: Amount, wanted: Amount): boolean {
  return measures.every((measure) => (held[measure] ?? 0) >= (wanted[measure] ?? 0));
}

export const sameAmount = (left: Amount, right: Amount): boolean =>
  covers(left, right) && covers(right, left);

/** Sum, measure by measure; a measure that neither states stays away. Exact up to 2^53 − 1; beyond it throws RangeError. */
export const add = (left: Amount, right: Amount): Amount => combine(left, right, 1);

/** Difference, measure by measure; throws RangeError when it would be negative: callers ask `covers` first. */
export const subtract = (left: Amount, right: Amount): Amount => combine(left, right, -1);

function combine(left: Amount, right: Amount, sign: 1 | -1): Amount {
  const result: { [measure in Measure]?: number } = {};
  for (const measure of measures) {
    if (left[measure] === undefined && right[measure] === undefined) continue;
    const value = (left[measure] ?? 0) + sign * (right[measure] ?? 0);
    if (value < 0 || !Number.isSafeInteger(value)) throw new RangeError(`${measure} would be ${value}`);
    result[measure] = value;
  }
  return result;
}

const units: { readonly [measure in Measure]: string } = { count: 'pieces', massG: 'g', volumeMl: 'mL' };

/** An amount for a message: `12 pieces, 480000 g`. */
export function say(amount: Amount): string {
  const parts = stated(amount).map((measure) => `${amount[measure]} ${units[measure]}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
