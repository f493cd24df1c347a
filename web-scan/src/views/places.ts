import type { MapMark } from '../words/index.ts';
import type { LotPageData, Step } from './lot-page-data.ts';

/** Divisions where something became of the goods, by what it was, each once and in the order of the way. */
export type Places = Readonly<Record<MapMark, readonly string[]>>;

const markOfAct: { readonly [act: string]: MapMark | undefined } = {
  commission: 'origin',
  transform: 'made',
  sell: 'sold',
};

/** Where the goods of a lot came into being, were worked on and were sold. What was undone is no place of theirs. */
export function placesOf({ steps }: Pick<LotPageData, 'steps'>): Places {
  const of = (mark: MapMark): string[] => [
    ...new Set(steps.filter((step) => markOfAct[step.act] === mark).flatMap(divisionOf)),
  ];
  return { origin: of('origin'), made: of('made'), sold: of('sold') };
}

const divisionOf = ({ site, correction }: Step): string[] =>
  site && !correction?.isReversed ? [site.division] : [];
