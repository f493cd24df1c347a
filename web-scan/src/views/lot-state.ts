import { type Amount, isNothing, type Measure, measures, sameAmount } from '@mengsu/chaincode/model';
import type { LotState } from '../words/index.ts';
import type { LotPageData } from './lot-page-data.ts';

/** What the amounts of a lot say about it, and no more. */
export function lotStateOf({ amounts, created }: Pick<LotPageData, 'amounts' | 'created'>): LotState {
  if (sameAmount(amounts.sold, created)) return 'soldOut';
  if (sameAmount(amounts.used, created)) return 'usedUp';
  if (sameAmount(amounts.disposed, created)) return 'disposed';
  if (isNothing(amounts.available)) return isNothing(amounts.inTransit) ? 'closed' : 'inTransit';
  return isNothing(amounts.sold) ? 'unsold' : 'onSale';
}

/** The measure by which parts of a lot are compared: the first that was stated when it was made. */
export function leadingMeasure(created: Amount): Measure {
  return measures.find((measure) => created[measure] !== undefined) ?? 'count';
}
