import { type Amount, add, measures } from '@mengsu/chaincode/model';
import { amountHtml } from './amount-text.ts';
import { type Html, html, path } from './html.ts';
import type { Step, StepLot } from './lot-page-data.ts';
import { listHtml, nameHtml, type Reading } from './reading.ts';

/** A step may name hundreds of lots; the original record lists them all. */
const lotsShownMax = 12;
const productsShownMax = 4;

/** What a step was about on one line: `羔羊 20 只 → 胴体 20 只 · 358 kg`. Lots of one product are summed. */
export function goodsLine(step: Step, reading: Reading): Html {
  const inputs = sumsOf(step, 'in', reading);
  const outputs = sumsOf(step, step.lots.some(({ side }) => side === 'out') ? 'out' : 'line', reading);
  return inputs.length === 0
    ? listHtml(outputs, reading)
    : html`${listHtml(inputs, reading)}<span class="to"> → </span>${listHtml(outputs, reading)}`;
}

function sumsOf(step: Step, side: StepLot['side'], reading: Reading): Html[] {
  const sums = new Map<string, { first: StepLot; amount: Amount }>();
  for (const lot of step.lots) {
    if (lot.side !== side) continue;
    const sum = sums.get(lot.gtin);
    sums.set(lot.gtin, { first: sum?.first ?? lot, amount: add(sum?.amount ?? {}, lot.amount) });
  }
  const rows = [...sums.values()]
    .slice(0, productsShownMax)
    .map(
      ({ first, amount }) =>
        html`${nameHtml(first.product, reading)}${statedHtml(amount, first.category, reading)}`,
    );
  return sums.size > rows.length ? [...rows, html`${reading.words.andMoreProducts(sums.size)}`] : rows;
}

/** Nothing where the step says something of the lot as a whole. */
const statedHtml = (amount: Amount, category: string, { words }: Reading): Html | false =>
  measures.some((measure) => amount[measure] !== undefined) && html` ${amountHtml(amount, category, words)}`;

/** Every lot of one side with its number, amount, and the way to its own page. */
export function lotRows(step: Step, side: StepLot['side'], reading: Reading): Html | undefined {
  const lots = step.lots.filter((lot) => lot.side === side);
  if (lots.length === 0) return undefined;
  const { facts } = reading.words;
  const label = side === 'in' ? facts.usedUp : side === 'out' ? facts.made : facts.goods;
  const rows = lots
    .slice(0, lotsShownMax)
    .map(
      (lot) =>
        html`<dd>${nameHtml(lot.product, reading)} <a href="${lotAddress(lot, reading)}">${lot.lot}</a>${statedHtml(
          lot.amount,
          lot.category,
          reading,
        )}</dd>`,
    );
  return html`<dt>${label}</dt>${rows}${
    lots.length > lotsShownMax && html`<dd>${reading.words.andMoreLots(lots.length)}</dd>`
  }`;
}

/** The page of a lot in the reader's language. */
export function lotAddress(lot: { readonly gtin: string; readonly lot: string }, reading: Reading) {
  return path`/01/${lot.gtin}/10/${lot.lot}?lang=${reading.language}`;
}
