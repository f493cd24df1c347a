import type { Node } from './syntax.ts';

export interface Option {
  readonly change: string;
  /** What stands there instead. */
  readonly instead: string;
}

/** A range of the source, and what may stand there instead of it. */
export interface Wrap {
  readonly start: number;
  readonly end: number;
  readonly options: readonly Option[];
  /** What the list of survivors points at, where that is less than the range. */
  readonly shown?: Pick<Node, 'start' | 'end'>;
  readonly shape: (asked: readonly (Option & { readonly n: number })[]) => {
    readonly before: string;
    readonly after: string;
    /** Nothing of the range itself stays. */
    readonly isInstead?: true;
  };
}

/**
 * An expression that is worked out in every way while tests are looked at: `__was` writes down which mutants would have said something else
 * (a condition: by its truth), so that a mutant is never tried on a test to which it makes no difference. What calls is not called twice.
 */
export function compared(node: Node, isTruth: boolean, ...options: Option[]): Wrap {
  if (options.some(({ instead }) => /\b(await|yield)\b|\+\+|--|[\w\])>]\s*(\?\.)?\(/.test(instead)))
    return expression(node, ...options);
  return {
    start: node.start,
    end: node.end,
    options,
    shape: (asked) => {
      const numbers = asked.map(({ n }) => n).join(', ');
      const instead = asked.map((one) => `() => (${one.instead})`).join(', ');
      return {
        before: `(${asked.map((one) => `__maybe(${one.n}) ? (${one.instead}) : `).join('')}__was((`,
        after: `), ${isTruth}, () => [[${numbers}], [${instead}]]))`,
      };
    },
  };
}

export const expression = ({ start, end }: Pick<Node, 'start' | 'end'>, ...options: Option[]): Wrap => ({
  start,
  end,
  options,
  shape: (asked) => ({
    before: `(${asked.map(({ n, instead }) => `__mutant(${n}) ? (${instead}) : `).join('')}(`,
    after: '))',
  }),
});

export const named = (node: Node, change: string, before: (ask: string) => string, after: string): Wrap => ({
  start: node.start,
  end: node.end,
  options: [{ change, instead: '' }],
  shape: ([one]) => ({ before: before(`__mutant(${one?.n})`), after }),
});

/** A part of a list or of a record that is left out; where it is empty, or undefined, that makes no difference. */
export const part = (node: Node, [open, close]: '[]' | '{}'): Wrap => ({
  start: node.start,
  end: node.end,
  options: [{ change: 'left out', instead: `${open}${close}` }],
  shape: ([one]) => ({
    before: `...(__maybe(${one?.n}) ? ${one?.instead} : __part(${one?.n}, ${open}`,
    after: `${close}))`,
  }),
});
