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
import { nameHtml, type Reading, readingOf, type StepOrder } from './reading.ts';
import { chooseWay } from './shown-way.ts';
import { minuteText } from './time-text.ts';
import { renderWay } from './way.ts';

/** The consumer's page of one lot, whole: HTML in UTF-8. Throws TypeError where `canonicalUrl` is no web address. */
export function renderLotPage(
  data: LotPageData,
  language: Language,
  options: { readonly order?: StepOrder } = {},
): string {
  const reading = readingOf(language, options.order);
  const { words } = reading;
  const way = chooseWay(data);
  const { names } = data.product;
  const name = language === 'zh' ? names.zh : (names.en ?? names.zh);
  return renderFrame(
    {
      title: `${name} ${data.lot}`,
      canonical: webAddress(data.canonicalUrl),
      demonstration: data.network.ground !== 'fabric',
      skipTo: 'way',
      head: html`<div class="title"><h1>${nameHtml(names, reading)}</h1><p>${partyNameHtml(
        data.product.owner,
        reading,
      )}</p></div>`,
      body: html`${renderCodeFirst(data, reading)}${renderFacts(data, reading)}${renderPapers(
        data,
        reading,
      )}${renderWay(way, reading)}${renderIngredients(
        data,
        way,
        reading,
      )}<section aria-labelledby="about-title"><h2 id="about-title">${words.titles.about}</h2><p>${
        words.sentences.notVerifiedHere
      }</p><p>${words.sentences.onlyRecorded}</p></section>`,
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
