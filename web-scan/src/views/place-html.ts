import { divisionNames } from '../words/division-names.ts';
import { leagueNamesEn, provinceNames } from '../words/province-names.ts';
import { type Html, html } from './html.ts';
import type { SiteView } from './lot-page-data.ts';
import { chinese, type Reading } from './reading.ts';

const home = '15';

/**
 * A GB/T 2260 division by name. Inside Inner Mongolia the league or city and the banner or county; elsewhere the province and the code.
 * `full` adds the region's name.
 */
export function divisionHtml(code: string, reading: Reading, extent: 'short' | 'full' = 'short'): Html {
  const province = provinceNames[code.slice(0, 2)];
  if (!province) return html`${reading.words.sentences.unknownDivision} ${code}`;
  if (!code.startsWith(home)) return html`${province[reading.language]}${rest(code, reading)}`;
  return reading.language === 'zh' ? inChinese(code, extent) : inEnglish(code, extent);
}

const rest = (code: string, reading: Reading): Html | false =>
  !code.endsWith('0000') && html` <small>${reading.words.sentences.unknownDivision} ${code}</small>`;

function inChinese(code: string, extent: 'short' | 'full'): Html {
  const [league, banner] = divisionParts(code);
  const region = extent === 'full' || league === undefined ? provinceNames[home]?.zh : '';
  return html`${region}${league}${banner}`;
}

function inEnglish(code: string, extent: 'short' | 'full'): Html {
  const [, banner] = divisionParts(code);
  const league = leagueNamesEn[code.slice(0, 4)];
  const region = provinceNames[home]?.en ?? '';
  const wider = league === undefined ? region : extent === 'full' ? `${league}, ${region}` : league;
  return banner === undefined ? html`${wider}` : html`${chinese(banner)}, ${wider}`;
}

/** Chinese names of the league or city and of the banner or county, where the code has and the list knows them. */
function divisionParts(code: string): [league: string | undefined, banner: string | undefined] {
  const banner = code.endsWith('00') ? undefined : divisionNames[code];
  return [divisionNames[`${code.slice(0, 4)}00`], banner];
}

/** `牧场 · 锡林郭勒盟西乌珠穆沁旗`. */
export function siteHtml(site: SiteView, reading: Reading): Html {
  return html`${reading.words.siteKinds[site.kind]} · ${divisionHtml(site.division, reading)}`;
}
