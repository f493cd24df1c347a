import type { Language } from '../words/index.ts';
import { amountHtml, amountText } from './amount-text.ts';
import { frontWords, lotForm } from './code-form.ts';
import { renderFrame } from './frame.ts';
import { type Html, html, path, webAddress } from './html.ts';
import { partyNameHtml } from './party-html.ts';
import type { ProductPageData } from './product-page-data.ts';
import { nameHtml, type PageOptions, type Reading, readingOf } from './reading.ts';
import { schemeText } from './scheme-text.ts';
import { calendarDayText, dayHtml } from './time-text.ts';

/** The page of a product, whole. Throws TypeError where `canonicalUrl` is no web address. */
export function renderProductPage(
  data: ProductPageData,
  language: Language,
  { canonicalUrl, ...options }: PageOptions & { readonly canonicalUrl: string },
): string {
  const reading = readingOf(language, options);
  const { names, owner } = data.product;
  return renderFrame(
    {
      title: language === 'en' ? (names.en ?? names.zh) : names.zh,
      canonical: webAddress(canonicalUrl),
      demonstration: data.network.ground !== 'fabric',
      head: html`<div class="title"><h1>${nameHtml(names, reading)}</h1><p>${partyNameHtml(owner, reading)}</p></div>`,
      body: html`${lotForm(language, data.product.gtin)}${facts(data, reading)}${lots(data, reading)}${certificates(
        data,
        reading,
      )}`,
    },
    reading,
  );
}

function facts({ product }: ProductPageData, reading: Reading): Html {
  const { words } = reading;
  const row = (label: string, value: Html | string | undefined) =>
    value !== undefined && html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`<dl class="facts">${row(words.facts.brand, partyNameHtml(product.owner, reading))}${row(
    words.facts.category,
    nameHtml(product.categoryNames, reading),
  )}${row(
    words.facts.netContent,
    product.netContent && amountText(product.netContent, product.category, words),
  )}${row(
    words.facts.shelfLife,
    product.shelfLifeDays === undefined ? undefined : words.days(product.shelfLifeDays),
  )}${row(words.facts.standard, product.standard)}${row(words.facts.gtin, html`<code>${product.gtin}</code>`)}</dl>`;
}

function lots({ product, lots: all, next }: ProductPageData, reading: Reading): Html {
  const { words, language } = reading;
  const { titles, labels, sentences } = frontWords(language);
  const { gtin, category } = product;
  const rows = all.map(
    ({ lot, madeAt, created, bestBefore }) =>
      html`<li><a href="${path`/01/${gtin}/10/${lot}?lang=${language}`}"><code>${lot}</code><span>${dayHtml(
        madeAt,
        language,
      )} · ${amountHtml(created, category, words)}${
        bestBefore !== undefined &&
        html` · ${words.facts.bestBefore} ${calendarDayText(bestBefore, language)}`
      }</span></a></li>`,
  );
  return html`<section aria-labelledby="lots-title"><h2 id="lots-title">${titles.lots}</h2>${
    rows.length > 0 ? html`<ul class="lots">${rows}</ul>` : html`<p>${sentences.noLots}</p>`
  }${next !== undefined && html`<p><a href="${path`?lang=${language}&before=${next}`}">${labels.older}</a></p>`}</section>`;
}

function certificates(data: ProductPageData, reading: Reading): Html {
  const { words, language } = reading;
  const { titles, sentences } = frontWords(language);
  const rows = data.certificates.map(({ id, scheme, issuer, holder, from, until, state }) => {
    const at = id.indexOf('/');
    const number = id.slice(at + 1);
    const days = words.range(calendarDayText(from, language), calendarDayText(until, language));
    return html`<li><p><b>${schemeText(scheme, words)}</b> <a href="${path`/api/certificates/${id.slice(0, at)}/${number}`}">${number}</a><br><small>${partyNameHtml(
      issuer,
      reading,
    )} → ${partyNameHtml(holder, reading)} · ${days} · ${
      state === 'active' ? words.trust.active : html`<em class="tag bad">${words.trust[state]}</em>`
    }</small></p></li>`;
  });
  return html`<section aria-labelledby="certificates-title"><h2 id="certificates-title">${titles.certificates}</h2>${
    rows.length > 0 ? html`<ul>${rows}</ul>` : html`<p>${sentences.noCertificates}</p>`
  }</section>`;
}
