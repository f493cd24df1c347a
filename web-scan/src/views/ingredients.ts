import { amountHtml } from './amount-text.ts';
import { type Html, html, path } from './html.ts';
import type { AncestorView, LotPageData } from './lot-page-data.ts';
import { nameHtml, type Reading } from './reading.ts';
import { lotAddress } from './step-goods.ts';
import { dayText } from './time-text.ts';

/** The lots that went into this one, each folding out into its steps on this page and the way to its own page. */
export function renderIngredients(data: LotPageData, reading: Reading): Html {
  const { titles, sentences } = reading.words;
  const rows = data.ancestors.map((ancestor) => renderAncestor(ancestor, data, reading));
  return html`<section aria-labelledby="from-title"><h2 id="from-title">${titles.ingredients}</h2>${
    rows.length === 0 ? html`<p>${sentences.noAncestors}</p>` : html`<ul class="from">${rows}</ul>`
  }</section>`;
}

function renderAncestor(ancestor: AncestorView, data: LotPageData, reading: Reading): Html {
  const { words, language } = reading;
  const steps = data.steps.flatMap((step, index) => {
    const named = step.lots.some(({ gtin, lot }) => gtin === ancestor.gtin && lot === ancestor.lot);
    if (!named) return [];
    const title = step.operation === undefined ? words.acts[step.act] : words.operations[step.operation];
    return [html`<li>${dayText(step.saidAt, language)} <a href="${path`#s${index + 1}`}">${title}</a></li>`];
  });
  return html`<li class="d${Math.min(ancestor.depth, 4)}"><details><summary><b>${nameHtml(
    ancestor.product,
    reading,
  )}</b> <span class="lot">${ancestor.lot}</span> <span class="what">${amountHtml(
    ancestor.created,
    ancestor.category,
    words,
  )}</span></summary><p><a href="${lotAddress(ancestor, reading)}">${words.titles.ownPage}<span class="hidden"> ${nameHtml(
    ancestor.product,
    reading,
  )} ${ancestor.lot}</span></a></p>${steps.length > 0 && html`<ul>${steps}</ul>`}</details></li>`;
}
