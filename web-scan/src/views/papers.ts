import { amountHtml } from './amount-text.ts';
import { type Html, html, path } from './html.ts';
import type { ClaimView, DeclarationView, LotPageData, TestView, TreatmentView } from './lot-page-data.ts';
import { warningOf } from './lot-state.ts';
import { partyNameHtml, partyRows } from './party-html.ts';
import { divisionHtml } from './place-html.ts';
import { nameHtml, type Reading } from './reading.ts';
import { schemeText } from './scheme-text.ts';
import { calendarDayText, dayHtml } from './time-text.ts';

/** A page stays light; the lot's record has them all. */
const rowsShownMax = 6;
const digestCharacters = 8;
const codesShownMax = 3;
/** With these the lot may be sold under no mark. */
const unclaiming: ReadonlySet<string> = new Set([
  'recalled',
  'recalledEarlier',
  'held',
  'heldEarlier',
  'reversed',
]);

/** Marks with their certificates, declarations, tests, and what was used on plants and animals: each with the record that says so. */
export function renderPapers(data: LotPageData, reading: Reading): Html {
  const { words } = reading;
  const { lines } = words;
  const rows = (label: string, all: readonly Html[], none?: string) =>
    (all.length > 0 || none !== undefined) &&
    html`<div><dt>${label}</dt><dd>${all.slice(0, rowsShownMax).map((one) => html`<p>${one}</p>`)}${
      all.length > rowsShownMax && html`<p>… ${all.length}</p>`
    }${all.length === 0 && none}</dd></div>`;
  const warning = warningOf(data) ?? '';
  const { notWhileMarked, revoked } = words.lines;
  const unclaimed = unclaiming.has(warning) ? (warning === 'reversed' ? revoked : notWhileMarked) : undefined;
  return html`<section aria-labelledby="papers-title"><h2 id="papers-title">${words.titles.papers}</h2><dl class="facts papers">${rows(
    lines.claims,
    data.claims.map((claim) => claimHtml(claim, unclaimed, reading)),
    lines.noClaims,
  )}${rows(
    lines.declarations,
    data.declarations.map((one) => declarationHtml(one, data, reading)),
  )}${rows(
    lines.tests,
    data.tests.map((test) => testHtml(test, data, reading)),
    lines.noTests,
  )}${rows(
    lines.treatments,
    data.treatments.map((one) => treatmentHtml(one, reading)),
  )}</dl></section>`;
}

/** `unclaimed` says why the lot may not be sold under the mark now. */
function claimHtml(claim: ClaimView, unclaimed: string | undefined, reading: Reading): Html {
  const { words, language } = reading;
  const { scheme, certificate } = claim;
  const name = schemeText(scheme, words);
  const days = words.range(calendarDayText(claim.from, language), calendarDayText(claim.until, language));
  return html`${unclaimed === undefined ? html`<b>${name}</b>` : html`<s>${name}</s> <em class="tag bad">${unclaimed}</em>`}<br><small>${
    words.lines.certificate
  } <a href="${path`/api/certificates/${issuerOf(certificate)}/${numberOf(certificate)}`}">${numberOf(
    certificate,
  )}</a> · ${partyNameHtml(claim.issuer, reading)} → ${partyNameHtml(claim.holder, reading)} · ${days} · ${scopeHtml(
    claim,
    reading,
  )}${
    claim.state === 'active' ? words.trust.active : html`<em class="tag bad">${words.trust[claim.state]}</em>`
  }</small>`;
}

/** What the certificate covers, as codes: its record has them all. */
function scopeHtml({ scope }: ClaimView, { words }: Reading): Html | false {
  if (!scope) return false;
  const listed = (codes: readonly string[]): string =>
    codes.slice(0, codesShownMax).join(words.between) +
    (codes.length > codesShownMax ? ` … ${codes.length}` : '');
  const goods = listed([...scope.categories, ...scope.products]);
  return html`${words.lines.covers} ${goods}${scope.sites.length > 0 && html` · ${words.facts.site} ${listed(scope.sites)}`} · `;
}

const issuerOf = (certificate: string): string => certificate.slice(0, certificate.indexOf('/'));
const numberOf = (certificate: string): string => certificate.slice(certificate.indexOf('/') + 1);

/**
 * 承诺达标合格证 with the fields that 农业农村部令2025年第4号 asks for: product, amount, place of origin, day, who declares, contact;
 * and what is declared, on what ground.
 */
function declarationHtml(declaration: DeclarationView, data: LotPageData, reading: Reading): Html {
  const { words, language } = reading;
  const { eventId, form, basis, amount, saidAt, revokedAt } = declaration;
  const { facts, lines, sentences } = words;
  const { category, names } = data.product;
  const row = (label: string, value: Html | string) => html`<dt>${label}</dt><dd>${value}</dd>`;
  return html`<a href="${path`/api/events/${eventId}`}">${words.form(form)}</a> · ${partyNameHtml(
    declaration.party,
    reading,
  )} · ${words.bases[basis]} · ${amountHtml(amount, category, words)} · ${dayHtml(saidAt, language)}${
    revokedAt !== undefined && html` <em class="tag bad">${words.lines.revoked}</em>`
  }<details><summary>${lines.declarations}</summary><dl>${row(facts.product, nameHtml(names, reading))}${row(
    facts.amount,
    amountHtml(amount, category, words),
  )}${row(facts.placeOfOrigin, divisionHtml(data.site.division, reading))}${row(
    facts.declaredOn,
    dayHtml(saidAt, language),
  )}${row(facts.promise, form === 1 ? sentences.promiseOne : sentences.promiseTwo)}${row(
    lines.basis,
    words.bases[basis],
  )}${partyRows(declaration.party, facts.declarer, reading)}${row(facts.contact, sentences.contactOnPackage)}</dl></details>`;
}

function testHtml(test: TestView, data: LotPageData, reading: Reading): Html {
  const { words, language } = reading;
  const isOwn = test.gtin === data.gtin && test.lot === data.lot;
  const verdict = words.verdicts[test.verdict];
  return html`<a href="${path`/api/events/${test.eventId}`}">${words.acts[test.kind]}</a> <em class="tag ${
    test.verdict === 'passed' ? 'late' : 'bad'
  }">${verdict}</em> · ${partyNameHtml(test.party, reading)} · ${dayHtml(test.saidAt, language)}${
    !isOwn && html` · ${words.ofLot(test.lot)}`
  }${test.methods.length > 0 && html` <small>${test.methods.map(({ method }) => method).join(reading.words.between)}</small>`}${
    test.certificate !== undefined && html` <small>${words.lines.certificate} ${test.certificate}</small>`
  } <small>${words.facts.report} <code>${test.report.slice(0, digestCharacters)}…</code></small>`;
}

function treatmentHtml(treatment: TreatmentView, reading: Reading): Html {
  const { words, language } = reading;
  const { dose, names, kind, input, lot } = treatment;
  return html`<a href="${path`/api/events/${treatment.eventId}`}">${nameHtml(names, reading)}</a> · ${
    words.inputKinds[kind]
  } ${input} · ${String(dose.milli / 1000)} ${dose.unit} · ${dayHtml(treatment.to, language)}${
    lot !== undefined && html` · ${words.ofLot(lot)}`
  }`;
}
