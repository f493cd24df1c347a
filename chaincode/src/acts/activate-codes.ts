import {
  type CodeRange,
  type CodesRecord,
  type EventOf,
  keyOf,
  LedgerError,
  type LotRecord,
} from '../model/index.ts';
import { type Act, put, type Read } from './act.ts';
import { requireCodable } from './claimable.ts';
import { inBoth, withRange } from './code-ranges.ts';
import { liveCodes, replaceSet, requireMakerOf, requireRange, requireSet } from './code-sets.ts';
import { gatherStanding, type Marks, markKeys, marksOf, partyMarks, type Standing } from './marks.ts';
import { requireDeviceRole, requireLot } from './require.ts';

type ActivateCodes = EventOf<'activateCodes'>;

interface ActivateCodesFacts {
  readonly lot: LotRecord | undefined;
  readonly codes: CodesRecord | undefined;
  readonly marks: readonly Marks[];
  readonly standing: Standing;
}

/**
 * These codes are on pieces now, at most one code on a piece, over all sets of the lot. Codes that are active already stay so: a device that did
 * not hear its answer may say a wider range again. Void codes stay void.
 */
export const activateCodes: Act<ActivateCodes, ActivateCodesFacts> = {
  keys: (event) => [keyOf.codes(event.party, event.lot), keyOf.lot(event.lot)],

  keysThatFollow: async (event, read) => {
    const lot = await read(keyOf.lot(event.lot));
    const party = await read(keyOf.party(event.party));
    return [
      ...(lot ? [keyOf.holding(event.party, lot.site, event.lot), ...markKeys(marksOf(lot, undefined))] : []),
      ...markKeys(partyMarks(party)),
    ];
  },

  async gather(event, read) {
    const marks = await marksOn(event, read);
    return {
      lot: await read(keyOf.lot(event.lot)),
      codes: await read(keyOf.codes(event.party, event.lot)),
      marks,
      standing: await gatherStanding(marks, read),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireMakerOf(facts.lot, event.party, event.lot);
    const found = requireSet(facts.codes, event);
    const range: CodeRange = [event.from, event.to];
    if (inBoth(found.voided, [range]).length > 0)
      throw new LedgerError('SUBJECT_CLOSED', `set ${event.set} has void codes in ${event.from}–${event.to}`);
    const lot = requireLot(facts.lot, event.lot);
    const activated = withRange(found.activated, range);
    const codes = replaceSet(facts.codes, { ...found, activated });
    requirePieces(codes, lot, event.lot);
    requireCodable(event.lot, lot, facts.marks, facts.standing);
    requireRange(event, found, activated);
    return { changes: [put(keyOf.codes(event.party, event.lot), codes)] };
  },
};

/** What lies on the lot, on the part that its maker has where it was made, and on all of its maker's. */
async function marksOn({ party, lot: lotId }: ActivateCodes, read: Read): Promise<Marks[]> {
  const lot = await read(keyOf.lot(lotId));
  const holder = await read(keyOf.party(party));
  const holding = lot && (await read(keyOf.holding(party, lot.site, lotId)));
  return [marksOf(lot, holding), partyMarks(holder)];
}

function requirePieces(codes: CodesRecord, { created }: LotRecord, lotId: string): void {
  const live = liveCodes(codes);
  if (live > (created.count ?? 0))
    throw new LedgerError(
      'CODES_EXCEED_PIECES',
      `${lotId} has ${created.count ?? 0} pieces, ${live} codes would be active`,
    );
}
