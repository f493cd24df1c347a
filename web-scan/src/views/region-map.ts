import { type Html, html } from './html.ts';
import { divisionHtml, leagueName } from './place-html.ts';
import type { Places } from './places.ts';
import { listHtml, type Reading } from './reading.ts';

/**
 * The twelve leagues and cities of Inner Mongolia as blocks, our own drawing: who borders whom and the order from west to east are right, sizes are not.
 * Prefix of the code → middle of the name → outline.
 */
const blocks: readonly (readonly [prefix: string, x: number, y: number, outline: string])[] = [
  ['1529', 23, 96, 'M0 68h46v68H0z'],
  ['1508', 69, 79, 'M46 68h46v34H46z'],
  ['1503', 62, 116, 'M46 112h32v24H46z'],
  ['1506', 103, 113, 'M46 102h82v34H78v-24H46z'],
  ['1502', 115, 79, 'M92 68h46v34H92z'],
  ['1501', 151, 113, 'M128 102h46v34h-46z'],
  ['1509', 164, 79, 'M138 68h52v34h-52z'],
  ['1525', 230, 45, 'M184 34h92v34h-46v34h-40V68h-6z'],
  ['1504', 253, 79, 'M230 68h46v34h-46z'],
  ['1505', 299, 75, 'M276 60h46v42h-46z'],
  ['1522', 299, 44, 'M276 34h46v26h-46z'],
  ['1507', 299, 12, 'M276 0h46v34h-46z'],
];
const kinds = ['origin', 'made', 'sold'] as const;
/** Told apart by shape, not by colour. */
const signs = { origin: '●', made: '■', sold: '▲' } as const;
const home = '15';
const placesShownMax = 8;

/** A schematic map with the places of the way, and the same as a list for whoever cannot see it. Nothing where no place is known. */
export function renderMap(places: Places, reading: Reading): Html | false {
  const { words } = reading;
  if (kinds.every((kind) => places[kind].length === 0)) return false;
  return html`<section aria-labelledby="map-title"><h2 id="map-title">${words.titles.map}</h2><svg class="map" viewBox="-1 -1 324 138" aria-hidden="true">${drawn(
    places,
  ).map((block) =>
    blockHtml(block, places, reading),
  )}</svg><ul>${kinds.map((kind) => rowHtml(kind, places, reading))}</ul></section>`;
}

/** Marked blocks last, so that no neighbour lies on their line. */
const drawn = (places: Places) =>
  blocks.toSorted((one, other) => marksOf(one, places).length - marksOf(other, places).length);

const marksOf = ([prefix]: (typeof blocks)[number], places: Places) =>
  kinds.filter((kind) => places[kind].some((code) => code.startsWith(prefix)));

function blockHtml(block: (typeof blocks)[number], places: Places, reading: Reading): Html {
  const [prefix, x, y, outline] = block;
  const here = marksOf(block, places);
  const name = shortName(leagueName(`${prefix}00`, reading) ?? '');
  const shape = here.length > 0 ? html`<path class="on" d="${outline}"/>` : html`<path d="${outline}"/>`;
  const marks = here.map((kind) => signs[kind]).join('');
  return html`${shape}<text x="${x}" y="${y + 8}">${name}</text>${
    marks !== '' && html`<text x="${x}" y="${y + 19}">${marks}</text>`
  }`;
}

/** As short as the block is narrow. */
const shortName = (name: string): string => name.replace(/市$| League$/, '');

function rowHtml(kind: (typeof kinds)[number], places: Places, reading: Reading): Html | false {
  const { words } = reading;
  const inside = places[kind].filter((code) => code.startsWith(home)).map((code) => `${code.slice(0, 4)}00`);
  const outside = places[kind].filter((code) => !code.startsWith(home));
  const list = (codes: readonly string[]) => {
    const shown = [...new Set(codes)].map((code) => divisionHtml(code, reading));
    return html`${listHtml(shown.slice(0, placesShownMax), reading)}${
      shown.length > placesShownMax && html` ${words.andMorePlaces(shown.length)}`
    }`;
  };
  return (
    places[kind].length > 0 &&
    html`<li>${signs[kind]} ${words.mapMarks[kind]} ${list(inside)}${
      outside.length > 0 && html` (${words.titles.outside} ${list(outside)})`
    }</li>`
  );
}
