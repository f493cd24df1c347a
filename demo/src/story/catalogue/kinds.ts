import type { EventFieldsOf } from '@mengsu/client';
import { gtinOfFact, netContentOf, productFact } from '../../facts.ts';
import type { ActorName } from '../cast.ts';

type CategoryFields = EventFieldsOf<'registerCategory'>;

/** A kind of goods: as it is registered, with its two names. */
export type Category = Omit<CategoryFields, 'act' | 'names'> & { readonly zh: string; readonly en: string };

/** A product of the demonstration: a catalogue fact (`fact`), or an intermediate with its own demonstration GTIN. */
export interface Product {
  readonly gtin: string;
  readonly owner: ActorName;
  readonly category: string;
  readonly zh: string;
  readonly en: string;
  readonly fact?: string;
  /** What one piece holds, where it is packed. */
  readonly netContent?: { readonly massG?: number; readonly volumeMl?: number };
}

/** A catalogue fact as its owner's product, sold by weight. */
export function fromFact(
  fact: string,
  owner: ActorName,
  category: string,
): Product & { readonly fact: string } {
  const { zh, en } = productFact(fact);
  return { gtin: gtinOfFact(fact), owner, category, zh, en, fact };
}

/** The same, packed in pieces of the fact's first size. */
export function packedFact(
  fact: string,
  owner: ActorName,
  category: string,
  measure: 'massG' | 'volumeMl' = 'massG',
) {
  return { ...fromFact(fact, owner, category), netContent: { [measure]: netContentOf(fact) } };
}

/** A product's standard as its label would have it: a figure of the facts that is sure enough, and of this very product (no remark in brackets). */
export function standardOf(product: Product): string | undefined {
  if (product.fact === undefined) return undefined;
  const known = productFact(product.fact).gi_or_standard ?? [];
  const own = known.filter(({ certainty, title }) => certainty !== 'low' && !title.includes('('));
  return own.flatMap(({ number }) => number ?? []).find((number) => standardForm.test(number));
}

const standardForm = /^[A-Z][A-Z0-9/]{1,7} [0-9][0-9.-]{0,19}$/;
