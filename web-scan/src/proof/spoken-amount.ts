/** Whole numbers of base units: pieces, grams, millilitres. */
export interface ExactAmount {
  readonly count?: number;
  readonly massG?: number;
  readonly volumeMl?: number;
}

const units = { count: 'pieces', massG: 'g', volumeMl: 'mL' } as const;
const measures = ['count', 'massG', 'volumeMl'] as const;

/** An amount as the page's `title` says it: `20 pieces, 760000 g`. */
export function exactText(amount: ExactAmount): string {
  const parts = measures.flatMap((measure) =>
    amount[measure] === undefined ? [] : [`${amount[measure]} ${units[measure]}`],
  );
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

export function addAmounts(one: ExactAmount, other: ExactAmount): ExactAmount {
  const sum: { -readonly [M in keyof ExactAmount]: number } = {};
  for (const measure of measures) {
    if (one[measure] === undefined && other[measure] === undefined) continue;
    sum[measure] = (one[measure] ?? 0) + (other[measure] ?? 0);
  }
  return sum;
}

/** Undefined for a value that is no amount. */
export function amountIn(value: unknown): ExactAmount | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const isAmount =
    entries.length > 0 &&
    entries.every(
      ([name, number]) => measures.some((measure) => measure === name) && Number.isSafeInteger(number),
    );
  return isAmount ? (value as ExactAmount) : undefined;
}

/**
 * Whether words such as `20 只 · 760 kg` say an exact amount such as `20 pieces, 760000 g`. What is spoken of as rounded may differ by half of
 * its last digit; a measure of 0 beside another may be left unsaid.
 */
export function saysAmount(spoken: string, exact: string): boolean {
  const stated = exact === 'nothing' ? [] : exact.split(', ').map(readExact);
  const said = spoken.split(' · ').map(readSpoken);
  const wanted = stated.filter(({ value }) => value > 0);
  if (wanted.length === 0) return said.every(({ value }) => value === 0);
  const told = said.filter(({ value }) => value > 0);
  return (
    told.length === wanted.length &&
    wanted.every(({ unit, value }, index) => {
      const one = told[index];
      return one !== undefined && one.unit === unit && Math.abs(one.value - value) <= one.tolerance;
    })
  );
}

function readExact(text: string): { readonly unit: string; readonly value: number } {
  const [number = '', unit = ''] = text.split(' ');
  return { unit, value: Number(number) };
}

/** What one of a spoken unit is in base units, and how exactly it may be spoken of. */
const spokenUnits: readonly (readonly [unit: RegExp, base: string, size: number, tolerance: number])[] = [
  [/\bkg$/, 'g', 1_000, 0],
  [/\bt$/, 'g', 1_000_000, 5_000],
  [/\bg$/, 'g', 1, 0],
  [/\bmL$/, 'mL', 1, 0],
  [/\bL$/, 'mL', 1_000, 0],
];

function readSpoken(text: string): {
  readonly unit: string;
  readonly value: number;
  readonly tolerance: number;
} {
  const number = Number((/\d[\d,]*(\.\d+)?/.exec(text)?.[0] ?? 'none').replaceAll(',', ''));
  const [, unit = 'pieces', size = 1, tolerance = 0] =
    spokenUnits.find(([pattern]) => pattern.test(text)) ?? [];
  return { unit, value: Math.round(number * size), tolerance };
}
