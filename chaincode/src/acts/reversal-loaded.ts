import {
  add,
  covers,
  type HoldingRecord,
  isNothing,
  keyOf,
  type Line,
  nothing,
  subtract,
  type UnitRecord,
} from '../model/index.ts';
import { type Change, put } from './act.ts';
import { emptyHolding, holdingOf } from './holdings.ts';
import { readHoldings } from './read-records.ts';
import { type EffectOf, notReversible, type Reversal } from './reversal.ts';

type Loaded = EffectOf<'loaded'>;

interface LoadedFacts {
  readonly unit: UnitRecord | undefined;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
}

/** The goods are loose again, if the unit still carries them: one that was sent carries nothing any more. */
export const reversalOfLoaded: Reversal<Loaded, LoadedFacts> = {
  keys: ({ unit, site, lines }, party) => [
    keyOf.unit(party, unit),
    ...lines.map(({ lot }) => keyOf.holding(party, site, lot)),
  ],

  gather: async ({ unit, site, lines }, party, read) => ({
    unit: await read(keyOf.unit(party, unit)),
    holdings: await readHoldings(
      { party, site },
      lines.map(({ lot }) => lot),
      read,
    ),
  }),

  undo({ unit: sscc, site, lines }, { unit, holdings }, party) {
    if (!unit || unit.site !== site) throw notReversible(`${sscc} is not at ${site} any more`);
    const loose = lines.map(({ lot, amount }): Change => {
      const holding = holdings.get(lot) ?? emptyHolding;
      const loaded = holding.loaded ?? nothing;
      if (!covers(loaded, amount)) throw notReversible(`${lot} is not on ${sscc} any more`);
      const after = {
        ...holding,
        available: add(holding.available, amount),
        loaded: subtract(loaded, amount),
      };
      return put(keyOf.holding(party, site, lot), holdingOf(after));
    });
    const contents = lines.reduce((rest, line) => withoutLine(rest, line, sscc), unit.contents);
    return [...loose, put(keyOf.unit(party, sscc), { ...unit, contents })];
  },
};

function withoutLine(
  contents: UnitRecord['contents'],
  { lot, amount }: Line,
  sscc: string,
): UnitRecord['contents'] {
  const carried = contents.find((line) => line.lot === lot)?.amount ?? nothing;
  if (!covers(carried, amount)) throw notReversible(`${lot} is not on ${sscc} any more`);
  const rest = subtract(carried, amount);
  return contents.flatMap((line) => {
    if (line.lot !== lot) return [line];
    return isNothing(rest) ? [] : [{ lot, amount: rest }];
  });
}
