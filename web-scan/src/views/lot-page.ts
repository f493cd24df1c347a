import type { Language } from '../words/index.ts';
import { renderCode } from './code.ts';
import { renderFacts, renderState } from './first-screen.ts';
import { renderFrame } from './frame.ts';
import { type Html, html, webAddress } from './html.ts';
import { renderIngredients } from './ingredients.ts';
import type { LotPageData } from './lot-page-data.ts';
import { warningOf } from './lot-state.ts';
import { renderPapers } from './papers.ts';
import { partyNameHtml } from './party-html.ts';
import { placesOf } from './places.ts';
import { nameHtml, nameText, type PageOptions, type Reading, readingOf } from './reading.ts';
import { renderRecallAlarm } from './recall-alarm.ts';
import { renderMap } from './region-map.ts';
import { chooseWay } from './shown-way.ts';
import { tellLink } from './tell-page.ts';
import { minuteText } from './time-text.ts';
import { renderWay } from './way.ts';

/** The consumer's page of one lot, whole: HTML in UTF-8. Throws TypeError where `canonicalUrl` is no web address. */
export function renderLotPage(data: LotPageData, language: Language, options: PageOptions = {}): string {
  const reading = readingOf(language, options);
  const { words } = reading;
  const way = chooseWay(data);
  const { names } = data.product;
  const canonical = webAddress(data.canonicalUrl);
  const alarm = renderRecallAlarm(data, reading);
  const name = `${nameText(names, reading)} ${data.lot}`;
  return renderFrame(
    {
      title: alarm ? `${words.warnings[warningOf(data) ?? 'recalled']} ${name}` : name,
      alarm,
      canonical,
      script: options.proofScript,
      demonstration: data.network.ground !== 'fabric',
      skipTo: 'way',
      head: html`<div class="title"><h1>${nameHtml(names, reading)}</h1><p>${partyNameHtml(
        data.product.owner,
        reading,
      )}</p></div>`,
      body: html`${renderCodeFirst(data, reading)}${renderFacts(data, reading)}${renderMap(
        placesOf(data),
        reading,
      )}${renderPapers(data, reading)}${renderWay(way, reading)}${renderIngredients(
        data,
        way,
        reading,
      )}<section aria-labelledby="about-title"><h2 id="about-title">${words.titles.about}</h2><p>${words.sentences.onlyRecorded}</p>${tellLink(data, language)}</section><section aria-labelledby="share-title"><h2 id="share-title">${
        words.titles.share
      }</h2><p>${words.sentences.share} <a class="own" href="${canonical}">${canonical.text}</a></p></section>`,
      footer: html`<p>${words.indexedUpTo(data.indexed.block, minuteText(data.indexed.at, language))} ${data.network.id}</p>`,
    },
    reading,
  );
}

/** The state of the lot and what is known of the piece's code: a warning about the lot comes before all else. */
function renderCodeFirst(data: LotPageData, reading: Reading): Html {
  const [state, code] = [renderState(data, reading), renderCode(data, reading)];
  return warningOf(data) === undefined ? html`${code}${state}` : html`${state}${code}`;
}
