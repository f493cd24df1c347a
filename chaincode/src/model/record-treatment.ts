import type { Use } from './event/catalogue.ts';

/** What was used at a site: use → the instant from which its goods may be used for it. */
export type Earliest = { readonly [U in Use]?: string | undefined };
/** Goods made since `from` wait until `earliest`; what was made before it is another matter. */
export interface TreatmentSpan {
  readonly from: string;
  readonly earliest: Earliest;
}
export interface TreatmentRecord {
  /** The latest of all spans. */
  readonly earliest: Earliest;
  /** By their begin; none is covered by another. */
  readonly spans: readonly TreatmentSpan[];
}
/** What was used on a lot itself, apart from what it inherited: that goes down to all that is made of it, this only to what was made since. */
export interface TreatedLot {
  readonly inherited?: Earliest | undefined;
  readonly spans: readonly TreatmentSpan[];
}
