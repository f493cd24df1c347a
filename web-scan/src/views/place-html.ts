import { bannerNamesEn } from '../words/banner-names-en.ts';
import { divisionNames } from '../words/division-names.ts';
import { leagueNamesEn, provinceNames } from '../words/province-names.ts';
import { type Html, html } from './html.ts';
import type { SiteView } from './lot-page-data.ts';
import { chinese, type Reading } from './reading.ts';

const home = '15';

/** `narrow`: the banner or county alone where it is known. `short`: with its league or city. `full`: with the region too. */
export type PlaceExtent = 'narrow' | 'short' | 'full';

/** A GB/T 2260 division by name; outside Inner Mongolia the province and the code. */
export function divisionHtml(code: string, reading: Reading, extent: PlaceExtent = 'short'): Html {
  const province = provinceNames[code.slice(0, 2)];
  if (!province) return html`${reading.words.sentences.unknownDivision} ${code}`;
  const name = province[reading.written];
  if (!code.startsWith(home)) return html`${name}${!code.endsWith('0000') && html` <small>${code}</small>`}`;
  const parts = [name, leagueName(code, reading), bannerName(code, reading)].filter(
    (part) => part !== undefined,
  );
  const kept = extent === 'full' ? parts : parts.slice(extent === 'narrow' ? -1 : parts.length > 1 ? 1 : 0);
  return reading.written === 'zh'
    ? html`${kept}`
    : html`${kept.toReversed().map((part, index) => html`${index > 0 && ', '}${part}`)}`;
}

/** The league or city of a division of Inner Mongolia. */
export function leagueName(code: string, { written }: Reading): string | undefined {
  return written === 'en' ? leagueNamesEn[code.slice(0, 4)] : divisionNames[`${code.slice(0, 4)}00`];
}

function bannerName(code: string, { written }: Reading): Html | string | undefined {
  const name = code.endsWith('00') ? undefined : divisionNames[code];
  if (written === 'zh' || name === undefined) return name;
  return bannerNamesEn[code] ?? chinese(name);
}

/** `西乌珠穆沁旗 · 牧场`. */
export function siteHtml(site: SiteView, reading: Reading): Html {
  return html`${divisionHtml(site.division, reading, 'narrow')} · ${reading.words.siteKinds[site.kind]}`;
}
