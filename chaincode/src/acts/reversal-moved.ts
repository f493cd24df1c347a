import { covers, type HoldingRecord, keyOf, nothing, say } from '../model/index.ts';
import { put } from './act.ts';
import { emptyHolding, giveLine, without } from './holdings.ts';
import { readHoldings } from './read-records.ts';
import { type EffectOf, notReversible, type Reversal } from './reversal.ts';

type Moved = EffectOf<'moved'>;

interface MovedFacts {
  readonly sources: ReadonlyMap<string, HoldingRecord>;
  readonly targets: ReadonlyMap<string, HoldingRecord>;
}

const lotsOf = ({ lines }: Moved): string[] => lines.map(({ lot }) => lot);

/** The goods are where they came from, if they still lie where they went; every hold on them there comes along. */
export const reversalOfMoved: Reversal<Moved, MovedFacts> = {
  keys: (effect, party) =>
    lotsOf(effect).flatMap((lot) => [
      keyOf.holding(party, effect.from, lot),
      keyOf.holding(party, effect.to, lot),
    ]),

  gather: async (effect, party, read) => ({
    sources: await readHoldings({ party, site: effect.from }, lotsOf(effect), read),
    targets: await readHoldings({ party, site: effect.to }, lotsOf(effect), read),
  }),

  undo({ from, to, lines }, { sources, targets }, party) {
    return lines.flatMap((line) => {
      const target = targets.get(line.lot) ?? emptyHolding;
      const there = (line.returned ? target.returned : target.available) ?? nothing;
      if (!covers(there, line.amount)) throw notReversible(`${say(there)} of ${line.lot} is left at ${to}`);
      return [
        put(keyOf.holding(party, to, line.lot), without(target, line)),
        giveLine({ party, site: from }, { ...line, holds: target.holds }, sources.get(line.lot)),
      ];
    });
  },
};
