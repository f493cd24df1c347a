import fc from 'fast-check';
import type { Amount } from './model/index.ts';

/** Who may act in a history, by number: herder, plant, shop. */
export const actors = ['herder', 'plant', 'shop'] as const;

/**
 * One step of a history. Numbers are wishes: what they mean, and whether the step may succeed, depends on what is there when it comes.
 * Small ranges, so that steps meet: the same lots, the same shipments, the last gram.
 */
export type Step =
  | { readonly do: 'commission'; readonly lot: number; readonly amount: number }
  | { readonly do: 'take'; readonly how: 'sell' | 'dispose'; readonly who: number; readonly line: Wish }
  | { readonly do: 'move'; readonly back: boolean; readonly lines: readonly Wish[] }
  | {
      readonly do: 'transform';
      readonly inputs: readonly Wish[];
      readonly output: number;
      readonly amount: number;
    }
  | {
      readonly do: 'dispatch';
      readonly who: number;
      readonly to: number;
      readonly number: number;
      readonly lines: readonly Wish[];
    }
  | { readonly do: 'cancel'; readonly stranger: boolean; readonly number: number; readonly cosigned: boolean }
  | { readonly do: 'receive'; readonly stranger: boolean; readonly number: number; readonly split: Split }
  | {
      readonly do: 'settle';
      readonly stranger: boolean;
      readonly number: number;
      readonly split: Split;
      readonly cosigned: boolean;
    }
  | { readonly do: 'again'; readonly which: number }
  | { readonly do: 'wait'; readonly hours: number };

/** Some of a lot. */
export interface Wish {
  readonly lot: number;
  readonly amount: number;
}

/** How a line is told: quarters of it, and whether the sum is wrong by one. */
export interface Split {
  readonly quarters: number;
  readonly rest: number;
  readonly wrong: boolean;
}

/** Goods begin with the herder, so it says more. */
const who = fc.constantFrom(0, 0, 0, 1, 1, 2);
const wish = fc.record({ lot: fc.nat(9), amount: fc.integer({ min: 1, max: 12 }) });
const wishes = fc.uniqueArray(wish, { minLength: 1, maxLength: 3, selector: ({ lot }) => lot });
const number = fc.nat(5);
const rarely = fc.nat(7).map((value) => value === 0);
/** Whole and none more often than a part. */
const share = fc.constantFrom(0, 0, 1, 2, 3, 4, 4);
const split = fc.record({ quarters: share, rest: share, wrong: rarely });

const commission = fc.record({
  do: fc.constant('commission' as const),
  lot: fc.nat(6),
  amount: fc.integer({ min: 5, max: 40 }),
});
const dispatch = fc.record({ do: fc.constant('dispatch' as const), who, to: who, number, lines: wishes });
const receive = fc.record({ do: fc.constant('receive' as const), stranger: rarely, number, split });
const rest = fc.oneof(
  fc.record({
    do: fc.constant('take' as const),
    how: fc.constantFrom('sell' as const, 'dispose' as const),
    who,
    line: wish,
  }),
  fc.record({ do: fc.constant('move' as const), back: fc.boolean(), lines: wishes }),
  fc.record({
    do: fc.constant('transform' as const),
    inputs: wishes,
    output: fc.nat(3),
    amount: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ do: fc.constant('cancel' as const), stranger: rarely, number, cosigned: fc.boolean() }),
  fc.record({ do: fc.constant('settle' as const), stranger: rarely, number, split, cosigned: fc.boolean() }),
  fc.record({ do: fc.constant('again' as const), which: fc.nat(40) }),
  fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 20 }) }),
);

/** Lots come into being first, so that there is something to tell of; then anything. */
export const history = fc
  .tuple(
    fc.array(commission, { minLength: 3, maxLength: 6 }),
    fc.array(fc.oneof(commission, dispatch, dispatch, receive, receive, rest, rest, rest), {
      minLength: 30,
      maxLength: 45,
    }),
  )
  .map(([first, then]): readonly Step[] => [...first, ...then]);

/** An amount of `parts` in the measures of `like`. */
export const inMeasuresOf = (like: Amount, parts: number): Amount =>
  like.volumeMl === undefined ? { count: parts, massG: parts * 1000 } : { volumeMl: parts };
