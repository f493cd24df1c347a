import fc from 'fast-check';

/**
 * One step of a season. Numbers are wishes: what they mean, and whether the law takes it, depends on what is there when it comes.
 * Small ranges, so that steps meet: the same lots, the same shipments, the last gram.
 */
export interface Step {
  readonly do: (typeof deeds)[number];
  /** Who says it; what it is about; how much; and which of some ways. */
  readonly who: number;
  readonly what: number;
  readonly much: number;
  readonly way: number;
  /** True where somebody else's device signs. */
  readonly forged: boolean;
  /** Days before now at which it is said to have happened. */
  readonly daysAgo: number;
}

/** What may be done, as often as it stands here. */
export const deeds = [
  'commission',
  'commission',
  'commission',
  'admit',
  'split',
  'split',
  'slaughter',
  'slaughter',
  'slaughter',
  'cut',
  'cut',
  'repack',
  'move',
  'load',
  'unload',
  'unload',
  'dispatch',
  'dispatch',
  'dispatch',
  'dispatchUnit',
  'receive',
  'receive',
  'receive',
  'receive',
  'cancel',
  'settle',
  'sell',
  'sell',
  'takeBack',
  'takeBack',
  'dispose',
  'recount',
  'treat',
  'test',
  'sampleAndInspect',
  'sampleAndInspect',
  'codes',
  'activate',
  'activate',
  'voidCodes',
  'declare',
  'declare',
  'hold',
  'hold',
  'release',
  'recall',
  'acknowledge',
  'remedy',
  'closeRecall',
  'spread',
  'spread',
  'correct',
  'correct',
  'restrict',
  'reinstate',
  'moreQuota',
  'again',
  'wait',
] as const;

const rarely = (odds: number) => fc.nat(odds).map((value) => value === odds);
const step = fc.record({
  do: fc.constantFrom(...deeds),
  who: fc.nat(5),
  what: fc.nat(7),
  much: fc.nat(11),
  way: fc.nat(7),
  forged: rarely(14),
  daysAgo: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 3, 13, 15, 40),
});

/** Goods come into being first, so that there is something to tell of; then anything. */
const birth = fc.record({
  do: fc.constant('commission' as const),
  who: fc.constantFrom(0, 0, 1),
  what: fc.nat(5),
  much: fc.integer({ min: 3, max: 11 }),
  way: fc.constantFrom(0, 1, 1, 3, 3),
  forged: fc.constant(false),
  daysAgo: fc.constant(0),
});
interface Wish {
  readonly who: number;
  readonly what: number;
  readonly much: number;
  readonly way: number;
}
type Make = (deed: Step['do'], who: number, way: number, much?: number) => Step;

/** From the pasture over the plant to a shop. */
const production = (make: Make, { who, way }: Wish): Step[] => [
  make('dispatch', who, 2),
  make('receive', 2, 0),
  make('slaughter', 2, way),
  make('cut', 2, way),
  make('codes', 2, 0),
  make('activate', 2, 0),
  make('dispatch', 2, 0),
  make('receive', 3, 0),
];

/** What usually follows upon what: lines of the trade, told up to some step of theirs. */
const lines: readonly ((make: Make, wish: Wish) => Step[])[] = [
  production,
  production,
  // A dispute, and how its sender closes it.
  (make, { who, way }) => [
    make('dispatch', who, 2),
    make('receive', 2, 4 + (way % 2), way * 2),
    make('settle', who, way),
  ],
  // On a pallet and off it, or away on it.
  (make, { who, way }) => [
    make('load', who, 0),
    make(way % 2 === 0 ? 'dispatchUnit' : 'unload', who, 0, 11),
    make('receive', 2, 0),
  ],
  // All is sold, and comes back: to be sent back, used, or sold again.
  (make, wish) => [
    ...production(make, wish),
    make('sell', 3, 0, 11),
    make('takeBack', 3, 0, 11),
    make(wish.way % 2 === 0 ? 'sell' : 'dispatch', 3, 2, 11),
    make('receive', 2, 0),
    make('repack', 2, 4),
  ],
  // Treated, and slaughtered too soon.
  (make, wish) => [make('treat', wish.who, 0, 2), ...production(make, wish).slice(0, 4)],
  // Recalled while it is in the shops.
  (make, wish) => [
    ...production(make, wish),
    make('sell', 3, 0, 11),
    make('recall', 0, 0, 5),
    make('acknowledge', 3, 0),
    make('takeBack', 3, 0, 11),
    make('remedy', 3, 0),
    make('closeRecall', 0, 0),
  ],
  // Seen, sampled and tested.
  (make, wish) => [
    ...production(make, wish).slice(0, 4),
    make('sampleAndInspect', 2, 1),
    make('sampleAndInspect', 2, 3 + (wish.way % 4)),
    make('activate', 2, 0, 0),
  ],
];

const line = fc
  .record({
    which: fc.nat(lines.length - 1),
    length: fc.integer({ min: 1, max: 14 }),
    who: fc.constantFrom(0, 0, 1),
    what: fc.nat(3),
    much: fc.integer({ min: 6, max: 11 }),
    way: fc.nat(3),
  })
  .map(({ which, length, ...wish }) => {
    const make: Make = (deed, who, way, much = wish.much) => ({
      do: deed,
      who,
      what: wish.what,
      much,
      way,
      forged: false,
      daysAgo: 0,
    });
    return (lines[which] ?? production)(make, wish).slice(0, length);
  });

export const seasonSteps = fc
  .tuple(
    fc.array(birth, { minLength: 2, maxLength: 4 }),
    fc.array(line, { maxLength: 2 }),
    fc.array(step, { minLength: 6, maxLength: 16 }),
  )
  .map(([births, lines, then]): readonly Step[] => [...births, ...lines.flat(), ...then]);
