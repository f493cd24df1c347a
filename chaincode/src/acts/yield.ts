import {
  type Amount,
  add,
  type Band,
  type BreachCode,
  isNothing,
  type Measure,
  measures,
  nothing,
  type ProcessRecord,
  withinPermille,
} from '../model/index.ts';

/** What goes in or comes out, by category. */
export interface Part {
  readonly category: string;
  readonly amount: Amount;
}

const sumOf = (parts: readonly Part[]): Amount =>
  parts.reduce<Amount>((total, { amount }) => add(total, amount), nothing);

/**
 * YIELD_OUT_OF_BAND: more came out than could. Sums over the whole event, exactly (BigInt): of each output category out · 1000 ≤ principal in · max
 * for every band; of each addition the same against the principal mass; and mass, and volume, of all outputs ≤ of all inputs where every
 * input and output states it. Without a process only the last is known.
 */
export function yieldBreaches(
  inputs: readonly Part[],
  outputs: readonly Part[],
  process: ProcessRecord | undefined,
): BreachCode[] {
  const isWithin = conserves(inputs, outputs) && (!process || keepsBands(inputs, outputs, process));
  return isWithin ? [] : ['YIELD_OUT_OF_BAND'];
}

function conserves(inputs: readonly Part[], outputs: readonly Part[]): boolean {
  const parts = [...inputs, ...outputs];
  return (['massG', 'volumeMl'] as const).every((measure) => {
    if (!parts.every(({ amount }) => amount[measure] !== undefined)) return true;
    return (sumOf(outputs)[measure] ?? 0) <= (sumOf(inputs)[measure] ?? 0);
  });
}

function keepsBands(inputs: readonly Part[], outputs: readonly Part[], process: ProcessRecord): boolean {
  const principal = sumOf(inputs.filter(({ category }) => process.principal.includes(category)));
  if (isNothing(principal)) return false;
  const categories = new Set(outputs.map(({ category }) => category));
  const outputsFit = [...categories].every((category) => {
    const bands = process.outputs.find((output) => output.category === category)?.bands;
    const out = sumOf(outputs.filter((output) => output.category === category));
    // What the process does not name can carry no claim (transform.ts), and is bounded by the whole mass alone.
    return bands?.every((band) => fits(principal, out, band)) ?? true;
  });
  return outputsFit && additionsFit(inputs, principal, process);
}

const fits = (principal: Amount, out: Amount, { from, to, maxPermille }: Band): boolean =>
  withinPermille(out[to] ?? 0, principal[from] ?? 0, maxPermille);

function additionsFit(
  inputs: readonly Part[],
  principal: Amount,
  { additions = [] }: ProcessRecord,
): boolean {
  return additions.every(({ category, maxPermille }) => {
    const added = sumOf(inputs.filter((input) => input.category === category));
    return bulk.every((measure) => withinPermille(added[measure] ?? 0, principal[measure] ?? 0, maxPermille));
  });
}

const bulk = measures.filter((measure): measure is Exclude<Measure, 'count'> => measure !== 'count');

/** Inputs that count for inheritance: all but the additions that the process names. Salt need not be of the grassland; another herd's meat must. */
export const principalInputs = <P extends Part>(
  inputs: readonly P[],
  process: ProcessRecord | undefined,
): readonly P[] =>
  inputs.filter(({ category }) => !process?.additions?.some((addition) => addition.category === category));
