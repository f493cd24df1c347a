import {
  type CodesRecord,
  type EventOf,
  gtinOf,
  keyOf,
  LedgerError,
  type LotRecord,
  limits,
  type ProductRecord,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { replaceSet, requireMakerOf } from './code-sets.ts';
import { gatherMaking, licenceKeys, type MakingFacts, makingKeys, requireMaker } from './made-lots.ts';
import { requireDeviceRole, requireLot, requireProduct } from './require.ts';

type IssueCodes = EventOf<'issueCodes'>;

interface IssueCodesFacts extends MakingFacts {
  readonly lot: LotRecord | undefined;
  readonly codes: CodesRecord | undefined;
}

/** 赋码: the Merkle root of a set of item codes, by who may make the lot, before it is there (codes are printed while packing), or by its maker. */
export const issueCodes: Act<IssueCodes, IssueCodesFacts> = {
  keys: (event) => [keyOf.codes(event.party, event.lot), ...makingKeys([event.lot])],

  keysThatFollow: (event, read) => licenceKeys(event.party, [event.lot], read),

  gather: async (event, read) => ({
    ...(await gatherMaking(event.party, [event.lot], read)),
    lot: await read(keyOf.lot(event.lot)),
    codes: await read(keyOf.codes(event.party, event.lot)),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireMakerOf(facts.lot, event.party, event.lot);
    const { party, lot, set, count, root } = event;
    if (facts.codes?.sets.some((one) => one.set === set))
      throw new LedgerError('ALREADY_REGISTERED', `code set ${set} of ${lot} is issued already`);
    const product = requireProduct(facts.products.get(gtinOf(lot)), gtinOf(lot));
    if (facts.lot) requireLot(facts.lot, lot);
    else requireMaker([lot], event, facts, scene);
    requirePacked(product, lot);
    const codes = replaceSet(facts.codes, { set, count, root, activated: [], voided: [] });
    if (codes.sets.length > limits.codeSetsMax)
      throw new LedgerError('LIMIT_EXCEEDED', `${lot} has ${limits.codeSetsMax} code sets already`);
    return { changes: [put(keyOf.codes(party, lot), codes)] };
  },
};

/** A code is for a piece: the product is counted, and says what a piece holds. */
function requirePacked({ netContent, measures }: ProductRecord, lot: string): void {
  if (netContent === undefined || !measures.includes('count'))
    throw new LedgerError('LOT_NOT_CLAIMABLE', `${lot} is not packed in pieces of a net content`);
}
