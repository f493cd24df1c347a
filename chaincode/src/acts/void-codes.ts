import { type CodesRecord, type EventOf, keyOf, type LotRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { withRange } from './code-ranges.ts';
import { replaceSet, requireMakerOf, requireRange, requireSet } from './code-sets.ts';
import { requireDeviceRole } from './require.ts';

type VoidCodes = EventOf<'voidCodes'>;

interface VoidCodesFacts {
  readonly lot: LotRecord | undefined;
  readonly codes: CodesRecord | undefined;
}

/** Codes that are spoilt, lost or misprinted are void for good, active or not, whether the lot is there yet or not. What is void already stays so. */
export const voidCodes: Act<VoidCodes, VoidCodesFacts> = {
  keys: (event) => [keyOf.codes(event.party, event.lot), keyOf.lot(event.lot)],

  gather: async (event, read) => ({
    lot: await read(keyOf.lot(event.lot)),
    codes: await read(keyOf.codes(event.party, event.lot)),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireMakerOf(facts.lot, event.party, event.lot);
    const found = requireSet(facts.codes, event);
    const voided = withRange(found.voided, [event.from, event.to]);
    requireRange(event, found, voided);
    return {
      changes: [put(keyOf.codes(event.party, event.lot), replaceSet(facts.codes, { ...found, voided }))],
    };
  },
};
