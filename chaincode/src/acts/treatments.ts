import {
  type Earliest,
  type LotRecord,
  limits,
  type TreatmentRecord,
  type TreatmentSpan,
  uses,
} from '../model/index.ts';
import { laterOf } from './made-lots.ts';

/** The site's record after a treatment was told of it. */
export const treatSite = (before: TreatmentRecord | undefined, told: TreatmentSpan): TreatmentRecord => ({
  earliest: laterOf(before?.earliest, told.earliest) ?? {},
  spans: withSpan(before?.spans ?? [], told),
});

/** The lot's record after a treatment was told of it: the same where it has no interval. */
export function treatLot(lot: LotRecord, told: TreatmentSpan): LotRecord {
  if (lastOf(told) === '') return lot;
  const { inherited, spans } = lot.treated ?? { inherited: lot.earliest, spans: [] };
  const treated = { inherited, spans: withSpan(spans, told) };
  return { ...lot, earliest: laterOf(lot.earliest, told.earliest), treated };
}

/** The lot's record after an interval came down to it. */
export function inheritEarliest(lot: LotRecord, coming: Earliest): LotRecord {
  const { treated } = lot;
  const inherited = laterOf(treated?.inherited, coming);
  return {
    ...lot,
    earliest: laterOf(lot.earliest, coming),
    treated: treated && { ...treated, inherited },
  };
}

/** What the site's treatments mean for goods made there then. */
export const earliestFromSite = (site: TreatmentRecord, madeAt: string): Earliest | undefined =>
  earliestAmong(site.spans, madeAt);

/** What the lot's intervals mean for goods made of it then: all that it inherited, and the treatments that had begun. */
export const earliestFromLot = ({ earliest, treated }: LotRecord, madeAt: string): Earliest | undefined =>
  treated ? laterOf(treated.inherited, earliestAmong(treated.spans, madeAt)) : earliest;

const earliestAmong = (spans: readonly TreatmentSpan[], madeAt: string): Earliest | undefined =>
  spans
    .filter(({ from }) => from <= madeAt)
    .map(({ earliest }) => earliest)
    .reduce<Earliest | undefined>(laterOf, undefined);

const lastOf = ({ earliest }: TreatmentSpan): string =>
  uses
    .map((use) => earliest[use] ?? '')
    .sort()
    .at(-1) ?? '';

const covers = (outer: TreatmentSpan, inner: TreatmentSpan): boolean =>
  outer.from <= inner.from && uses.every((use) => (outer.earliest[use] ?? '') >= (inner.earliest[use] ?? ''));

/** Spans that another covers say nothing; of more than the limit those that ended first are forgotten. */
function withSpan(spans: readonly TreatmentSpan[], told: TreatmentSpan): readonly TreatmentSpan[] {
  if (lastOf(told) === '' || spans.some((span) => covers(span, told))) return spans;
  const byEnd = (left: TreatmentSpan, right: TreatmentSpan): number => compare(lastOf(right), lastOf(left));
  return [...spans.filter((span) => !covers(told, span)), told]
    .sort(byEnd)
    .slice(0, limits.treatmentSpansMax)
    .sort((left, right) => compare(left.from, right.from));
}

const compare = (left: string, right: string): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};
