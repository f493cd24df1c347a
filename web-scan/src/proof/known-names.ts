import type { ProvenEvent } from '../verify/index.ts';
import { bannerNamesEn } from '../words/banner-names-en.ts';
import { divisionNames } from '../words/division-names.ts';

/** What proven events say of names and places. */
export interface KnownNames {
  /** Names of a legal person, in every language that it gave; undefined where nothing proven names it. */
  party(id: string): readonly string[] | undefined;
  product(gtin: string): readonly string[] | undefined;
  /** Names of the division that a site lies in; undefined where it is not proven, or not in Inner Mongolia. */
  place(party: string, site: string): readonly string[] | undefined;
}

export function knownNames(events: Iterable<ProvenEvent>): KnownNames {
  const [parties, products, places] = [
    new Map<string, readonly string[]>(),
    new Map<string, readonly string[]>(),
    new Map<string, readonly string[]>(),
  ];
  for (const { event } of events) {
    const { act, names } = event;
    if (act === 'enrolParty' || act === 'changeParty') setNames(parties, event.subject, names);
    if (act === 'found') setNames(parties, event.party, names);
    if (act === 'registerProduct') setNames(products, event.gtin, names);
    if (act === 'registerSite') {
      const division = String(event.division);
      const found = [divisionNames[division], bannerNamesEn[division]].filter((name) => name !== undefined);
      if (found.length > 0) places.set(`${event.party}/${event.site}`, found);
    }
  }
  return {
    party: (id) => parties.get(id),
    product: (gtin) => products.get(gtin),
    place: (party, site) => places.get(`${party}/${site}`),
  };
}

function setNames(known: Map<string, readonly string[]>, id: unknown, names: unknown): void {
  if (typeof id !== 'string' || typeof names !== 'object' || names === null) return;
  known.set(id, Object.values(names as Readonly<Record<string, string>>));
}
