import type { Language } from '../words/index.ts';
import { renderFacts, renderState } from './first-screen.ts';
import { renderFrame } from './frame.ts';
import { html, webAddress } from './html.ts';
import { renderIngredients } from './ingredients.ts';
import type { LotPageData } from './lot-page-data.ts';
import { renderPapers } from './papers.ts';
import { partyNameHtml } from './party-html.ts';
import { nameHtml, readingOf, type StepOrder } from './reading.ts';
import { chooseWay } from './shown-way.ts';
import { tellLink } from './tell-page.ts';
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
      body: html`${renderState(data, reading)}${renderFacts(data, reading)}${renderPapers(
        data,
        reading,
      )}${renderWay(way, reading)}${renderIngredients(
        data,
        way,
        reading,
      )}<section aria-labelledby="about-title"><h2 id="about-title">${words.titles.about}</h2><p>${
        words.sentences.notVerifiedHere
      }</p><p>${words.sentences.onlyRecorded}</p>${tellLink(data, language)}</section>`,
      footer: html`<p>${words.indexedUpTo(data.indexed.block, minuteText(data.indexed.at, language))} ${data.network.id}</p>`,
    },
    reading,
  );
}
