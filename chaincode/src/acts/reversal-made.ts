import {
  add,
  type CodesRecord,
  covers,
  type HoldingRecord,
  isNothing,
  keyOf,
  type LotRecord,
  nothing,
  type QuotaRecord,
  type StateKey,
  sameAmount,
  subtract,
} from '../model/index.ts';
import { type Change, put } from './act.ts';
import { emptyHolding, giveLine } from './holdings.ts';
import { gatherStanding, isHeld, marksOf, type Standing } from './marks.ts';
import { readHoldings, readLots, readRecords } from './read-records.ts';
import { type EffectOf, notReversible, type Reversal } from './reversal.ts';

type Made = EffectOf<'made'>;

interface MadeFacts {
  readonly outputs: ReadonlyMap<string, LotRecord>;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
  readonly codes: ReadonlyMap<string, CodesRecord>;
  readonly standing: Standing;
  readonly quota: QuotaRecord | undefined;
}

const lotsOf = ({ inputs, outputs }: Made): string[] => [...inputs.map(({ lot }) => lot), ...outputs];

const quotaKey = (quota: string): StateKey<QuotaRecord> => quota;

/** The lots were never made: what went in is there again, their quota is free again. Their numbers stay used. */
export const reversalOfMade: Reversal<Made, MadeFacts> = {
  keys: (effect, party) => [
    ...lotsOf(effect).map((lot) => keyOf.holding(party, effect.site, lot)),
    ...effect.outputs.flatMap((lot) => [keyOf.lot(lot), keyOf.codes(party, lot)]),
    ...(effect.quota === undefined ? [] : [effect.quota]),
  ],

  async gather(effect, party, read) {
    const holdings = await readHoldings({ party, site: effect.site }, lotsOf(effect), read);
    const outputs = await readLots(effect.outputs, read);
    const codes = await readRecords(effect.outputs, (lot) => keyOf.codes(party, lot), read);
    // A recall, standing or closed, is reason enough not to undo it: its record is not asked.
    const marks = effect.outputs.map((lot) => ({
      ...marksOf(outputs.get(lot), holdings.get(lot)),
      recalls: [],
    }));
    const standing = await gatherStanding(marks, read);
    const quota = effect.quota === undefined ? undefined : await read(quotaKey(effect.quota));
    return { outputs, holdings, codes, standing, quota };
  },

  undo(effect, facts, party) {
    const place = { party, site: effect.site };
    const made = effect.outputs.map((lot) => requireUntouched(lot, facts));
    return [
      ...effect.inputs.map((line) => giveLine(place, line, facts.holdings.get(line.lot))),
      ...effect.outputs.flatMap((lot, index): Change[] => {
        const record = made[index];
        return record
          ? [
              put(keyOf.lot(lot), { ...record, reversed: true as const }),
              put(keyOf.holding(party, effect.site, lot), emptyHolding),
            ]
          : [];
      }),
      ...giveQuotaBack(effect, made, facts),
    ];
  },
};

/** All of it lies where it was made, and nobody has said anything of it since. */
function requireUntouched(lotId: string, { outputs, holdings, codes, standing }: MadeFacts): LotRecord {
  const lot = outputs.get(lotId);
  const holding = holdings.get(lotId) ?? emptyHolding;
  if (!lot || lot.reversed) throw notReversible(`${lotId} was undone already`);
  if (!isWhole(lot, holding)) throw notReversible(`${lotId} is used, moved, sold or counted since`);
  if (isHeld(marksOf(lot, holding), standing)) throw notReversible(`${lotId} is on hold`);
  if (lot.recalls) throw notReversible(`${lotId} was recalled`);
  if (lot.test || lot.fixed || lot.treated)
    throw notReversible(`${lotId} was sampled, tested, declared or treated`);
  if (codes.has(lotId)) throw notReversible(`${lotId} has item codes`);
  return lot;
}

const isWhole = (lot: LotRecord, { available, sold, returned, loaded, recounted }: HoldingRecord): boolean =>
  sameAmount(available, lot.created) &&
  [sold, returned ?? nothing, loaded ?? nothing].every(isNothing) &&
  recounted === undefined;

function giveQuotaBack({ quota }: Made, made: readonly LotRecord[], facts: MadeFacts): Change[] {
  if (quota === undefined || !facts.quota) return [];
  const amount = made.map(({ created }) => created).reduce(add, nothing);
  if (!covers(facts.quota.used, amount)) throw notReversible(`the quota has less in use than was made`);
  return [put(quotaKey(quota), { ...facts.quota, used: subtract(facts.quota.used, amount) })];
}
