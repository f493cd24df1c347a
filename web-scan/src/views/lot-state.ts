import { type Amount, isNothing, type Measure, measures, sameAmount } from '@mengsu/chaincode/model';
import type { LotState, Warning } from '../words/index.ts';
import type { LotPageData, MarkScope, Step } from './lot-page-data.ts';

/**
 * What is to be said of a lot before its amounts, the most urgent first: a recall before a hold, the lot itself before what went into it, both
 * before a date, and what concerns only some goods of it last. Undefined where nothing of it is known: that is no praise.
 */
export function warningOf({
  marks,
  reversal,
  bestBefore,
  readOn,
}: Pick<LotPageData, 'marks' | 'reversal' | 'bestBefore' | 'readOn'>): Warning | undefined {
  const has = (list: readonly { readonly scope: MarkScope }[], scope: MarkScope): boolean =>
    list.some((mark) => mark.scope === scope);
  if (has(marks.recalls, 'lot')) return 'recalled';
  if (has(marks.recalls, 'earlier')) return 'recalledEarlier';
  if (has(marks.holds, 'lot')) return 'held';
  if (has(marks.holds, 'earlier')) return 'heldEarlier';
  if (reversal) return 'reversed';
  if (bestBefore !== undefined && bestBefore < readOn) return 'expired';
  return has(marks.holds, 'part') ? 'heldPart' : undefined;
}

/** The lot itself was taken in, or moved, to a shop. */
const isArrivalInShop = ({ act, depth, site, correction }: Step): boolean =>
  depth === 0 && site?.kind === 'store' && (act === 'receive' || act === 'move') && !correction?.isReversed;

/** What the amounts of a lot and its arrivals say about it, and no more. */
export function lotStateOf({
  amounts,
  created,
  steps,
}: Pick<LotPageData, 'amounts' | 'created' | 'steps'>): LotState {
  if (sameAmount(amounts.sold, created)) return 'soldOut';
  if (sameAmount(amounts.used, created)) return 'usedUp';
  if (sameAmount(amounts.disposed, created)) return 'disposed';
  if (isNothing(amounts.available)) return isNothing(amounts.inTransit) ? 'closed' : 'inTransit';
  if (!isNothing(amounts.sold)) return 'onSale';
  return steps.some(isArrivalInShop) ? 'inShop' : 'unsold';
}

/** The measure by which parts of a lot are compared: the first that was stated when it was made. */
export function leadingMeasure(created: Amount): Measure {
  return measures.find((measure) => created[measure] !== undefined) ?? 'count';
}
