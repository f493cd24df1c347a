import { type Html, html, path } from './html.ts';
import type { CodeSaid, CodeView, LotPageData } from './lot-page-data.ts';
import { nameHtml, type Reading } from './reading.ts';
import { dayHtml } from './time-text.ts';

/** What is known of the code of this piece: whether it is on a piece, where the record of it is, and how often it was scanned. */
export function renderCode({ code }: Pick<LotPageData, 'code'>, reading: Reading): Html | false {
  if (!code) return false;
  const { codes } = reading.words;
  return html`<section id="code" class="state" aria-labelledby="code-title"><h2 id="code-title" class="hidden">${
    codes.title
  }</h2>${renderCodeState(code, reading)}<p>${codes.serial} <code>${code.serial}</code></p>${renderContents(
    code,
    reading,
  )}<p class="seal">${codes.copies}</p></section>`;
}

/** The state of the code in a sentence, a warning first, with the records that say so, and its scans. */
export function renderCodeState(code: CodeView, reading: Reading): Html {
  const { codes } = reading.words;
  const { isTooMany } = code.scans;
  const isGood = code.state === 'active' && !isTooMany;
  const sentence = code.state === 'active' && isTooMany ? codes.tooMany : codes.states[code.state];
  return html`<p class="${isGood ? 'say' : 'say warn'}">${sentence}</p>${
    isTooMany && code.state !== 'active' && html`<p class="warn">${codes.tooMany}</p>`
  }<p>${renderScans(code, reading)}</p><p><small>${[
    eventLink(code.issued, codes.issued),
    said(code.activated, codes.activated),
    said(code.voided, codes.voided),
  ]}</small></p>`;
}

function renderScans({ scans }: CodeView, { words, language }: Reading): Html {
  if (scans.first === undefined) return html`${words.codes.neverScanned}`;
  const [before, after] = words.codes.scanned(scans.times - 1, scans.places, scans.isFull);
  return html`${before}${dayHtml(scans.first, language)}${after}`;
}

function renderContents({ contains }: CodeView, reading: Reading): Html | false {
  if (!contains) return false;
  const { words } = reading;
  return html`<p>${words.codes.holds} ${words.count(contains.count, 'piece')} ${nameHtml(
    contains.names,
    reading,
  )} <code>${contains.gtin}</code></p>`;
}

const said = (what: CodeSaid | undefined, label: string): Html | false =>
  what !== undefined && html` · ${eventLink(what.eventId, label)}`;

const eventLink = (id: string, label: string): Html =>
  html`<a href="${path`/api/events/${id}`}">${label}</a>`;
