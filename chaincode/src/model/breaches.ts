/**
 * The rules about the goodness of a fact (law.md): what happened is recorded all the same, with the rules that it does not keep.
 * In this order; all that apply.
 */
export const breachCodes = [
  'CLAIM_OUT_OF_SCOPE',
  'CLAIM_NOT_VALID_THEN',
  'CLAIM_NOT_INHERITED',
  'OVER_QUOTA',
  'YIELD_OUT_OF_BAND',
  'RETURNED_FOOD',
  'PAPER_MISSING',
  'INTERVAL_NOT_OVER',
  'TEST_MISSING',
  'EXPIRED',
  'ON_HOLD',
  'RECALLED',
  'PAPER_EXPIRED',
  'LATE',
] as const;
export type BreachCode = (typeof breachCodes)[number];

/** These cost claims alone: the goods are what they were. Every other breach also puts what was made, or sent, on hold until a regulator releases it. */
const unclaiming: ReadonlySet<BreachCode> = new Set([
  'CLAIM_OUT_OF_SCOPE',
  'CLAIM_NOT_VALID_THEN',
  'CLAIM_NOT_INHERITED',
  'LATE',
]);

export const holdsGoods = (breaches: readonly BreachCode[]): boolean =>
  breaches.some((breach) => !unclaiming.has(breach));

/** The codes that apply, each once, in the law's order. */
export function breachesIn(found: Iterable<BreachCode>): BreachCode[] {
  const codes = new Set(found);
  return breachCodes.filter((code) => codes.has(code));
}
