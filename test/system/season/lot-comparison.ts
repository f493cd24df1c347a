import {
  type Amount,
  gtinOf,
  type HoldingRecord,
  type LotRecord,
  lotNumberOf,
  measures,
  nothing,
  type ShipmentRecord,
} from '@mengsu/chaincode/model';
import type { LotAnswer } from '@mengsu/client';
import { placesOf } from '../../../chaincode/src/season/testing-season-book.ts';
import type { Observer } from '../../../chaincode/src/season/testing-season-observer.ts';

/** What the API and the world state both tell of a lot, in one form. */
export interface LotSummary {
  readonly lot: string;
  readonly created: readonly number[];
  readonly isReversed: boolean;
  /** Schemes that it carries. */
  readonly claims: readonly string[];
  /**
   * Ids of the holds on lots, and of the recalls, that stand over it; none of a lot whose making was undone: nothing goes down to it any more in the
   * law, while a page still tells what its parents carry.
   */
  readonly holds: readonly string[];
  readonly recalls: readonly string[];
  /** In holdings and under way; sold. */
  readonly there: readonly number[];
  readonly sold: readonly number[];
  /** `party/site` → available, loaded, returned, sold; those of nothing are left out. */
  readonly holdings: readonly string[];
}

/** Every measure's number. */
const numbers = (amount: Amount = nothing): number[] => measures.map((measure) => amount[measure] ?? 0);
const sum = (...amounts: readonly Amount[]): number[] =>
  measures.map((measure) => amounts.reduce((total, amount) => total + (amount[measure] ?? 0), 0));
const isSomething = (text: string): boolean => /[1-9]/.test(text.slice(text.indexOf(' ')));
const holdingText = (place: string, ...amounts: readonly (Amount | undefined)[]): string =>
  `${place} ${amounts.map((amount) => numbers(amount).join()).join(' ')}`;

const unlessReversed = (isReversed: boolean, marks: Pick<LotSummary, 'holds' | 'recalls'>): typeof marks =>
  isReversed ? { holds: [], recalls: [] } : marks;

/** In the world state. Everything must have been spread: the index follows what a lot was made of when it is asked. */
export function lotInState(observer: Observer, id: string): LotSummary {
  const lot = observer.read<LotRecord>(`lot/${id}`);
  if (!lot) throw new RangeError(`there is no lot ${id}`);
  const holdings = observer.records<HoldingRecord>('holding').filter(([key]) => key.endsWith(`/${id}`));
  const { there, sold } = placesOf(id, holdings, observer.records<ShipmentRecord>('shipment'));
  return {
    lot: id,
    created: numbers(lot.created),
    isReversed: lot.reversed === true,
    claims: lot.claims ?? [],
    ...unlessReversed(lot.reversed === true, {
      holds: (lot.holds ?? []).filter((hold) => observer.stands('hold', hold)).sort(),
      recalls: (lot.recalls ?? []).filter((recall) => observer.stands('recall', recall)).sort(),
    }),
    there: numbers(there),
    sold: numbers(sold),
    holdings: holdings
      .map(([key, { available, loaded, returned, sold: gone }]) =>
        holdingText(key.slice(0, -id.length - 1), available, loaded, returned, gone),
      )
      .filter(isSomething)
      .sort(),
  };
}

/**
 * As `GET /api/lots/{gtin}/{lot}` answers. A treatment that was told late is a warning of the index's own: beside a hold of the law's it says
 * nothing new.
 */
export function lotInAnswer(answer: LotAnswer, { holds: expected }: Pick<LotSummary, 'holds'>): LotSummary {
  const isNoRepeat = ({ eventId, reason }: { readonly eventId: string; readonly reason: string }): boolean =>
    reason !== 'interval' || expected.length === 0 || expected.includes(eventId);
  const { amounts, marks } = answer;
  const standing = (list: readonly { readonly eventId: string; readonly scope: string }[]): string[] =>
    list
      .filter(({ scope }) => scope !== 'part')
      .map(({ eventId }) => eventId)
      .sort();
  return {
    lot: `${answer.gtin}/${answer.lot}`,
    created: numbers(answer.created),
    isReversed: answer.reversal !== undefined,
    claims: answer.claims.map(({ scheme }) => scheme),
    ...unlessReversed(answer.reversal !== undefined, {
      holds: standing(marks.holds.filter(isNoRepeat)),
      recalls: standing(marks.recalls),
    }),
    there: sum(amounts.available, amounts.returned, amounts.inTransit),
    sold: numbers(amounts.sold),
    holdings: answer.holdings
      .map(({ party, site, available, loaded, returned, sold }) =>
        holdingText(`${party}/${site}`, available, loaded, returned, sold),
      )
      .filter(isSomething)
      .sort(),
  };
}

export const lotAddress = (id: string): readonly [gtin: string, lot: string] => [gtinOf(id), lotNumberOf(id)];
