/** What a label says in GS1's words. `bestBefore` is a day, `2027-09-01`. */
export interface Elements {
  readonly gtin: string;
  readonly lot: string;
  readonly bestBefore?: string | undefined;
  readonly serial?: string | undefined;
}

interface Element {
  readonly ai: '01' | '15' | '10' | '21';
  readonly value: string;
}

/**
 * The elements in the order of a symbol: those of fixed length first (GS1 General Specifications §7.8.5). 保质期 is best before, AI 15; AI 17 would say
 * that the goods must not be eaten later.
 */
function elementsOf({ gtin, lot, bestBefore, serial }: Elements): readonly Element[] {
  return [
    { ai: '01', value: gtin },
    ...(bestBefore === undefined
      ? []
      : [{ ai: '15', value: bestBefore.slice(2).replaceAll('-', '') } as const]),
    { ai: '10', value: lot },
    ...(serial === undefined ? [] : [{ ai: '21', value: serial } as const]),
  ];
}

const fixedLength: ReadonlySet<string> = new Set(['01', '15']);

/** The elements as one text: FNC1 begins the symbol, and stands behind every value of no fixed length but the last. `fnc1` is how the symbol's writer spells it. */
export function elementString(elements: Elements, fnc1: string): string {
  const list = elementsOf(elements);
  const parts = list.map(({ ai, value }, index) =>
    fixedLength.has(ai) || index === list.length - 1 ? `${ai}${value}` : `${ai}${value}${fnc1}`,
  );
  return fnc1 + parts.join('');
}

/** What people read beneath the symbol: each element with its AI in parentheses. */
export const readableLines = (elements: Elements): readonly string[] =>
  elementsOf(elements).map(({ ai, value }) => `(${ai})${value}`);
