import { type Amount, isNothing } from '@mengsu/chaincode/model';
import { amountHtml, amountText } from './amount-text.ts';
import { type Html, html } from './html.ts';
import type { LotPageData } from './lot-page-data.ts';
import { leadingMeasure, lotStateOf, warningOf } from './lot-state.ts';
import { renderMarks } from './marks.ts';
import { partyNameHtml } from './party-html.ts';
import { divisionHtml } from './place-html.ts';
import { listHtml, nameHtml, type Reading } from './reading.ts';
import { calendarDayText, dayHtml } from './time-text.ts';

const placesShownMax = 3;
const parts = ['available', 'returned', 'inTransit', 'sold', 'used', 'disposed', 'countedLess'] as const;

/** The state in one sentence, a warning before everything else, with what a signature means beside it, and where the amount of the lot is now. */
export function renderState(data: LotPageData, reading: Reading): Html {
  const { words } = reading;
  const { amounts, created } = data;
  const row = (label: string, amount: Amount, name: string) =>
    html`<div class="${name}"><dt>${label}</dt><dd>${amountHtml(amount, data.product.category, words)}</dd></div>`;
  const shown = [...parts, 'countedMore' as const].filter((part) => !isNothing(amounts[part]));
  const warning = warningOf(data);
  // A recall is said before the whole page (recall-alarm.ts).
  const isSaidBefore = warning === 'recalled' || warning === 'recalledEarlier';
  return html`<section class="state" aria-labelledby="state-title"><h2 id="state-title" class="hidden">${
    words.titles.amounts
  }</h2>${!isSaidBefore && html`<p class="${warning === undefined ? 'say' : 'say warn'}">${warning === undefined ? words.states[lotStateOf(data)] : words.warnings[warning]}</p>`}${renderMarks(data, reading)}${renderBar(data)}<dl class="parts">${row(
    words.amounts.created,
    created,
    'created',
  )}${shown.map((part) => row(words.amounts[part], amounts[part], part))}</dl><p class="seal">${
    words.sentences.whatSignaturesSay
  }</p><div id="proof" class="seal" role="status" data-lot="${`${data.gtin}/${data.lot}`}" data-warning="${
    warning ?? ''
  }" data-serial="${data.code?.serial ?? ''}"><p>${words.sentences.notVerifiedHere}</p></div></section>`;
}

/** The parts of the lot as one bar; the list beneath says the same in words. */
function renderBar({ amounts, created }: LotPageData): Html {
  const measure = leadingMeasure(created);
  const whole = created[measure] ?? 0;
  let left = 0;
  const bars = parts.map((part) => {
    const width = whole === 0 ? 0 : ((amounts[part][measure] ?? 0) / whole) * 100;
    const bar =
      width > 0 &&
      html`<rect class="${part}" x="${left.toFixed(2)}" width="${width.toFixed(2)}" height="4"/>`;
    left += width;
    return bar;
  });
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>`;
}

/** Product, maker, place and dates as a list. */
export function renderFacts(data: LotPageData, reading: Reading): Html {
  const { words, language } = reading;
  const { facts } = words;
  const { product } = data;
  const row = (label: string, value: Html | string | false | undefined) =>
    value !== undefined && value !== false && html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`<dl class="facts">${row(facts.origin, originHtml(data, reading))}${row(
    facts.madeIn,
    divisionHtml(data.site.division, reading),
  )}${row(facts.maker, partyNameHtml(data.maker, reading))}${
    product.owner.id !== data.maker.id && row(facts.brand, partyNameHtml(product.owner, reading))
  }${row(facts.madeOn, dayHtml(data.madeAt, language))}${row(
    facts.bestBefore,
    data.bestBefore !== undefined &&
      html`<time class="best" datetime="${data.bestBefore}">${calendarDayText(data.bestBefore, language)}</time>`,
  )}${row(facts.netContent, product.netContent && amountText(product.netContent, product.category, words))}${row(
    facts.shelfLife,
    product.shelfLifeDays !== undefined && words.days(product.shelfLifeDays),
  )}${row(facts.category, nameHtml(product.categoryNames, reading))}${row(facts.standard, product.standard)}${row(
    facts.gtin,
    html`<code>${data.gtin}</code>`,
  )}${row(facts.lot, html`<code>${data.lot}</code>`)}</dl>`;
}

/** Where the first lots of the way came into being, each place once. */
function originHtml(data: LotPageData, reading: Reading): Html | undefined {
  const born = data.steps.filter(({ act, depth }) => act === 'commission' && depth > 0);
  const codes = [...new Set(born.flatMap(({ site }) => (site ? [site.division] : [])))];
  if (codes.length === 0) return undefined;
  const places = codes.slice(0, placesShownMax).map((code) => divisionHtml(code, reading));
  return html`${listHtml(places, reading)}${
    codes.length > placesShownMax && html` ${reading.words.andMorePlaces(codes.length)}`
  }`;
}
