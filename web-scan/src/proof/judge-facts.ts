import type { ProvenEvent, Verdict } from '../verify/index.ts';
import { schemeText } from '../views/scheme-text.ts';
import { calendarDayText, dayText } from '../views/time-text.ts';
import type { Difference } from './compare-row.ts';
import type { Judging } from './judge-row.ts';
import { createdAmount, soldAmount } from './proven-amounts.ts';
import type { ShownPage } from './shown-page.ts';
import { amountIn, exactText, saysAmount } from './spoken-amount.ts';

/** Of a line of the first screen: what the records say is what it says, they say otherwise, or they do not say it. */
export type FactJudgement = 'proven' | 'wrong' | 'stated';

type IsTrue = (text: string) => boolean;

/** Line by line of the list of product, maker and dates. */
export function judgeFacts({ facts, lot }: ShownPage, judging: Judging): FactJudgement[] {
  const known = knownFacts(lot, judging);
  return facts.map(({ label, text }) => judged(known.get(label)?.(text)));
}

const judged = (isTrue: boolean | undefined): FactJudgement =>
  isTrue === undefined ? 'stated' : isTrue ? 'proven' : 'wrong';

/** What the labels of the list may say, of what the records say at all. */
function knownFacts(lot: string, judging: Judging): ReadonlyMap<string, IsTrue> {
  const { verdict, reading } = judging;
  const { words, language } = reading;
  const { facts } = words;
  const { state } = verdict.lots.get(lot) ?? {};
  const is = (expected: string | undefined): IsTrue | undefined =>
    expected === undefined ? undefined : (text) => text === expected;
  const all: readonly (readonly [string, IsTrue | undefined])[] = [
    ...madeFacts(verdict.events.get(state?.madeBy ?? ''), judging).map(
      ([label, expected]) => [label, is(expected)] as const,
    ),
    ...productFacts(lot.slice(0, 14), judging),
    [facts.origin, is(originText(lot, judging))],
    [facts.bestBefore, is(state?.bestBefore && calendarDayText(state.bestBefore, language))],
    [facts.gtin, is(lot.slice(0, 14))],
    [facts.lot, is(lot.slice(15))],
  ];
  return new Map(all.flatMap(([label, isTrue]) => (isTrue ? [[label, isTrue] as const] : [])));
}

function madeFacts(
  made: ProvenEvent | undefined,
  { names, reading }: Judging,
): readonly (readonly [string, string | undefined])[] {
  if (!made) return [];
  const { facts } = reading.words;
  const { party, site, eventTime } = made.event;
  return [
    [facts.maker, names.party(String(party))],
    [facts.madeIn, names.division(String(party), String(site))],
    [facts.madeOn, dayText(String(eventTime), reading.language)],
  ];
}

function productFacts(
  gtin: string,
  { verdict, names, reading }: Judging,
): readonly (readonly [string, IsTrue | undefined])[] {
  const { words } = reading;
  const { facts } = words;
  const registered = registrationOf(gtin, verdict);
  if (!registered) return [];
  const { party, netContent, shelfLifeDays, standard } = registered.event;
  const owner = names.party(String(party));
  const content = amountIn(netContent);
  return [
    [facts.brand, owner === undefined ? undefined : (text) => text === owner],
    [facts.netContent, (text) => content !== undefined && saysAmount(text, exactText(content))],
    [facts.shelfLife, (text) => text === words.days(Number(shelfLifeDays))],
    [facts.standard, (text) => text === standard],
  ];
}

const registrationOf = (gtin: string, { events }: Verdict): ProvenEvent | undefined =>
  [...events.values()].findLast(({ event }) => event.act === 'registerProduct' && event.gtin === gtin);

/** How many places the first screen names. */
const placesMax = 3;

/** Where the lots came into being that went into this one, in the order of their stated times; undefined where one of them is not proven. */
function originText(lot: string, { verdict, names, reading }: Judging): string | undefined {
  const lots = [...verdict.lots.keys()].filter((one) => one !== lot);
  const isWhole = [...verdict.lots.values()].every(({ absentParents }) => absentParents.length === 0);
  const made = lots.map((one) => verdict.events.get(verdict.lots.get(one)?.state.madeBy ?? ''));
  if (!isWhole || made.some((event) => event === undefined)) return undefined;
  const born = [...new Set(made)]
    .flatMap((event) => (event?.event.act === 'commission' ? [event] : []))
    .toSorted(
      (one, other) =>
        Date.parse(String(one.event.eventTime)) - Date.parse(String(other.event.eventTime)) ||
        one.ordinal - other.ordinal,
    );
  const places = born.map(({ event }) => names.division(String(event.party), String(event.site)));
  if (places.length === 0 || places.some((place) => place === undefined)) return undefined;
  const all = [...new Set(places)];
  const { words } = reading;
  const said = all.slice(0, placesMax).join(words.between);
  return all.length > placesMax ? `${said} ${words.andMorePlaces(all.length)}` : said;
}

/** Line by line of where the amount of the lot is. What the shelves of others hold, no record says by itself; what is sold may be more where the page has newer rows than the witness (`isAhead`). */
export function judgeParts(
  { parts, lot }: ShownPage,
  { verdict, reading, isAhead }: Judging & { readonly isAhead: boolean },
): FactJudgement[] {
  const { amounts } = reading.words;
  const known = new Map([
    [amounts.created, createdAmount(lot, verdict)],
    [amounts.sold, isAhead ? undefined : soldAmount(lot, verdict)],
  ]);
  return parts.map(({ label, exact, text }) => {
    if (!saysAmount(text, exact)) return 'wrong';
    const amount = known.get(label);
    return judged(amount && exactText(amount) === exact);
  });
}

/** Names, owner and marks that the page shows and the records do not know. */
export function headDifferences(page: ShownPage, { verdict, names, reading }: Judging): Difference[] {
  const { lot, heading, owner, claims } = page;
  const gtin = lot.slice(0, 14);
  const product = names.product(gtin);
  const registered = registrationOf(gtin, verdict);
  const brand = registered && names.party(String(registered.event.party));
  const schemes =
    verdict.lots.get(lot)?.state.claims.map((scheme) => schemeText(scheme, reading.words)) ?? [];
  return [
    ...(product === undefined || heading === product ? [] : [{ what: 'product', shown: heading } as const]),
    ...(brand === undefined || owner === brand ? [] : [{ what: 'who', shown: owner } as const]),
    ...claims.filter((claim) => !schemes.includes(claim)).map((shown) => ({ what: 'claim', shown }) as const),
  ];
}
