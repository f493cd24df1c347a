import type { ProvenEvent } from '../verify/index.ts';
import { divisionHtml, siteHtml } from '../views/place-html.ts';
import { nameHtml, type Reading } from '../views/reading.ts';
import { plainText } from './plain-text.ts';

/** What proven events say of names and places, as the page of a language words it. */
export interface KnownNames {
  /** A legal person by name, a natural person as one; undefined where nothing proven names it. */
  party(id: string): string | undefined;
  product(gtin: string): string | undefined;
  /** Where a site is and what kind it is, as a row says it; undefined where it is not proven. */
  place(party: string, site: string): string | undefined;
  /** The division that a site lies in, as the first screen says it. */
  division(party: string, site: string): string | undefined;
}

interface Site {
  readonly division: string;
  readonly kind: string;
}

type Names = Parameters<typeof nameHtml>[0];

export function knownNames(events: Iterable<ProvenEvent>, reading: Reading): KnownNames {
  const parties = new Map<string, Names>();
  const products = new Map<string, Names>();
  const sites = new Map<string, Site>();
  for (const { event } of events) {
    const { act, names } = event;
    if (act === 'enrolParty' || act === 'changeParty') setNames(parties, event.subject, names);
    if (act === 'found') setNames(parties, event.party, names);
    if (act === 'registerProduct') setNames(products, event.gtin, names);
    if (act === 'registerSite')
      sites.set(`${event.party}/${event.site}`, {
        division: String(event.division),
        kind: String(event.kind),
      });
  }
  const named = (names: Names | undefined): string | undefined =>
    names && plainText(nameHtml(names, reading));
  return {
    party: (id) => (id.startsWith('P') ? reading.words.sentences.naturalPerson : named(parties.get(id))),
    product: (gtin) => named(products.get(gtin)),
    place(party, site) {
      const found = sites.get(`${party}/${site}`);
      // Kinds are of a closed list; the law refused any other.
      return (
        found &&
        plainText(siteHtml({ party, code: site, ...found } as Parameters<typeof siteHtml>[0], reading))
      );
    },
    division(party, site) {
      const found = sites.get(`${party}/${site}`);
      return found && plainText(divisionHtml(found.division, reading));
    },
  };
}

function setNames(known: Map<string, Names>, id: unknown, names: unknown): void {
  if (typeof id !== 'string' || typeof names !== 'object' || names === null || !('zh' in names)) return;
  known.set(id, names as Names);
}
