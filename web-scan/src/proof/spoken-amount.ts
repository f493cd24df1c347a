import { catalogues, languages } from '../words/index.ts';

/** Words that say that an amount is rounded. */
const rounding = new Set(languages.map((language) => catalogues[language].approximately('').trim()));

/** Whole numbers of base units: pieces, grams, millilitres. */
export interface ExactAmount {
  readonly count?: number | undefined;
  readonly massG?: number | undefined;
  readonly volumeMl?: number | undefined;
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
  const told = said.filter(({ value }) => value !== 0);
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

/** What one of a spoken unit is in base units; any other word counts pieces. */
const spokenUnits: { readonly [unit: string]: readonly [base: string, size: number] | undefined } = {
  kg: ['g', 1_000],
  t: ['g', 1_000_000],
  g: ['g', 1],
  mL: ['mL', 1],
  L: ['mL', 1_000],
};
/** Half of the last digit of a rounded amount: of 10 kg. */
const roundedBy = 5_000;

const spokenForm = /^(\D+ )?(\d{1,3}(?:,\d{3})*(?:\.\d+)?) ([^\d\s]{1,12})$/;

function readSpoken(text: string): {
  readonly unit: string;
  readonly value: number;
  readonly tolerance: number;
} {
  const [, about, number = 'none', word = ''] = spokenForm.exec(text) ?? [];
  const [unit, size] = (Object.hasOwn(spokenUnits, word) ? spokenUnits[word] : undefined) ?? ['pieces', 1];
  const tolerance = about !== undefined && rounding.has(about.trim()) ? roundedBy : 0;
  const isSaid = about === undefined || tolerance > 0;
  return {
    unit,
    value: isSaid ? Math.round(Number(number.replaceAll(',', '')) * size) : Number.NaN,
    tolerance,
  };
}
