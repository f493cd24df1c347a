import { amountHtml } from './amount-text.ts';
import { type Html, html } from './html.ts';
import type { AncestorView, LotPageData } from './lot-page-data.ts';
import { nameHtml, type Reading } from './reading.ts';
import { type ShownWay, wayLimits } from './shown-way.ts';
import { linkTo } from './step-details.ts';
import { lotAddress } from './step-goods.ts';
import { dayText } from './time-text.ts';
import { stepTitle } from './way.ts';

/** The lots that went into this one, each folding out into its steps on this page and the way to its own page. */
export function renderIngredients(data: LotPageData, way: ShownWay, reading: Reading): Html {
  const { titles, sentences } = reading.words;
  const rows = data.ancestors
    .slice(0, wayLimits.ancestorsMax)
    .map((ancestor) => renderAncestor(ancestor, way, reading));
  return html`<section aria-labelledby="from-title"><h2 id="from-title">${titles.ingredients}</h2>${
    rows.length === 0 ? html`<p>${sentences.noAncestors}</p>` : html`<ul class="from">${rows}</ul>`
  }</section>`;
}

function renderAncestor(ancestor: AncestorView, way: ShownWay, reading: Reading): Html {
  const { words, language } = reading;
  const steps = way.steps.flatMap((numbered) => {
    const { lots, saidAt } = numbered.step;
    const named = lots.some(({ gtin, lot }) => gtin === ancestor.gtin && lot === ancestor.lot);
    const link = linkTo(numbered, way, stepTitle(numbered.step, reading));
    return named ? [html`<li>${dayText(saidAt, language)} ${link}</li>`] : [];
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
