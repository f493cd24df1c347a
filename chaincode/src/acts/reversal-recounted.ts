import { type HoldingRecord, isNothing, keyOf, nothing, sameAmount, say } from '../model/index.ts';
import { type Change, put } from './act.ts';
import { emptyHolding, holdingOf } from './holdings.ts';
import { readHoldings } from './read-records.ts';
import { type EffectOf, notReversible, type Reversal } from './reversal.ts';

type Recounted = EffectOf<'recounted'>;

interface RecountedFacts {
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
}

/**
 * What lay there before lies there again, if it is still exactly what was counted. What the count has used of the period's tolerance stays
 * used, and a holding that it emptied stays empty: its holds ended with the goods, and must not be shaken off.
 */
export const reversalOfRecounted: Reversal<Recounted, RecountedFacts> = {
  keys: ({ site, lines }, party) => lines.map(({ lot }) => keyOf.holding(party, site, lot)),

  gather: async ({ site, lines }, party, read) => ({
    holdings: await readHoldings(
      { party, site },
      lines.map(({ lot }) => lot),
      read,
    ),
  }),

  undo({ site, lines }, { holdings }, party) {
    return lines.map(({ lot, before, counted }): Change => {
      const holding = holdings.get(lot) ?? emptyHolding;
      if (!sameAmount(holding.available, counted))
        throw notReversible(`${lot} was ${say(counted)}, is ${say(holding.available)}`);
      const { available, returned = nothing, loaded = nothing } = holding;
      if ([available, returned, loaded].every(isNothing)) throw notReversible(`nothing of ${lot} is left`);
      return put(keyOf.holding(party, site, lot), holdingOf({ ...holding, available: before }));
    });
  },
};
